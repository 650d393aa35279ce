import { createChallenge, verifySolution } from 'altcha-lib/v1';
import type { Knex } from 'knex';
import type { PublicChallenge } from '../../wire.ts';
import { digest } from '../access/digest.ts';
import type { Clock } from '../clock.ts';
import { Refusal } from '../door/refusal.ts';

/** SHA-256s that a browser tries at most: a second or less on a phone. */
const WORK = 30_000;
const LIFE_MS = 20 * 60_000;

/** Proof of work, self-hosted: nobody is followed by somebody else's widget, and nothing is asked of people. */
export class Challenges {
  readonly #knex: Knex;
  readonly #clock: Clock;
  readonly #key: string;

  constructor(knex: Knex, clock: Clock, key: Buffer) {
    this.#knex = knex;
    this.#clock = clock;
    this.#key = key.toString('hex');
  }

  async make(place: string): Promise<PublicChallenge> {
    const made = await createChallenge({
      hmacKey: this.#key,
      maxNumber: WORK,
      expires: new Date(this.#clock.now().getTime() + LIFE_MS),
      params: { place },
    });
    return { ...made, maxnumber: WORK };
  }

  /** Throws unless it is solved, for this place, in time, and for the first time. */
  async redeem(place: string, solution: string): Promise<void> {
    const params = paramsOf(solution);
    const expires = Number(params?.get('expires')) * 1000;
    const isFor = params?.get('place') === place && expires > this.#clock.now().getTime();
    // The clock is ours, so that a test's clock counts too.
    if (!isFor || !(await verifySolution(solution, this.#key, false))) throw unsolved();
    const { rowCount } = await this.#knex.raw<{ rowCount: number }>(
      'insert into engine.used_once (key, expires_at) values (?, ?) on conflict do nothing',
      [`challenge:${digest(solution)}`, new Date(expires)],
    );
    if (rowCount !== 1) throw unsolved();
  }
}

/** The solution is base64 of JSON with the challenge's salt, whose query holds what it was made for. */
function paramsOf(solution: string): URLSearchParams | undefined {
  try {
    const { salt } = JSON.parse(Buffer.from(solution, 'base64').toString('utf8')) as { salt?: unknown };
    return typeof salt === 'string' ? new URLSearchParams(salt.split('?')[1] ?? '') : undefined;
  } catch {
    // Not JSON: no solution.
    return undefined;
  }
}

function unsolved(): Refusal {
  return new Refusal(
    'challenge_unsolved',
    { 'zh-CN': '安全校验没有通过或已过期。', en: 'The security check has failed or is too old.' },
    { status: 403, cure: { 'zh-CN': '请重新提交一次。', en: 'Submit once more.' } },
  );
}
