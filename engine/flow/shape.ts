import type { FlowEvent, FlowState, Token } from './types.ts';

/**
 * Every token has every property, in this order, undefined where it has nothing: JSON leaves those out, and the engine
 * that runs us handles objects of one shape two times faster than objects to which properties are added and deleted.
 */
export function blank(token: Token): Token {
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
    held: token.held,
    queue: token.queue,
    back: token.back,
    resume: token.resume,
    left: token.left,
    pausedAt: token.pausedAt,
    shift: token.shift,
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
    tokens: state.tokens.map(blank),
    scopes: state.scopes.slice(),
    tasks: state.tasks.slice(),
    passed: state.passed,
    chosen: state.chosen,
    parent: state.parent,
    urgedAt: state.urgedAt,
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
    chosen: event.chosen,
    parent: event.parent,
    urgedAt: undefined,
  };
}
