import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HandOverPreview, HandOverView } from '../../wire.ts';
import { readAppFolder } from '../apps/folder.ts';
import { type Ask, type TestEdge, testEdge } from '../testing/edge.ts';
import { EXPENSES } from '../testing/stage.ts';
import { placesOf } from './mentions.ts';

let the: TestEdge;
const ask: Record<string, Ask> = {};
const id: Record<string, string> = {};

beforeAll(async () => {
  const { files } = await readAppFolder(EXPENSES);
  the = await testEdge(
    files.map((file) => ({ path: file.path, json: 'text' in file ? (JSON.parse(file.text) as unknown) : file.json })),
  );
  for (const login of ['eve', 'mia', 'max', 'ada']) ask[login] = await the.as(login);
  const rows = await the.database.knex('engine.app_user').select<{ id: string; login: string }[]>('id', 'login');
  for (const row of rows) id[row.login] = row.id;
});

const as = (login: string): Ask => {
  const found = ask[login];
  if (!found) throw new Error(`${login} is not signed in.`);
  return found;
};
const of = (login: string): string => id[login] ?? '';

/** A claim that waits for two signatures: Mia’s and Max’s. */
async function claim(): Promise<string> {
  const data = { project: 'P1', kind: 'travel', items: [{ what: 'Train', qty: 1, price: '6000.00' }] };
  const answer = await as('eve')('POST', '/api/apps/expenses/forms/claim/records', { command: randomUUID(), data });
  const record = answer.json<{ id: string }>().id;
  const task = await the.database.knex('engine.task').where({ record, status: 'open' }).first<{ id: string }>('id');
  const done = await as('mia')('POST', `/api/tasks/${task.id}/approve`, {
    command: randomUUID(),
  });
  expect(done.statusCode, done.body).toBe(200);
  return record;
}

const holders = async (record: string): Promise<string[]> => {
  const rows = await the.database
    .knex('engine.task as t')
    .join('engine.app_user as u', 'u.id', 't.assignee')
    .where({ record, status: 'open' })
    .orderBy('u.login')
    .select<{ login: string }[]>('u.login');
  return rows.map(({ login }) => login);
};

const move = (...to: string[]) => ({ app: 'expenses', flow: 'approval', node: 'two', to: to.map(of) });

const preview = async (person: string, ...to: string[]): Promise<HandOverPreview> => {
  const moves = to.length > 0 ? [move(...to)] : [];
  return (await as('ada')('POST', '/api/handovers/preview', { person: of(person), moves })).json();
};

const start = (person: string, to: string[], more: object = {}) =>
  as('ada')('POST', '/api/handovers', {
    command: randomUUID(),
    person: of(person),
    moves: [move(...to)],
    reason: 'Leaves the company',
    ...more,
  });

const view = async (job: string): Promise<HandOverView> => (await as('ada')('GET', `/api/handovers/${job}`)).json();

describe('handing over all work of somebody who leaves', () => {
  it('is seen beforehand: how much by step, who clashes, and where a definition names them', async () => {
    const records = [await claim(), await claim(), await claim()];
    expect(records).toHaveLength(3);
    const seen = await preview('mia');
    expect(seen.person).toMatchObject({ login: 'mia', disabled: false });
    expect(seen.groups).toMatchObject([{ node: 'two', tasks: 3, others: 0, clashes: [] }]);
    expect(seen.mentions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'definition',
          file: 'flows/approval.json',
          at: '/nodes/3/assignees/0/users/0',
        }),
        expect.objectContaining({ kind: 'department', at: 'office' }),
      ]),
    );
    // Max signs there himself.
    const clashing = await preview('mia', 'max');
    expect(clashing.groups[0]?.clashes).toHaveLength(3);
    expect(clashing.groups[0]?.clashes[0]).toMatchObject({
      code: 'asked_here_too',
      title: expect.stringMatching(/^EX/) as string,
    });
  });

  it('is an administrator’s alone, and needs a reason and people who work there', async () => {
    const order = { command: randomUUID(), person: of('mia'), moves: [move('cara')], reason: 'x' };
    expect((await as('mia')('POST', '/api/handovers', order)).statusCode).toBe(403);
    expect((await start('mia', ['cara'], { reason: ' ' })).json()).toMatchObject({
      error: { code: 'reason_required' },
    });
    expect((await start('mia', ['mia'])).json()).toMatchObject({ error: { code: 'receiver_self' } });
    const nobody = { moves: [{ ...move(), to: [randomUUID()] }] };
    expect((await start('mia', [], nobody)).json()).toMatchObject({ error: { code: 'receiver_not_in_app' } });
    expect((await start('mia', [])).json()).toMatchObject({ error: { code: 'nothing_to_hand_over' } });
  });

  it('goes on in the background, in turns, and tells by record what did not go over', async () => {
    const own = await claim();
    const open = (await preview('mia')).groups[0]?.tasks ?? 0;
    const begun = (await start('mia', ['cara', 'emil', 'max'])).json<HandOverView>();
    expect(begun).toMatchObject({ status: 'waiting', total: open });
    // While it runs there is no second one.
    expect((await start('mia', ['cara'])).json()).toMatchObject({ error: { code: 'hand_over_running' } });
    await the.host.settle();
    const done = await view(begun.id);
    expect(done).toMatchObject({ status: 'done', moved: open, refused: 0, reason: 'Leaves the company' });
    expect(await holders(own)).not.toContain('mia');
    const shares = await the.database
      .knex('engine.task')
      .where({ status: 'open', node: 'two' })
      .whereIn('assignee', [of('cara'), of('emil')])
      .groupBy('assignee')
      .select(the.database.knex.raw('count(*)::int as count'));
    // Max is passed over, and the other two take turns.
    expect(Math.abs(Number(shares[0]?.count) - Number(shares[1]?.count))).toBeLessThanOrEqual(1);
    expect((await preview('mia')).groups).toEqual([]);
  });

  it('refuses one by one: what the flow does not allow stays, and is named', async () => {
    const record = await claim();
    const begun = (await start('mia', ['max'])).json<HandOverView>();
    await the.host.settle();
    const done = await view(begun.id);
    expect(done).toMatchObject({ status: 'done', moved: 0, refused: 1 });
    expect(done.refusals[0]).toMatchObject({
      record,
      code: 'asked_here_too',
      title: expect.stringMatching(/^EX/) as string,
      cure: expect.any(String) as string,
    });
    expect(await holders(record)).toEqual(['max', 'mia']);
    const again = (await start('mia', ['cara'])).json<HandOverView>();
    await the.host.settle();
    expect(await view(again.id)).toMatchObject({ moved: 1, refused: 0 });
  });

  it('is the same job however often it is sent, and goes on where a killed process left it', async () => {
    const records = [await claim(), await claim(), await claim()];
    const command = randomUUID();
    const first = (await start('mia', ['cara'], { command })).json<HandOverView>();
    const second = (await start('mia', ['cara'], { command })).json<HandOverView>();
    expect(second.id).toBe(first.id);
    const { knex } = the.database;
    // A process took it, moved one without noting it, and was killed.
    await the.host.settle();
    await knex('engine.hand_over_item').where({ job: command, position: 0 }).update({ status: 'waiting' });
    await knex('engine.hand_over')
      .where({ id: command })
      .update({ status: 'running', ended_at: null, lease_until: knex.raw(`clock_timestamp() - interval '1 second'`) });
    await the.host.settle();
    expect(await view(command)).toMatchObject({ status: 'done', moved: 3, refused: 0, gone: 0 });
    for (const record of records) {
      const instance = await knex('engine.instance').where({ record }).first<{ id: string }>('id');
      const events = await knex('engine.event').where({ instance: instance.id, type: 'task_handed_over' });
      expect(events).toHaveLength(1);
    }
  });

  it('leaves to others what they did meanwhile, and stops when told', async () => {
    await claim();
    await claim();
    const begun = (await start('mia', ['cara'])).json<HandOverView>();
    const tasks = await the.database
      .knex('engine.task')
      .where({ status: 'open', assignee: of('mia') })
      .select<{ id: string }[]>('id');
    await as('mia')('POST', `/api/tasks/${tasks[0]?.id}/approve`, { command: randomUUID() });
    await the.host.settle();
    expect(await view(begun.id)).toMatchObject({ moved: 1, gone: 1, refused: 0 });
    await claim();
    const next = (await start('mia', ['cara'])).json<HandOverView>();
    const stopped = await as('ada')('POST', `/api/handovers/${next.id}/cancel`);
    expect(stopped.json()).toMatchObject({ status: 'cancelled' });
    await the.host.settle();
    expect((await preview('mia')).groups[0]?.tasks).toBe(1);
  });

  it('makes somebody else act for those whose proxy they were', async () => {
    const from = the.clock.now().toISOString();
    const until = new Date(the.clock.now().getTime() + 86_400_000).toISOString();
    await as('max')('POST', '/api/me/proxies', { command: randomUUID(), proxy: of('mia'), from, until });
    expect((await preview('mia')).proxies).toMatchObject([{ person: { login: 'max' } }]);
    const begun = (await start('mia', ['cara'], { proxyTo: of('cara') })).json<HandOverView>();
    await the.host.settle();
    expect(await view(begun.id)).toMatchObject({ status: 'done', refused: 0 });
    const mine = (await as('max')('GET', '/api/me/proxies')).json<{ mine: { proxy: { login: string } }[] }>();
    expect(mine.mine.map(({ proxy }) => proxy.login)).toEqual(['cara']);
  });
});

describe('places that name somebody', () => {
  it('are logins and ids as words of their own, or quoted in a formula; keys that look alike are not', () => {
    const who = { id: '0190', login: 'mia' };
    const flow = {
      key: 'mia',
      users: ['max', 'mia'],
      role: 'mia',
      value: '= if x then "mia" else "max"',
      'a/b': '0190',
    };
    expect(placesOf(flow, who)).toEqual(['/users/1', '/value', '/a~1b']);
  });
});
