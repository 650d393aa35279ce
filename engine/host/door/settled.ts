import type { Facts } from '../../expression/index.ts';
import { withAssigned } from '../../form/index.ts';
import type { Values } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import { isJudged, take } from './assign.ts';
import { factsOf } from './facts.ts';
import type { Held } from './held.ts';
import { judge } from './judge.ts';
import type { Work } from './work.ts';

/**
 * The record as the steps of one decision make it, one after the other: what a step sets is worked out again for the next,
 * and what the last has made is taken as it is.
 */
export class Settled {
  readonly #work: Work;
  readonly #held: Held;
  readonly #actor: Actor;
  readonly #known = new Map<string, Values>();

  constructor(work: Work, held: Held, actor: Actor) {
    this.#work = work;
    this.#held = held;
    this.#actor = actor;
  }

  /** Undefined where something has to be read first. */
  facts(set: Values, state: string | null): Facts | undefined {
    const values = this.#known.get(keyOf(set, state)) ?? this.#plain(set, state);
    return values && factsOf(this.#work, this.#at(values, state), this.#actor);
  }

  async learn(set: Values, state: string | null): Promise<void> {
    const ask = { mode: 'update' as const, data: {}, assigned: set, mayAll: true };
    const { values } = await judge(this.#work, this.#at(this.#held.values, state), ask);
    this.#known.set(keyOf(set, state), values);
  }

  /** Whether the record is that by now: nobody had to ask for it where no step read what was set. */
  take(set: Values, state: string | null): boolean {
    const values = this.#known.get(keyOf(set, state));
    if (values === undefined) return false;
    this.#held.judged = { values, state };
    take(this.#work, this.#held, values);
    return true;
  }

  #plain(set: Values, state: string | null): Values | undefined {
    const held = this.#held;
    if (!isJudged(held) || held.head.state !== state) return undefined;
    return withAssigned(held.form.compiled, held.values, set);
  }

  /** What is looked at beforehand changes nothing of the record itself. */
  #at(values: Values, state: string | null): Held {
    const { head } = this.#held;
    return { ...this.#held, values, head: { ...head, state } };
  }
}

function keyOf(set: Values, state: string | null): string {
  return JSON.stringify([state, set]);
}
