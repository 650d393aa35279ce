import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { EXPENSES, type Stage, stage } from '../testing/stage.ts';
import { withWish } from '../testing/wish.ts';
import { withPeople } from './chosen.ts';

let the: Stage;

beforeAll(async () => {
  the = await stage(await testDatabase(), EXPENSES, undefined, undefined, withWish);
});

describe('a play of a flow whose people whoever begins chooses', () => {
  const submit = (sum: number, more: object = {}) =>
    withPeople({ host: the.host, app: { key: the.app } }, { as: 'eve', submit: 'wish', data: { sum }, ...more });

  it('takes the first who may be chosen for each step that it comes to, and says so in the step', async () => {
    expect((await submit(1)).chosen).toEqual({ grant: ['max'] });
    expect((await submit(500)).chosen).toEqual({ second: ['emil'], grant: ['max'] });
  });

  it('leaves what is said as it is, and who may not submit to the step itself', async () => {
    expect((await submit(1, { chosen: { grant: ['mia'] } })).chosen).toEqual({ grant: ['mia'] });
    expect((await submit(1, { as: 'cara' })).chosen).toBeUndefined();
  });
});
