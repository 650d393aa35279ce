import type { Env, Facts, Json } from '../expression/index.ts';
import type { ResolvedAction } from '../rule/types.ts';
import { applyTo } from './apply.ts';
import type { CompiledFlow, CompiledNode } from './compile.ts';
import { rowFacts, withRowIds } from './rows.ts';
import { draftOf, firstState } from './shape.ts';
import type { FlowEvent, FlowEventData, FlowInputs, FlowState, Need, RequestedAction, Resume, Token } from './types.ts';

/** Where a branch of a scope goes on: 0 is the outermost scope. */
export interface Thread {
  scope: number;
  branch: number;
}

/** Something still to be done in this step. */
export interface Job extends Thread {
  node: string;
  /** It is a return that brings it there. */
  back?: true;
  resume?: Resume;
  left?: number;
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
  private readonly given: Record<string, number> = {};
  steps = 0;
  private current: FlowState | undefined;
  private known: Facts;
  /** What this step has changed and `known` does not hold yet: most steps ask no condition, and copy no record. */
  private changed: Record<string, Json> | undefined;
  /** All that this step has set; what is worked out from it is asked for when something reads it. */
  private written: Record<string, Json> | undefined;
  private isSettled = true;

  constructor(compiled: CompiledFlow, state: FlowState | null, inputs: FlowInputs) {
    this.compiled = compiled;
    this.inputs = inputs;
    this.known = inputs.facts;
    this.current = state ? draftOf(state) : undefined;
  }

  get state(): FlowState {
    if (!this.current) throw new Error('Nothing has started yet.');
    return this.current;
  }

  /** Nothing more can happen. */
  get isOver(): boolean {
    const { status } = this.state;
    return status === 'ended' || status === 'cancelled';
  }

  /** The row that this thread is about, for what is asked next. */
  focus(thread: Thread): void {
    if (!this.compiled.hasRows) return;
    const facts = rowFacts(this.compiled, this.state, this.facts, thread);
    this.learn('row', facts?.row ?? null);
    this.learn('row_number', facts?.row_number ?? null);
  }

  dropJobs(isGone: (job: Job) => boolean): void {
    for (let index = this.jobs.length - 1; index >= 0; index -= 1) {
      const job = this.jobs[index];
      if (job && isGone(job)) this.jobs.splice(index, 1);
    }
  }

  get env(): Env {
    return this.inputs.env;
  }

  /** The record's facts as they are now. */
  get facts(): Facts {
    if (!this.isSettled) this.settle();
    if (this.changed) {
      this.known = { ...this.known, ...this.changed };
      this.changed = undefined;
    }
    return this.known;
  }

  /** Formulas that read what was set give what they give then. */
  private settle(): void {
    this.isSettled = true;
    const { settled } = this.inputs;
    if (!settled || !this.written) return;
    const set = this.written;
    const state = this.current?.state ?? null;
    const facts = settled(set, state);
    if (facts === undefined) {
      this.need({ kind: 'settled', set, state });
      return;
    }
    const around = Object.entries(this.changed ?? {}).filter(([name]) => !Object.hasOwn(set, name));
    this.known = { ...this.known, ...facts };
    this.changed = Object.fromEntries(around);
  }

  learn(name: string, value: Json): void {
    this.changed ??= {};
    this.changed[name] = value;
  }

  /** Takes the event over as it is: a copy of each would cost more than all the rest of the step. */
  emit(data: FlowEventData): FlowEvent {
    const event = data as FlowEvent;
    event.seq = (this.current?.seq ?? 0) + 1;
    event.at = this.inputs.now;
    if (event.type === 'started') this.current = firstState(event);
    else applyTo(this.state, event);
    this.events.push(event);
    return event;
  }

  /** The record's fields change, and what is decided after this sees it. */
  setFields(node: string, given: Record<string, Json>): void {
    if (Object.keys(given).length === 0) return;
    const data = withRowIds(this.compiled.context.scope, given, this.inputs.nextId);
    this.emit({ type: 'fields_set', node, data });
    for (const [name, value] of Object.entries(data)) this.learn(name, value);
    this.written = { ...this.written, ...data };
    this.isSettled = false;
  }

  setState(to: string | null): void {
    const from = this.state.state;
    if (from === to) return;
    this.emit({ type: 'state_changed', from, to });
    this.learn('state', to);
  }

  /** The case is over. Whoever waits for it is told how. */
  end(node: string, state: string): void {
    this.setState(state);
    this.emit({ type: 'ended', node, state });
    this.tellParent(state);
  }

  tellParent(outcome: string): void {
    const { parent } = this.state;
    if (parent) this.emit({ type: 'parent_told', parent, outcome });
  }

  request(node: string, token: number, actions: { step: number; action: ResolvedAction }[], undo?: true): void {
    if (actions.length === 0) return;
    const event: FlowEventData = { type: 'actions_requested', token, node, steps: actions.map(({ step }) => step) };
    if (undo) event.undo = true;
    const { seq } = this.emit(event);
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

  givenTo(user: string): number {
    return this.given[user] ?? 0;
  }

  give(user: string): void {
    this.given[user] = this.givenTo(user) + 1;
  }

  /** Facts for an expression: with more names than the record has. */
  factsWith(more: Record<string, Json>): Facts {
    return { ...this.facts, ...more };
  }

  need(need: Need): void {
    this.needs.push(need);
  }
}
