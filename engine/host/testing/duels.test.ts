import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../history/verify.ts';
import { testDatabase } from './database.ts';
import { type Duelists, duelists, duels, fight } from './duels.ts';

const ROUNDS = 20;

let the: Duelists;

beforeAll(async () => {
  the = await duelists(await testDatabase());
});

afterAll(() => the.stop());

describe(`at the same instant on two servers, ${ROUNDS} rounds: one transition, and nobody sees an error`, () => {
  it.each(Object.keys(duels))('%s', async (name) => {
    const faults: string[] = [];
    for (let turn = 0; turn < ROUNDS; turn++) faults.push(...(await fight(the, name, turn)));
    expect(faults).toEqual([]);
  });

  it('after all of it every history is whole, and all that is stored is as it says', async () => {
    const faults: unknown[] = [];
    await verify(the.database.knex, {}, (fault) => faults.push(fault));
    expect(faults).toEqual([]);
  });
});
