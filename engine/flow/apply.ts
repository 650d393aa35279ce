import type { FlowEvent, FlowEventType, FlowState, Token } from './types.ts';

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
    const { token: id, node, scope, branch, at: enteredAt } = event;
    draft.tokens.push(tokenFrom({ id, node, scope, branch, enteredAt }));
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
    const { task: id, token, node, kind, assignee, role, having, separate, escalated } = event;
    const leftOut = role === undefined ? undefined : separate;
    draft.tasks.push({ id, token, node, kind, assignee, role, having, separate: leftOut, escalated });
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
    token.timers = Object.keys(timers).length > 0 ? timers : undefined;
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
    if (token) token.call = undefined;
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
    if (token) token.incident = undefined;
  },
  cancelled(draft) {
    draft.status = 'cancelled';
  },
  ended(draft) {
    draft.status = 'ended';
  },
};

/**
 * Every token has every property, in this order, undefined where it has nothing: JSON leaves those out, and the engine
 * that runs us handles objects of one shape two times faster than objects to which properties are added and deleted.
 */
function tokenFrom(token: Token): Token {
  return {
    id: token.id,
    node: token.node,
    scope: token.scope,
    branch: token.branch,
    enteredAt: token.enteredAt,
    dueAt: token.dueAt,
    overdue: token.overdue,
    timers: token.timers,
    votes: token.votes,
    call: token.call,
    step: token.step,
    incident: token.incident,
  };
}

/** A copy to write to. Tokens are written to in place; what else is in the lists is replaced, never changed. */
export function draftOf(state: FlowState): FlowState {
  return {
    status: state.status,
    state: state.state,
    seq: state.seq,
    last: state.last,
    initiator: state.initiator,
    startedAt: state.startedAt,
    tokens: state.tokens.map(tokenFrom),
    scopes: state.scopes.slice(),
    tasks: state.tasks.slice(),
    passed: state.passed,
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
