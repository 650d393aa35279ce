import type { FlowEvent, FlowEventData, Hold, Why } from './types.ts';

/** Which branch of a split something belongs to; `number` counts from 0. */
export interface BranchAt {
  split: string;
  number: number;
  of: number;
  /** foreach: the id of its row. */
  row?: string;
}

/** A task of a stay: whose it is, or what they made of it. */
export interface StayTask {
  task: string;
  at: string;
  why: Why;
  status: 'open' | 'done' | 'cancelled';
  assignee?: string;
  role?: string;
  outcome?: string;
  by?: string;
  reason?: string;
  doneAt?: string;
  /** Why it was called off. */
  over?: Why;
}

export type StayStatus = 'current' | 'held' | 'incident' | 'left' | 'skipped' | 'returned' | 'cancelled';

/** One time that the flow stood at a node: from when to when, who did what, and how it went on. */
export interface Stay {
  node: string;
  token: number;
  seq: number;
  at: string;
  status: StayStatus;
  tasks: StayTask[];
  until?: string;
  branch?: BranchAt;
  /** It came here by a return. */
  back?: true;
  outcome?: string;
  by?: string[];
  why?: Why;
  held?: Hold;
  incident?: { code: string; outcome?: string };
  dueAt?: string;
  overdue?: true;
  /** It was left, and a return has taken that back. */
  undone?: true;
}

interface Scope {
  split: string;
  count: number;
  rows: string[];
}

type Of<T extends FlowEvent['type']> = Extract<FlowEvent, { type: T }>;

/** Reads the stays out of a history, oldest first. Pure: the same events always give the same. */
class Reader {
  readonly stays: Stay[] = [];
  private readonly open = new Map<number, Stay>();
  private readonly scopes = new Map<number, Scope>();
  private readonly tasks = new Map<string, StayTask>();

  read(event: FlowEvent): void {
    const reader = this.readers[event.type] as ((event: FlowEvent) => void) | undefined;
    reader?.(event);
  }

  private branchOf(scope: number, branch: number): BranchAt | undefined {
    const known = this.scopes.get(scope);
    if (!known) return undefined;
    const at: BranchAt = { split: known.split, number: branch, of: known.count };
    const row = known.rows[branch];
    return row === undefined ? at : { ...at, row };
  }

  private close(token: number, at: string, change: Partial<Stay>): void {
    const stay = this.open.get(token);
    if (!stay) return;
    Object.assign(stay, change, { until: at });
    delete stay.held;
    delete stay.incident;
    this.open.delete(token);
  }

  private patchTask(task: string, change: Partial<StayTask>): void {
    const known = this.tasks.get(task);
    if (known) Object.assign(known, change);
  }

  private takeBack(nodes: readonly string[]): void {
    for (const stay of this.stays) if (stay.status === 'left' && nodes.includes(stay.node)) stay.undone = true;
  }

  private entered(event: Of<'node_entered'>): void {
    const { node, token, seq, at, scope, branch, back } = event;
    const stay: Stay = { node, token, seq, at, status: 'current', tasks: [] };
    const where = this.branchOf(scope, branch);
    if (where) stay.branch = where;
    if (back) stay.back = true;
    this.open.set(token, stay);
    this.stays.push(stay);
  }

  private left(event: Of<'node_left'>): void {
    const { token, at, outcome, by, why, skipped } = event;
    const status: StayStatus = skipped ? 'skipped' : outcome === 'returned' ? 'returned' : 'left';
    this.close(token, at, { status, outcome, ...(by ? { by } : {}), ...(why ? { why } : {}) });
  }

  private gave(event: Of<'task_created'>): void {
    const { task, at, why, assignee, role, token, dueAt } = event;
    const made: StayTask = { task, at, why, status: 'open' };
    if (assignee !== undefined) made.assignee = assignee;
    if (role !== undefined) made.role = role;
    this.tasks.set(task, made);
    const stay = this.open.get(token);
    stay?.tasks.push(made);
    if (stay && dueAt !== undefined) stay.dueAt = dueAt;
  }

  private did(event: Of<'task_completed'>): void {
    const { task, outcome, by, reason, at } = event;
    this.patchTask(task, { status: 'done', outcome, by, doneAt: at, ...(reason === undefined ? {} : { reason }) });
  }

  private readonly readers: { [T in FlowEventData['type']]?: (event: Of<T>) => void } = {
    scope_opened: ({ scope, split, count, rows = [] }) => {
      this.scopes.set(scope, { split, count, rows: [...rows] });
    },
    scope_grown: ({ scope, rows }) => {
      const known = this.scopes.get(scope);
      if (!known) return;
      known.rows.push(...rows);
      known.count += rows.length;
    },
    node_entered: (event) => this.entered(event),
    node_left: (event) => this.left(event),
    node_cancelled: ({ token, at, why }) => this.close(token, at, { status: 'cancelled', why }),
    branch_joined: ({ token, at }) => this.close(token, at, { status: 'left' }),
    task_created: (event) => this.gave(event),
    task_claimed: ({ task, by }) => this.patchTask(task, { assignee: by }),
    task_unclaimed: ({ task }) => this.patchTask(task, { assignee: undefined }),
    task_transferred: ({ task, to }) => this.patchTask(task, { assignee: to }),
    task_delegated: ({ task, to }) => this.patchTask(task, { assignee: to }),
    task_handed_back: ({ task, to }) => this.patchTask(task, { assignee: to }),
    task_completed: (event) => this.did(event),
    task_cancelled: ({ task, why, at }) => this.patchTask(task, { status: 'cancelled', over: why, doneAt: at }),
    timer_set: ({ token, kind, due }) => {
      const stay = this.open.get(token);
      if (stay && kind === 'due') stay.dueAt = due;
    },
    deadline_set: ({ token, dueAt }) => {
      const stay = this.open.get(token);
      if (stay) stay.dueAt = dueAt;
    },
    overdue: ({ token }) => {
      const stay = this.open.get(token);
      if (stay) stay.overdue = true;
    },
    held: ({ token, by }) => {
      const stay = this.open.get(token);
      if (stay) Object.assign(stay, { status: 'held', held: by });
    },
    released: ({ token }) => this.stand(token),
    incident: ({ token, code, outcome }) => {
      const stay = this.open.get(token);
      const incident = outcome === undefined ? { code } : { code, outcome };
      if (stay) Object.assign(stay, { status: 'incident', incident });
    },
    retried: ({ token }) => this.stand(token),
    returned: ({ undone }) => this.takeBack(undone),
    taken_back: ({ undone }) => this.takeBack(undone),
    undone: ({ nodes }) => this.takeBack(nodes),
  };

  private stand(token: number): void {
    const stay = this.open.get(token);
    if (!stay) return;
    stay.status = 'current';
    delete stay.held;
    delete stay.incident;
  }
}

export function staysOf(events: readonly FlowEvent[]): Stay[] {
  const reader = new Reader();
  for (const event of events) reader.read(event);
  return reader.stays;
}
