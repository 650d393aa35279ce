import { randomUUID } from 'node:crypto';
import type { FlowState } from '../../flow/index.ts';
import type { UserActor } from '../access/actor.ts';
import { systemClock } from '../clock.ts';
import { composeHost, type RunningHost } from '../compose.ts';
import type { Database } from '../database/database.ts';
import { type Command, Refusal } from '../door/index.ts';
import { createMessageSender } from '../messages/index.ts';
import { StoryConnectors } from '../scenario/answers.ts';
import { personActor } from '../scenario/story.ts';

interface Case {
  id: string;
  form: string;
  record: string;
  status: string;
  data: FlowState;
}

/** Rounds until a case that goes on has to be over. */
const ROUNDS = 400;

/** Everybody agrees, every call is answered, every time comes: each case has to come to its end. */
export async function endAll(database: Database, app: string): Promise<string[]> {
  const host = await composeHost({
    database,
    clock: systemClock,
    env: {},
    connectors: () => new StoryConnectors([]),
    messages: (shelf) => createMessageSender({ app: (key) => shelf.get(key), publicUrl: 'http://localhost' }),
    log: () => undefined,
  });
  const faults: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const open = await cases(database, app);
    if (open.length === 0) break;
    await database
      .knex('engine.outbox')
      .where({ app, status: 'waiting' })
      .update({ next_at: new Date(0) });
    for (const one of open) faults.push(...(await moveOn(host, app, one)));
    await host.settle();
    if (faults.length > 20) break;
  }
  for (const { id, data } of await cases(database, app)) {
    faults.push(`cannot be brought to its end: ${id} at ${data.tokens.map(({ node }) => node).join(', ')}`);
  }
  await host.stop();
  return faults;
}

const cases = (database: Database, app: string): Promise<Case[]> =>
  database
    .knex('engine.instance')
    .where({ app })
    .whereIn('status', ['running', 'suspended'])
    .select<Case[]>('id', 'form', 'record', 'status', 'data');

/** The next thing that somebody, or time, can do in it; nothing where a call is on its way. */
async function moveOn(host: RunningHost, app: string, { form, record, status, data }: Case): Promise<string[]> {
  const root = await personActor(host, app, 'root');
  const at = { app, form, record, command: randomUUID() };
  const run = (command: Command, actor: UserActor): Promise<string[]> => tried(host, command, actor);
  if (status === 'suspended') return run({ ...at, type: 'case', operation: 'resume' }, root);
  if (data.tokens.some(({ incident }) => incident)) return run({ ...at, type: 'retry' }, root);
  if (data.tokens.some(({ call }) => call !== undefined)) return [];
  const task = data.tasks.find(
    ({ id }) => !data.tasks.some(({ added }) => added?.position === 'before' && added.task === id),
  );
  if (task) {
    const { people } = host;
    const staff = await people.of(app);
    const members = task.role === undefined ? [] : staff.members(task.role);
    const free = members.find((id) => !task.separate?.includes(id));
    const person = staff.person(task.assignee ?? free ?? '');
    if (person === undefined) return [`nobody can do ${task.id}`];
    const actor = await personActor(host, app, person.login);
    const attempt: Command = {
      app,
      command: randomUUID(),
      type: 'task',
      task: task.id,
      operation: 'approve',
      reason: 'yes',
    };
    const refused = await tried(host, attempt, actor);
    return refused.length === 0 ? [] : run({ ...attempt, command: randomUUID(), operation: 'complete' }, actor);
  }
  const timers = data.tokens.flatMap((token) => Object.values(token.timers ?? {}));
  if (timers.length > 0) {
    await host.database
      .knex('engine.timer')
      .whereIn('id', timers)
      .update({ next_at: new Date(0) });
    return [];
  }
  return run({ ...at, type: 'signal', signal: 'go' }, await personActor(host, app, 'ann'));
}

async function tried(host: RunningHost, command: Command, actor: UserActor): Promise<string[]> {
  try {
    await host.door.execute(command, actor);
    return [];
  } catch (cause) {
    if (cause instanceof Refusal) return [`${command.type} was refused: ${cause.code}`];
    throw cause;
  }
}
