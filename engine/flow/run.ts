import type { Env, Facts, Json } from '../expression/index.ts';
import type { ResolvedAction } from '../rule/types.ts';
import { applyTo, draftOf, firstState } from './apply.ts';
import type { CompiledFlow, CompiledNode } from './compile.ts';
import type { FlowEvent, FlowEventData, FlowInputs, FlowState, Need, RequestedAction, Token } from './types.ts';

/** Where a branch of a scope goes on: 0 is the outermost scope. */
export interface Thread {
  scope: number;
  branch: number;
}

/** Something still to be done in this step. */
export interface Job extends Thread {
  node: string;
}

/** Steps of one command; a flow that needs more goes round in a circle. */
export const stepLimit = 1000;

/** One command at work: a draft of the state, the events so far, the agenda, and the facts as this very step has changed them. */
export class Run {
  readonly compiled: CompiledFlow;
  readonly inputs: FlowInputs;
  readonly events: FlowEvent[] = [];
  readonly actions: RequestedAction[] = [];
  readonly needs: Need[] = [];
  readonly jobs: Job[] = [];
  /** Tasks given out in this step, by person: the next pick has to know. */
  readonly given = new Map<string, number>();
  facts: Record<string, Json>;
  steps = 0;
  private current: FlowState | undefined;

  constructor(compiled: CompiledFlow, state: FlowState | null, inputs: FlowInputs) {
    this.compiled = compiled;
    this.inputs = inputs;
    this.facts = { ...inputs.facts };
    this.current = state ? draftOf(state) : undefined;
  }

  get state(): FlowState {
    if (!this.current) throw new Error('Nothing has started yet.');
    return this.current;
  }

  get env(): Env {
    return this.inputs.env;
  }

  emit(data: FlowEventData): FlowEvent {
    const event = Object.assign({ seq: (this.current?.seq ?? 0) + 1, at: this.inputs.now }, data);
    if (event.type === 'started') this.current = firstState(event);
    else applyTo(this.state, event);
    this.events.push(event);
    return event;
  }

  /** The record's fields change, and what is decided after this sees it. */
  setFields(node: string, data: Record<string, Json>): void {
    if (Object.keys(data).length === 0) return;
    this.emit({ type: 'fields_set', node, data });
    Object.assign(this.facts, data);
  }

  setState(to: string | null): void {
    const from = this.state.state;
    if (from === to) return;
    this.emit({ type: 'state_changed', from, to });
    this.facts.state = to;
  }

  request(node: string, token: number, actions: { step: number; action: ResolvedAction }[]): void {
    if (actions.length === 0) return;
    const { seq } = this.emit({ type: 'actions_requested', token, node, steps: actions.map(({ step }) => step) });
    for (const { step, action } of actions) this.actions.push({ seq, node, step, action });
  }

  nextLocalId(): number {
    return this.state.last + 1;
  }

  node(key: string): CompiledNode {
    const node = this.compiled.nodes.get(key);
    if (!node) throw new Error(`Flow '${this.compiled.flow.key}' has no node '${key}'.`);
    return node;
  }

  token(id: number): Token | undefined {
    return this.state.tokens.find((token) => token.id === id);
  }

  /** Facts for an expression: with more names than the record has. */
  factsWith(more: Record<string, Json>): Facts {
    return { ...this.facts, ...more };
  }

  need(need: Need): void {
    this.needs.push(need);
  }
}
