import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { Connections } from '../door/connections.ts';
import type { Notice } from '../door/notice.ts';
import { testDatabase } from '../testing/database.ts';
import { EXPENSES, stage } from '../testing/stage.ts';
import { Timers } from './timers.ts';

test('what a clock cannot do is told to the screens of the administrators, and so is that it was done after all', async () => {
  const the = await stage(await testDatabase(), EXPENSES, undefined, '2026-03-02T01:00:00.000Z');
  const { database, door } = the.host;
  const said: Notice[] = [];
  let isBroken = true;
  const timers = new Timers({
    sql: new Connections(database.knex),
    door,
    clock: the.clock,
    kinds: {
      chore: async ({ id }) => {
        if (isBroken) throw new Error('The shop is closed.');
        await database.knex('engine.timer').where({ id }).delete();
      },
    },
    announce: (notices) => said.push(...notices),
    log: () => undefined,
  });
  const now = the.clock.now();
  const timer = { id: randomUUID(), app: the.app, kind: 'chore', due_at: now, next_at: now, data: '{}' };
  await database.knex('engine.timer').insert(timer);
  await timers.drain();
  expect(said).toEqual([{ kind: 'incident', app: the.app }]);
  isBroken = false;
  the.clock.moveTo(new Date(now.getTime() + 3_600_000));
  await timers.drain();
  expect(said).toHaveLength(2);
  await timers.drain();
  expect(said).toHaveLength(2);
});
