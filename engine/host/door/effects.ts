import type { FlowEvent, Why } from '../../flow/index.ts';
import type { Held, HeldInstance } from './held.ts';
import { notifyCopied, notifyIncident, notifyTasks } from './notices.ts';
import { callRow } from './outgoing.ts';
import { childRow, governAll, governRow } from './subflow.ts';
import { tables } from './tables.ts';
import type { Work } from './work.ts';

type Event<T extends FlowEvent['type']> = Extract<FlowEvent, { type: T }>;
type Effect<T extends FlowEvent['type']> = (
  work: Work,
  held: Held,
  instance: HeldInstance,
  event: Event<T>,
) => void | Promise<void>;

/** What an event of a flow means for the rows beside it: tasks, timers, outbox. What is not here is history only. */
const effects: { [T in FlowEvent['type']]?: Effect<T> } = {
  task_created: (work, held, instance, event) => {
    const node = instance.compiled.nodes.get(event.node)?.node;
    const row = taskRow(work, held, instance, event);
    row.kind = node?.type === 'approve' ? 'approve' : 'handle';
    row.role = event.role ?? null;
    row.having = event.having ?? null;
    row.due_at = event.dueAt ?? null;
    row.separate = event.separate ?? null;
    row.why = event.why;
    row.stands_for = event.standsFor ?? null;
    work.writes.insert(tables.task, row);
    return notifyTasks(work, held, 'assigned', [event.task], { node: event.node, due_at: event.dueAt ?? null });
  },
  task_claimed: (work, _held, _instance, { task, by }) => {
    work.writes.patch(tables.task, task, { assignee: by });
  },
  task_unclaimed: (work, _held, _instance, { task, role }) => {
    work.writes.patch(tables.task, task, { assignee: null, role });
  },
  task_transferred: (work, held, _instance, { task, to, node, reason, standsFor, why }) => {
    work.writes.patch(tables.task, task, { assignee: to, role: null, ...inPlaceOf(standsFor, why) });
    return notifyTasks(work, held, 'assigned', [task], { node, reason: reason ?? null });
  },
  task_delegated: (work, held, _instance, { task, to, node, reason }) => {
    work.writes.patch(tables.task, task, { assignee: to, role: null });
    return notifyTasks(work, held, 'assigned', [task], { node, reason: reason ?? null });
  },
  task_handed_back: (work, held, _instance, { task, to, node, reason, standsFor, why }) => {
    work.writes.patch(tables.task, task, { assignee: to, ...inPlaceOf(standsFor, why) });
    return notifyTasks(work, held, 'assigned', [task], { node, reason: reason ?? null });
  },
  task_handed_over: (work, held, _instance, { task, node, from, to, reason, standsFor, owner, why }) => {
    if (owner) return;
    work.writes.patch(tables.task, task, { assignee: to, why, ...(standsFor ? { stands_for: standsFor } : {}) });
    // It goes off one desk as it comes onto another.
    work.notices.push({ kind: 'task', app: held.app.key, form: held.form.key, id: held.head.id, users: [from] });
    return notifyTasks(work, held, 'assigned', [task], { node, reason: reason ?? null });
  },
  urged: (work, held, _instance, { tasks, reason }) =>
    notifyTasks(work, held, 'reminded', tasks, { reason: reason ?? null }),
  task_completed: (work, _held, _instance, { task, outcome, by, reason }) => {
    work.writes.patch(tables.task, task, {
      status: 'done',
      outcome,
      by,
      reason: reason ?? null,
      done_at: work.now,
    });
  },
  task_cancelled: (work, _held, _instance, { task }) => {
    work.writes.patch(tables.task, task, { status: 'cancelled', done_at: work.now });
  },
  timer_set: (work, held, instance, { timer, kind, due, node, token }) => {
    work.writes.insert(tables.timer, {
      id: timer,
      app: held.app.key,
      instance: instance.id,
      kind,
      due_at: due,
      next_at: due,
      data: { form: held.form.key, record: held.head.id, node },
      status: 'waiting',
      attempts: 0,
    });
    if (kind !== 'remind') return;
    // So that lists can show when somebody is going to be reminded.
    for (const task of openTasks(instance, token)) work.writes.patch(tables.task, task, { remind_at: due });
  },
  deadline_set: (work, _held, instance, { token, dueAt }) => {
    for (const task of openTasks(instance, token)) work.writes.patch(tables.task, task, { due_at: dueAt });
  },
  timer_cleared: (work, _held, _instance, { timer }) => {
    work.writes.remove(tables.timer, timer);
  },
  reminded: (work, held, _instance, { tasks, node, overdue, dueAt }) =>
    notifyTasks(work, held, overdue ? 'overdue' : 'reminded', tasks, { node, due_at: dueAt }),
  overdue: (work, held, instance, { tasks, node, dueAt }) => {
    const open = new Set(instance.state?.tasks.map(({ id }) => id));
    for (const task of tasks) if (open.has(task)) work.writes.patch(tables.task, task, { overdue: true });
    return notifyTasks(work, held, 'overdue', tasks, { node, due_at: dueAt });
  },
  escalated: (work, _held, _instance, { tasks }) => {
    for (const task of tasks) work.writes.patch(tables.task, task, { overdue: true });
  },
  copied: (work, held, instance, { node, to }) => {
    for (const user of to) {
      work.writes.insert(
        tables.task,
        taskRow(work, held, instance, { task: work.parts.newId(), node, assignee: user }),
      );
    }
    notifyCopied(work, held, node, to);
  },
  call_requested: (work, held, _instance, { call, action, node }) => {
    const [connector = '', operation = ''] = action.call.split('.');
    const { data, key } = action;
    callRow(work, held, { id: call, connector, operation, data, ...(key ? { key } : {}), reply: { call, node } });
  },
  flow_requested: (work, held, _instance, event) => childRow(work, held, event),
  flow_called_off: (work, held, _instance, { call }) => governRow(work, held, call, 'terminate'),
  /** Written with all that this command makes of the record. */
  parent_told: (_work, held, _instance, { parent, outcome }) => {
    held.told = { call: parent.call, outcome };
  },
  suspended: (work, held, instance) => governAll(work, held, instance, 'suspend'),
  resumed: (work, held, instance) => {
    work.writes.patch(tables.instance, instance.id, { parent_paused: null });
    governAll(work, held, instance, 'resume');
  },
  incident: (work, held, _instance, { node, code, params }) =>
    notifyIncident(work, held, { node, code, params: params ?? {} }),
};

/** Whoever was named is away: in whose place it is had, and why. */
function inPlaceOf(standsFor: string | undefined, why: Why | undefined): Record<string, unknown> {
  return { ...(standsFor === undefined ? {} : { stands_for: standsFor }), ...(why ? { why } : {}) };
}

/** Nothing to wait for with most events. */
export function effect(work: Work, held: Held, instance: HeldInstance, event: FlowEvent): void | Promise<void> {
  const run = effects[event.type] as Effect<FlowEvent['type']> | undefined;
  return run?.(work, held, instance, event as never);
}

/** Of this token only: a row for each of several may be at the same node, each with a deadline of its own. */
function openTasks(instance: HeldInstance, token: number): string[] {
  return (instance.state?.tasks ?? []).filter((task) => task.token === token).map(({ id }) => id);
}

/** What every task has; a copy has no more. */
function taskRow(
  work: Work,
  held: Held,
  instance: HeldInstance,
  { task, node, assignee }: { task: string; node: string; assignee?: string },
): Record<string, unknown> {
  return {
    id: task,
    instance: instance.id,
    app: held.app.key,
    form: held.form.key,
    record: held.head.id,
    flow: instance.flow,
    node,
    kind: 'copy',
    assignee: assignee ?? null,
    status: 'open',
    created_at: work.now,
    overdue: false,
  };
}
