import type { FlowEvent, Why } from '../../flow/index.ts';
import type { Json } from '../../wire.ts';

/** A task as its history makes it: what the row in engine.task has to say. */
export interface ToldTask {
  id: string;
  token: number;
  node: string;
  status: 'open' | 'done' | 'cancelled';
  assignee: string | null;
  role: string | null;
  having: Record<string, Json> | null;
  separate: string[] | null;
  due_at: string | null;
  overdue: boolean;
  outcome: string | null;
  by: string | null;
  reason: string | null;
  created_at: string;
  done_at: string | null;
  why: Why;
  /** Whom a proxy stands in for. */
  stands_for: string | null;
}

export interface ToldTimer {
  id: string;
  kind: string;
  due_at: string;
  token: number;
  node: string;
}

export interface Told {
  tasks: Map<string, ToldTask>;
  timers: Map<string, ToldTimer>;
}

type Teller<T extends FlowEvent['type']> = (told: Told, event: Extract<FlowEvent, { type: T }>) => void;

function change(told: Told, id: string, more: Partial<ToldTask>): void {
  const task = told.tasks.get(id);
  if (task) told.tasks.set(id, { ...task, ...more });
}

/** Whoever was named is away: in whose place it is had, and why. */
function inPlaceOf(standsFor: string | undefined, why: Why | undefined): Partial<ToldTask> {
  return { ...(standsFor === undefined ? {} : { stands_for: standsFor }), ...(why ? { why } : {}) };
}

function late({ tasks }: Told, ids: readonly string[]): void {
  for (const id of ids) {
    const task = tasks.get(id);
    if (task?.status === 'open') task.overdue = true;
  }
}

/** As engine/host/door/effects.ts writes rows; a copy that somebody only reads is in no history of a flow's state. */
const tellers: { [T in FlowEvent['type']]?: Teller<T> } = {
  task_created({ tasks }, event) {
    tasks.set(event.task, {
      id: event.task,
      token: event.token,
      node: event.node,
      status: 'open',
      assignee: event.assignee ?? null,
      role: event.role ?? null,
      having: event.having ?? null,
      separate: event.separate ?? null,
      due_at: event.dueAt ?? null,
      overdue: false,
      outcome: null,
      by: null,
      reason: null,
      created_at: event.at,
      done_at: null,
      why: event.why,
      stands_for: event.standsFor ?? null,
    });
  },
  task_claimed: (told, { task, by }) => change(told, task, { assignee: by }),
  task_unclaimed: (told, { task, role }) => change(told, task, { assignee: null, role }),
  task_transferred: (told, { task, to, standsFor, why }) =>
    change(told, task, { assignee: to, role: null, ...inPlaceOf(standsFor, why) }),
  // Whose it is by their own right is no group's any more.
  task_handed_over: (told, { task, to, owner, standsFor, why }) =>
    owner ? undefined : change(told, task, { assignee: to, why, ...(standsFor ? { stands_for: standsFor } : {}) }),
  task_delegated: (told, { task, to }) => change(told, task, { assignee: to, role: null }),
  task_handed_back: (told, { task, to, standsFor, why }) =>
    change(told, task, { assignee: to, ...inPlaceOf(standsFor, why) }),
  task_completed: (told, { task, outcome, by, reason = null, at }) =>
    change(told, task, { status: 'done', outcome, by, reason, done_at: at }),
  task_cancelled: (told, { task, at }) => change(told, task, { status: 'cancelled', done_at: at }),
  deadline_set({ tasks }, { token, dueAt }) {
    for (const task of tasks.values()) if (task.token === token && task.status === 'open') task.due_at = dueAt;
  },
  overdue: (told, { tasks }) => late(told, tasks),
  escalated: (told, { tasks }) => late(told, tasks),
  timer_set: ({ timers }, { timer: id, kind, due: due_at, token, node }) =>
    void timers.set(id, { id, kind, due_at, token, node }),
  timer_cleared: ({ timers }, { timer }) => void timers.delete(timer),
};

/** Tasks and timers, from the history alone. */
export function rowsOf(events: readonly FlowEvent[]): Told {
  const told: Told = { tasks: new Map(), timers: new Map() };
  for (const event of events) {
    const tell = tellers[event.type] as Teller<FlowEvent['type']> | undefined;
    tell?.(told, event);
  }
  return told;
}
