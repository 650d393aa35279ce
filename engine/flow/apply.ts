import { blank, draftOf, firstState } from './shape.ts';
import type { FlowEvent, FlowEventType, FlowState, OpenScope, OpenTask, Passed, Token, Vote } from './types.ts';

type Applier<T extends FlowEventType> = (draft: FlowState, event: Extract<FlowEvent, { type: T }>) => void;

const tokenOf = (draft: FlowState, id: number): Token | undefined => draft.tokens.find((token) => token.id === id);

function without<T extends { id: string | number }>(list: T[], id: string | number): void {
  const index = list.findIndex((item) => item.id === id);
  if (index < 0) return;
  if (index === list.length - 1) list.pop();
  else list.splice(index, 1);
}

function patchTask(draft: FlowState, id: string, more: Partial<OpenTask>): void {
  const index = draft.tasks.findIndex((task) => task.id === id);
  const task = draft.tasks[index];
  if (task) draft.tasks[index] = { ...task, ...more };
}

function patchScope(draft: FlowState, id: number, change: (scope: OpenScope) => Partial<OpenScope>): void {
  const index = draft.scopes.findIndex((scope) => scope.id === id);
  const scope = draft.scopes[index];
  if (scope) draft.scopes[index] = { ...scope, ...change(scope) };
}

function undo(draft: FlowState, nodes: readonly string[]): void {
  const passed = { ...draft.passed };
  for (const node of nodes) {
    const before = passed[node];
    if (before) passed[node] = { ...before, undone: true };
  }
  draft.passed = passed;
}

/** Who of those that completed a node agreed to what it asked. */
function agreedIn(votes: Token['votes'], by: readonly string[]): Passed['agreed'] {
  const agreed = [...new Set((votes ?? []).filter((vote) => vote.outcome === 'approved').map((vote) => vote.by))];
  if (agreed.length === 0) return undefined;
  return agreed.length === by.length ? true : agreed;
}

/** Those in whose place others voted. */
function representedIn(votes: Token['votes']): string[] {
  return [...new Set((votes ?? []).flatMap(({ standsFor }) => standsFor ?? []))];
}

function removeToken(draft: FlowState, id: number): void {
  without(draft.tokens, id);
}

/** Who leaves it to a proxy stays the one whose task it is. */
const standing = (standsFor: string | undefined): Partial<OpenTask> => (standsFor === undefined ? {} : { standsFor });

function chosenInstead(
  chosen: Record<string, string[]>,
  from: string,
  to: string,
  nodes: readonly string[],
): Record<string, string[]> {
  const entries = Object.entries(chosen).map(([node, people]): [string, string[]] => {
    if (!nodes.includes(node)) return [node, people];
    return [node, [...new Set(people.map((id) => (id === from ? to : id)))]];
  });
  return Object.fromEntries(entries);
}

/** Only these change a state. What is not listed is history: it changes nothing that the flow decides by. */
const appliers: { [T in FlowEventType]?: Applier<T> } = {
  node_entered(draft, event) {
    draft.last = event.token;
    const { token: id, node, scope, branch, at: enteredAt, back, resume, left } = event;
    const token = blank({ id, node, scope, branch, enteredAt });
    token.back = back;
    token.resume = resume;
    token.left = left;
    draft.tokens.push(token);
  },
  node_left(draft, event) {
    const { by, outcome } = event;
    const cast = by && tokenOf(draft, event.token)?.votes;
    const votes = outcome === 'approved' ? cast : undefined;
    removeToken(draft, event.token);
    if (!by) return;
    const passed: Passed = { by, seq: event.seq };
    const standsFor = representedIn(cast);
    if (standsFor.length > 0) passed.standsFor = standsFor;
    const agreed = agreedIn(votes, by);
    if (agreed) passed.agreed = agreed;
    if (event.late) passed.late = event.late;
    draft.passed = { ...draft.passed, [event.node]: passed };
  },
  node_cancelled(draft, event) {
    removeToken(draft, event.token);
  },
  scope_opened(draft, event) {
    draft.last = event.scope;
    const { scope, split, count, parent, branch, rows, seq, ageless } = event;
    const opened: OpenScope = { id: scope, split, count, arrived: [], scope: parent, branch };
    if (!ageless) opened.seq = seq;
    if (rows) opened.rows = rows;
    draft.scopes.push(opened);
  },
  branch_joined(draft, event) {
    removeToken(draft, event.token);
    patchScope(draft, event.scope, ({ arrived }) => ({ arrived: [...arrived, event.branch] }));
  },
  branch_over(draft, event) {
    patchScope(draft, event.scope, ({ count }) => ({ count: count - 1 }));
  },
  race_won(draft, event) {
    patchScope(draft, event.scope, () => ({ count: 1 }));
  },
  scope_fired(draft, event) {
    patchScope(draft, event.scope, () => ({ fired: true }));
  },
  scope_grown(draft, event) {
    patchScope(draft, event.scope, ({ count, rows }) => ({
      count: count + event.rows.length,
      rows: [...(rows ?? []), ...event.rows],
    }));
  },
  scope_closed(draft, event) {
    without(draft.scopes, event.scope);
  },
  task_created(draft, event) {
    const { task: id, token, node, kind, assignee, role, having, separate, escalated, standsFor, added } = event;
    const leftOut = role === undefined ? undefined : separate;
    const task: OpenTask = { id, token, node, kind, assignee, role, having, separate: leftOut, escalated };
    if (standsFor !== undefined) task.standsFor = standsFor;
    if (added) task.added = added;
    draft.tasks.push(task);
  },
  task_claimed(draft, event) {
    patchTask(draft, event.task, { assignee: event.by });
  },
  task_unclaimed(draft, event) {
    patchTask(draft, event.task, { assignee: undefined });
  },
  task_transferred(draft, event) {
    patchTask(draft, event.task, { assignee: event.to, ...standing(event.standsFor) });
  },
  task_delegated(draft, event) {
    patchTask(draft, event.task, { assignee: event.to, owner: event.from });
  },
  task_handed_back(draft, event) {
    patchTask(draft, event.task, { assignee: event.to, owner: undefined, ...standing(event.standsFor) });
  },
  task_handed_over(draft, event) {
    if (event.owner) patchTask(draft, event.task, { owner: event.to });
    else patchTask(draft, event.task, { assignee: event.to, ...standing(event.standsFor) });
  },
  place_handed_over(draft, { from, to, nodes }) {
    for (const token of draft.tokens) {
      if (!token.queue || !nodes.includes(token.node)) continue;
      token.queue = token.queue.map((next) => (next.user === from ? { ...next, user: to } : next));
    }
    if (draft.chosen) draft.chosen = chosenInstead(draft.chosen, from, to, nodes);
  },
  task_completed(draft, event) {
    without(draft.tasks, event.task);
    const token = tokenOf(draft, event.token);
    if (!token || event.kind !== 'work') return;
    const vote: Vote = { by: event.by, outcome: event.outcome };
    if (event.standsFor !== undefined) vote.standsFor = event.standsFor;
    if (event.weight !== undefined) vote.weight = event.weight;
    if (event.added) vote.added = true;
    token.votes = token.votes ? [...token.votes, vote] : [vote];
  },
  task_cancelled(draft, event) {
    without(draft.tasks, event.task);
  },
  signer_added(draft, event) {
    const token = tokenOf(draft, event.token);
    if (!token || event.position !== 'after') return;
    token.queue = [...(token.queue ?? []), { user: event.to, by: event.by }];
  },
  signer_removed(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token?.queue) token.queue = token.queue.filter(({ user, by }) => user !== event.to || by === undefined);
  },
  queued(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token) token.queue = event.people;
  },
  next_asked(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token?.queue) token.queue = token.queue.slice(1);
  },
  held(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token) token.held = event.by;
  },
  released(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token) token.held = undefined;
  },
  deadline_paused(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token) token.pausedAt = event.at;
  },
  deadline_resumed(draft, event) {
    const token = tokenOf(draft, event.token);
    if (!token) return;
    token.pausedAt = undefined;
    token.shift = event.shift;
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
    undo(draft, event.undone);
  },
  taken_back(draft, event) {
    undo(draft, event.undone);
  },
  undone(draft, event) {
    undo(draft, event.nodes);
  },
  flow_requested(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token && event.waits) token.call = event.call;
  },
  flow_called_off(draft, event) {
    const token = tokenOf(draft, event.token);
    if (token) token.call = undefined;
  },
  chosen(draft, event) {
    draft.chosen = { ...draft.chosen, ...event.people };
  },
  urged(draft, event) {
    draft.urgedAt = event.at;
  },
  suspended(draft) {
    draft.status = 'suspended';
  },
  resumed(draft) {
    draft.status = 'running';
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
