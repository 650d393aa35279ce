import type { Json } from '../../wire.ts';
import type { MessageOrder } from '../messages/index.ts';
import { factsOf, type TaskFacts } from './facts.ts';
import type { Held } from './held.ts';
import { messageRow } from './outgoing.ts';
import type { Work } from './work.ts';

/** Whom a task concerns: its assignee, or the people of its role. */
export async function concerned(
  work: Work,
  held: Held,
  task: { assignee?: string | undefined; role?: string | undefined; having?: Record<string, Json> | undefined },
): Promise<string[]> {
  if (task.assignee !== undefined) return [task.assignee];
  if (task.role === undefined) return [];
  const staff = await work.parts.people.of(held.app.key);
  return staff.members(task.role, task.having);
}

/** Tells people of their tasks, as app.json says, and their screens in any case. */
export async function notifyTasks(
  work: Work,
  held: Held,
  about: 'assigned' | 'reminded' | 'overdue',
  tasks: readonly string[],
  facts: Partial<TaskFacts>,
): Promise<void> {
  const notice = held.app.model.app.notify?.[about];
  const orders: MessageOrder[] = [];
  const users = new Set<string>();
  for (const task of held.instance?.state?.tasks ?? []) {
    if (!tasks.includes(task.id)) continue;
    for (const user of await concerned(work, held, task)) {
      users.add(user);
      if (notice)
        orders.push({ ...order(work, held, notice.message, notice.by ?? [], facts), to: { user }, task: task.id });
    }
  }
  work.notices.push({ kind: 'task', app: held.app.key, form: held.form.key, id: held.head.id, users: [...users] });
  messageRow(work, held, orders);
}

/** There is something to read; nobody waits for them. */
export function notifyCopied(work: Work, held: Held, node: string, users: readonly string[]): void {
  work.notices.push({ kind: 'task', app: held.app.key, form: held.form.key, id: held.head.id, users: [...users] });
  const notice = held.app.model.app.notify?.copied;
  if (notice === undefined) return;
  const base = order(work, held, notice.message, notice.by ?? [], { node });
  messageRow(
    work,
    held,
    users.map((user) => ({ ...base, to: { user } })),
  );
}

/** Something went wrong that only an administrator can put right. `connector`: where no node has to do with it. */
export async function notifyIncident(
  work: Work,
  held: Held,
  about: { node: string; code: string; params: Record<string, Json>; connector?: string },
): Promise<void> {
  work.notices.push({ kind: 'incident', app: held.app.key });
  const { admin, notify } = held.app.model.app;
  const staff = await work.parts.people.of(held.app.key);
  const users = staff.members(admin);
  work.notices.push({ kind: 'task', app: held.app.key, form: held.form.key, id: held.head.id, users });
  const notice = notify?.incident;
  if (notice === undefined) return;
  const base = order(work, held, notice.message, notice.by ?? [], { node: about.node, reason: about.code });
  if (about.node === '' && about.connector !== undefined) {
    base.facts.node = held.app.model.connectors.get(about.connector)?.label ?? about.connector;
  }
  messageRow(
    work,
    held,
    users.map((user) => ({ ...base, to: { user } })),
  );
}

/** A message about this record; the caller says to whom. */
export function order(
  work: Work,
  held: Held,
  message: string,
  by: readonly string[],
  facts: Partial<TaskFacts>,
): Omit<MessageOrder, 'to'> {
  const { app } = held;
  const node = held.form.flow?.definition.nodes.find(({ key }) => key === facts.node);
  const label = node?.label ?? node?.key;
  return {
    app: app.key,
    message,
    channels: by.filter((channel) => channel !== 'inbox'),
    facts: {
      ...(factsOf(work, held) as Record<string, Json>),
      due: facts.due_at ?? null,
      node: label ?? null,
      reason: facts.reason ?? null,
    },
    form: held.form.key,
    record: held.head.id,
  };
}
