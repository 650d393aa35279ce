import type { Knex } from 'knex';
import { takeTurn } from '../connectors/rate-limit.ts';
import { Refusal } from '../door/refusal.ts';

const QUARTER_HOUR_MS = 15 * 60_000;
/** Guesses at one login, order or phone number, and from one address, in a quarter of an hour; over all processes. */
const PER_TARGET = { calls: 10, perMs: QUARTER_HOUR_MS };
const PER_ADDRESS = { calls: 100, perMs: QUARTER_HOUR_MS };

/**
 * Counts guesses. A right one is given back, so that only wrong ones count; the turn is taken first, because guesses that
 * come at the same time must not pass together.
 */
export class Attempts {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async guard<T>(
    kind: string,
    target: string,
    ip: string,
    guess: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const keys = [`${kind}:${target}`, `${kind}-from:${ip}`] as const;
    const wait = Math.max(
      await takeTurn(this.#knex, keys[0], PER_TARGET),
      await takeTurn(this.#knex, keys[1], PER_ADDRESS),
    );
    if (wait > 0) throw tooMany(wait);
    const result = await guess();
    if (result !== undefined) await this.#giveBack(keys);
    return result;
  }

  async #giveBack(keys: readonly string[]): Promise<void> {
    await this.#knex('engine.rate_limit')
      .whereIn('key', keys)
      .update({ calls: this.#knex.raw('calls[1:cardinality(calls) - 1]') });
  }
}

function tooMany(waitMs: number): Refusal {
  const minutes = Math.ceil(waitMs / 60_000);
  return new Refusal(
    'too_many_attempts',
    { 'zh-CN': '尝试次数过多，已暂停。', en: 'There were too many attempts.' },
    {
      status: 429,
      cure: { 'zh-CN': `请在 ${minutes} 分钟后再试。`, en: `Try again in ${minutes} minutes.` },
    },
  );
}
