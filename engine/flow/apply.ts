import type { FlowEvent, FlowEventType, FlowState, OpenTask, Token } from './types.ts';

type Applier<T extends FlowEventType> = (draft: FlowState, event: Extract<FlowEvent, { type: T }>) => void;

const tokenOf = (draft: FlowState, id: number): Token | undefined => draft.tokens.find((token) => token.id === id);

function without<T extends { id: string | number }>(list: T[], id: string | number): void {
  const index = list.findIndex((item) => item.id === id);
  if (index < 0) return;
  if (index === list.length - 1) list.pop();
  else list.splice(index, 1);
}

function assign(draft: FlowState, id: string, assignee: string): void {
  const index = draft.tasks.findIndex((task) => task.id === id);
  const task = draft.tasks[index];
  if (task) draft.tasks[index] = { ...task, assignee };
}

function removeToken(draft: FlowState, id: number): void {
  without(draft.tokens, id);
}

/** Only these change a state. What is not listed is history: it changes nothing that the flow decides by. */
const appliers: { [T in FlowEventType]?: Applier<T> } = {
  node_entered(draft, event) {
    draft.last = event.token;
    draft.tokens.push({
      id: event.token,
      node: event.node,
      scope: event.scope,
      branch: event.branch,
      enteredAt: event.at,
    });
  },
  node_left(draft, event) {
    removeToken(draft, event.token);
    if (!event.by) return;
    const passed = { ...draft.passed };
    passed[event.node] = { by: event.by, seq: event.seq };
    draft.passed = passed;
  },
  node_cancelled(draft, event) {
    removeToken(draft, event.token);
  },
  scope_opened(draft, event) {
    draft.last = event.scope;
    const { scope, split, count, parent, branch } = event;
    draft.scopes.push({ id: scope, split, count, arrived: [], scope: parent, branch });
  },
  branch_joined(draft, event) {
    removeToken(draft, event.token);
    const index = draft.scopes.findIndex((scope) => scope.id === event.scope);
    const scope = draft.scopes[index];
    if (scope) draft.scopes[index] = { ...scope, arrived: [...scope.arrived, event.branch] };
  },
  scope_closed(draft, event) {
    without(draft.scopes, event.scope);
  },
  task_created(draft, event) {
    const task: OpenTask = { id: event.task, token: event.token, node: event.node, kind: event.kind };
    if (event.assignee !== undefined) task.assignee = event.assignee;
    if (event.role !== undefined) task.role = event.role;
    if (event.having !== undefined) task.having = event.having;
    if (event.separate !== undefined && event.role !== undefined) task.separate = event.separate;
    if (event.escalated) task.escalated = true;
    draft.tasks.push(task);
  },
  task_claimed(draft, event) {
    assign(draft, event.task, event.by);
  },
  task_transferred(draft, event) {
    assign(draft, event.task, event.to);
  },
  task_completed(draft, event) {
    without(draft.tasks, event.task);
    const token = tokenOf(draft, event.token);
    if (!token || event.kind !== 'work') return;
    const vote = { by: event.by, outcome: event.outcome };
    token.votes = token.votes ? [...token.votes, vote] : [vote];
  },
  task_cancelled(draft, event) {
    without(draft.tasks, event.task);
  },
  deadline_set(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token) token.dueAt = event.dueAt;
  },
  timer_set(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token) token.timers = { ...token.timers, [event.kind]: event.timer };
  },
  timer_cleared(draft, event) {
    const token = tokenOf(draft, event.token);
    if (!token?.timers) return;
    const { [event.kind]: _gone, ...timers } = token.timers;
    if (Object.keys(timers).length > 0) token.timers = timers;
    else delete token.timers;
  },
  overdue(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token) token.overdue = true;
  },
  state_changed(draft, event) {
    draft.state = event.to;
  },
  call_requested(draft, event) {
    const token = tokenOf(draft, event.token);
    if (!token) return;
    token.call = event.call;
    token.step = event.step;
  },
  called(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token) delete token.call;
  },
  returned(draft, event) {
    const passed = { ...draft.passed };
    for (const node of event.undone) {
      const before = passed[node];
      if (before) passed[node] = { ...before, undone: true };
    }
    draft.passed = passed;
  },
  incident(draft, event) {
    const token = tokenOf(draft, event.token);
    if (!token) return;
    token.incident = event.outcome === undefined ? { code: event.code } : { code: event.code, outcome: event.outcome };
  },
  retried(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token) delete token.incident;
  },
  cancelled(draft) {
    draft.status = 'cancelled';
  },
  ended(draft) {
    draft.status = 'ended';
  },
};

/** A copy to write to. Tokens are written to in place; what else is in the lists is replaced, never changed. */
export function draftOf(state: FlowState): FlowState {
  return {
    ...state,
    tokens: state.tokens.map((token) => ({ ...token })),
    scopes: state.scopes.slice(),
    tasks: state.tasks.slice(),
  };
}

export function firstState(event: Extract<FlowEvent, { type: 'started' }>): FlowState {
  return {
    status: 'running',
    state: null,
    seq: event.seq,
    last: 0,
    initiator: event.initiator,
    startedAt: event.at,
    tokens: [],
    scopes: [],
    tasks: [],
    passed: {},
  };
}

/** Writes an event into a draft; the one place where state changes. */
export function applyTo(draft: FlowState, event: FlowEvent): void {
  draft.seq = event.seq;
  // The table pairs each type with its own event, which the compiler cannot follow through an index.
  const applier = appliers[event.type] as Applier<FlowEventType> | undefined;
  applier?.(draft, event);
}

export function apply(state: FlowState | null, event: FlowEvent): FlowState {
  const next = evolve(state, [event]);
  if (!next) throw new Error(`An instance begins with 'started', not with '${event.type}'.`);
  return next;
}

/** Replays events; null where nothing has begun. */
export function evolve(state: FlowState | null, events: readonly FlowEvent[]): FlowState | null {
  let draft = state ? draftOf(state) : null;
  for (const event of events) {
    if (event.type === 'started') draft = firstState(event);
    else if (draft) applyTo(draft, event);
  }
  return draft;
}
