import { v5 as uuidOf } from 'uuid';
import { type Door, Refusal } from '../door/index.ts';
import type { DoorParts } from '../door/parts.ts';
import type { TimerRow } from '../timers/timers.ts';
import type { ProxyRow } from './view.ts';

interface OpenTask {
  id: string;
  app: string;
  form: string;
  record: string;
}

/**
 * Somebody's absence begins, and what lies on their desk goes to whoever acts for them: each task a command of its own,
 * named after task and proxy, so that a run that was cut off goes on where it was. What the proxy may not do stays.
 */
export async function beginAbsence(parts: DoorParts, door: Door, timer: TimerRow): Promise<void> {
  const { sql, clock } = parts;
  const id = String(timer.data.proxy);
  const [proxy] = await sql.query<ProxyRow>(
    'select * from engine.proxy where id = $1 and ended_at is null and ends_at > $2',
    [id, clock.now()],
  );
  if (proxy) {
    // It may be the first command that this process hears of it by.
    parts.people.forget();
    let handed = 0;
    const tasks = await openTasks(parts, proxy);
    for (const task of tasks) if (await handOver(door, proxy, task)) handed += 1;
    // What went over before a run was cut off is no longer among the open ones.
    await sql.query(`update engine.proxy set handed = coalesce(handed, 0) + $2, kept = $3 where id = $1`, [
      id,
      handed,
      tasks.length - handed,
    ]);
  }
  await sql.query('delete from engine.timer where id = $1', [timer.id]);
}

function openTasks({ sql }: DoorParts, { person, app, form, flow }: ProxyRow): Promise<OpenTask[]> {
  return sql.query<OpenTask>(
    `select id, app, form, record from engine.task
     where assignee = $1 and status = 'open' and kind <> 'copy'
       and ($2::text is null or app = $2) and ($3::text is null or form = $3) and ($4::text is null or flow = $4)
     order by created_at, id`,
    [person, app, form, flow],
  );
}

async function handOver(door: Door, { id, person, reason }: ProxyRow, task: OpenTask): Promise<boolean> {
  const command = {
    type: 'hand_over' as const,
    command: uuidOf(task.id, id),
    app: task.app,
    form: task.form,
    record: task.record,
    from: person,
    task: task.id,
    ...(reason === null ? {} : { reason }),
  };
  try {
    await door.execute(command, { kind: 'engine', cause: 'absence' });
    return true;
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return false;
  }
}
