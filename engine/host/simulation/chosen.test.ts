import { beforeAll, describe, expect, it } from 'vitest';
import { personActor } from '../scenario/person.ts';
import { StoryRecords } from '../scenario/records.ts';
import { testDatabase } from '../testing/database.ts';
import { EXPENSES, type Stage, stage } from '../testing/stage.ts';
import { withWish } from '../testing/wish.ts';
import { choicesFor, choosableFor } from './chosen.ts';
import type { Place } from './picture.ts';

let the: Stage;
let place: Place;

beforeAll(async () => {
  the = await stage(await testDatabase(), EXPENSES, undefined, undefined, withWish);
  place = { host: the.host, app: { key: the.app }, story: { records: new StoryRecords() } } as unknown as Place;
});

describe('a flow whose people whoever begins chooses', () => {
  const eyes = async () => ({
    actor: await personActor(the.host, the.app, 'eve'),
    at: '/somewhere/as/eve',
    locale: 'en' as const,
  });

  it('proposes the first who may be chosen for each step that it comes to, by login', async () => {
    const asked = await choicesFor(place, 'wish', { sum: 500 }, await eyes());
    expect(asked).toMatchObject([
      { node: 'tell', chosen: [] },
      { node: 'second', among: '/somewhere/as/eve/forms/wish/choices/second', chosen: [{ value: 'emil' }] },
      { node: 'grant', chosen: [{ value: 'max' }] },
    ]);
    expect(await choicesFor(place, 'wish', { sum: 1 }, await eyes())).toHaveLength(2);
  });

  it('others are found by name, and are logins too', async () => {
    const order = { form: 'wish', node: 'grant', search: 'mia' };
    expect(await choosableFor(place, order, await eyes())).toMatchObject([{ value: 'mia' }]);
  });
});
