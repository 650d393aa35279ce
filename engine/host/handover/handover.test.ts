import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HandOverPreview, HandOverView } from '../../wire.ts';
import { readAppFolder } from '../apps/folder.ts';
import { type Ask, type TestEdge, testEdge } from '../testing/edge.ts';
import { EXPENSES } from '../testing/stage.ts';
import { placesOf } from './mentions.ts';

interface Form {
  fields: object[];
}

/** Projects with people in them, and claims with somebody whom an administrator may not change. */
const MORE: Readonly<Record<string, (json: Form) => object>> = {
  'forms/project.json': (form) => ({
    ...form,
    fields: [
      ...form.fields,
      { key: 'keeper', type: 'user', role: 'manager', label: { 'zh-CN': '保管人', en: 'Keeper' } },
      {
        key: 'note',
        type: 'text',
        label: 'Note',
        value: '= if manager != null then "for " + manager else null',
      },
      {
        key: 'crew',
        type: 'table',
        label: { 'zh-CN': '成员', en: 'Crew' },
        fields: [
          { key: 'who', type: 'user', label: { 'zh-CN': '人员', en: 'Person' } },
          { key: 'days', type: 'integer', label: 'Days' },
        ],
      },
    ],
  }),
  'forms/claim.json': (form) => ({
    ...form,
    fields: [...form.fields, { key: 'checker', type: 'user', label: 'Checker' }],
  }),
};

let the: TestEdge;
const ask: Record<string, Ask> = {};
const id: Record<string, string> = {};

beforeAll(async () => {
  const { files } = await readAppFolder(EXPENSES);
  the = await testEdge(
    files.map((file) => {
      const json = 'text' in file ? (JSON.parse(file.text) as unknown) : file.json;
      return { path: file.path, json: MORE[file.path]?.(json as Form) ?? json };
    }),
  );
  for (const login of ['eve', 'mia', 'max', 'cara', 'ada']) ask[login] = await the.as(login);
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

  it('says which of the receivers are away, and gives it to whoever stands in for them', async () => {
    const record = await claim();
    const from = the.clock.now().toISOString();
    const until = new Date(the.clock.now().getTime() + 86_400_000).toISOString();
    const chosen = await as('cara')('POST', '/api/me/proxies', {
      command: randomUUID(),
      proxy: of('emil'),
      from,
      until,
    });
    const seen = await preview('mia', 'cara');
    expect(seen.groups[0]?.away).toEqual([{ person: 'Cara', proxy: 'Emil', until }]);
    await start('mia', ['cara']);
    await the.host.settle();
    expect(await holders(record)).toEqual(['emil', 'max']);
    await as('cara')('DELETE', `/api/me/proxies/${chosen.json<{ id: string }>().id}`);
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

describe('records in which somebody stands', () => {
  const forms = '/api/apps/expenses/forms';
  const make = async (code: string, data: object): Promise<string> => {
    const body = { command: randomUUID(), data: { code, budget: '10.00', ...data } };
    const answer = await as('ada')('POST', `${forms}/project/records`, body);
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json<{ id: string }>().id;
  };
  const look = async (record: string) =>
    (await as('ada')('GET', `${forms}/project/records/${record}`)).json<{
      revision: number;
      data: Record<string, unknown>;
    }>();
  const field = (name: string, ...to: string[]) => ({ app: 'expenses', form: 'project', field: name, to: to.map(of) });
  const run = async (person: string, fields: object[]): Promise<HandOverView> => {
    const body = { command: randomUUID(), person: of(person), moves: [], fields, reason: 'Leaves' };
    const begun = (await as('ada')('POST', '/api/handovers', body)).json<HandOverView>();
    await the.host.settle();
    return view(begun.id);
  };

  it('are seen beforehand by form and field, with what is still under way and who lacks the field’s role', async () => {
    await make('H1', { manager: of('eve'), keeper: of('mia') });
    await make('H2', { manager: of('eve'), crew: [{ who: of('eve'), days: 2 }] });
    const record = await claim();
    await the.database
      .knex('expenses.claim')
      .where({ id: record })
      .update({ checker: of('eve') });
    const body = { person: of('eve'), moves: [], fields: [field('manager', 'cara')] };
    const seen = (await as('ada')('POST', '/api/handovers/preview', body)).json<HandOverPreview>();
    expect(
      seen.fields.map(({ form, field: key, records, open, locked }) => [form, key, records, open, locked]),
    ).toEqual([
      ['claim', 'checker', 1, 1, true],
      ['project', 'manager', 2, 2, undefined],
      ['project', 'crew.who', 1, 1, undefined],
    ]);
    expect(seen.fields[2]?.fieldLabel).toEqual({ 'zh-CN': '成员 · 人员', en: 'Crew · Person' });
    const keeper = { person: of('mia'), moves: [], fields: [field('keeper', 'cara')] };
    const lacking = (await as('ada')('POST', '/api/handovers/preview', keeper)).json<HandOverPreview>();
    expect(lacking.fields.find(({ field: key }) => key === 'keeper')?.lacking).toMatchObject([
      { person: { login: 'cara' } },
    ]);
  });

  it('go over as if changed by hand: revision, history, formulas; who refuses is named, and the rest goes on', async () => {
    const fine = await make('H3', { manager: of('max') });
    const crewed = await make('H4', {
      crew: [
        { who: of('max'), days: 1 },
        { who: of('mia'), days: 3 },
      ],
    });
    const broken = await make('H5', { manager: of('max') });
    await the.database.knex('expenses.project').where({ id: broken }).update({ budget: null });
    const done = await run('max', [field('manager', 'cara', 'emil'), field('crew.who', 'emil')]);
    expect(done).toMatchObject({ status: 'done', total: 3, moved: 2, refused: 1 });
    expect(done.refusals).toMatchObject([{ record: broken, title: 'H5', nodeLabel: { en: 'Manager' } }]);
    const after = await look(fine);
    // Both were made in the same moment: which of the two receivers comes first is open.
    const receiver = after.data.manager === of('emil') ? 'emil' : 'cara';
    expect(after).toMatchObject({ revision: 2, data: { manager: of(receiver), note: `for ${of(receiver)}` } });
    const rows = (await look(crewed)).data.crew as { who: string; days: number }[];
    expect(rows.map(({ who, days }) => [who, days])).toEqual([
      [of('emil'), 1],
      [of('mia'), 3],
    ]);
    const history = (await as('ada')('GET', `${forms}/project/records/${fine}/history`)).json<
      { kind: string; actor?: { login: string }; changes?: { after: string }[] }[]
    >();
    const change = history.find(({ kind }) => kind === 'changed');
    expect(change).toMatchObject({ actor: { name: 'Ada' } });
    expect(change?.changes?.[0]?.after?.toLowerCase()).toBe(receiver);
    // What was put right goes over the next time; what has gone over is no longer there.
    await the.database.knex('expenses.project').where({ id: broken }).update({ budget: '1.00' });
    expect(await run('max', [field('manager', 'cara')])).toMatchObject({ total: 1, moved: 1 });
  });

  it('keep who did it where the case is over, unless that is asked for', async () => {
    const record = await claim();
    await the.database
      .knex('expenses.claim')
      .where({ id: record })
      .update({ checker: of('emil') });
    await the.database.knex('engine.instance').where({ record }).update({ status: 'ended' });
    const place = { app: 'expenses', form: 'claim', field: 'checker', to: [of('mia')] };
    const body = { command: randomUUID(), person: of('emil'), moves: [], fields: [place], reason: 'Leaves' };
    expect((await as('ada')('POST', '/api/handovers', body)).json()).toMatchObject({
      error: { code: 'nothing_to_hand_over' },
    });
    const all = await run('emil', [{ ...place, all: true }]);
    // An administrator may not change it by hand either.
    expect(all).toMatchObject({ moved: 0, refused: 1, refusals: [{ code: 'not_allowed' }] });
  });

  it('says what else is theirs: drafts, views that others use, keys, who acts for them', async () => {
    const from = the.clock.now().toISOString();
    const until = new Date(the.clock.now().getTime() + 86_400_000).toISOString();
    await as('eve')('POST', '/api/me/proxies', { command: randomUUID(), proxy: of('emil'), from, until });
    await as('eve')('POST', '/api/keys', { name: 'mine', scopes: ['read'] });
    const { rest } = await preview('eve');
    expect(rest).toEqual(expect.arrayContaining([{ kind: 'proxies', count: 1 }]));
    expect(rest.map(({ kind }) => kind)).toContain('keys');
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
