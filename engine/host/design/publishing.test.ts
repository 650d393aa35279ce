import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AppModel, FormDefinition } from '../../definition/index.ts';
import type { ChangePlan, DesignSummary, DesignView, Json, PublishResult, VersionView } from '../../wire.ts';
import type { UserActor } from '../access/index.ts';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, testEdge } from '../testing/edge.ts';
import { analyse } from './analysis.ts';
import { filesOf } from './draft.ts';
import { Editing } from './editing.ts';
import { Publishing } from './publishing.ts';
import { PublishRuns } from './runs.ts';

const edge = await testEdge(deskFiles);
const { knex } = edge.database;
const bea = await edge.as('bea');
const amy = await edge.as('amy');

/** Every ticket asks for an order that is there. */
const order = await bea('POST', '/api/apps/desk/forms/order/records', {
  command: randomUUID(),
  data: { order_no: 'SO1', lines: [{ id: randomUUID(), sku: 'A', qty: 1, price: '1.00' }] },
});
expect(order.statusCode, order.body).toBe(201);
const first = { command: randomUUID(), data: { order_no: 'SO1' } };
expect((await bea('POST', '/api/apps/desk/forms/ticket/records', first)).statusCode).toBe(201);

const view = async (app: string): Promise<DesignView> => (await bea('GET', `/api/design/${app}`)).json<DesignView>();
const planOf = async (app: string): Promise<ChangePlan> =>
  (await bea('GET', `/api/design/${app}/plan`)).json<ChangePlan>();

async function save(app: string, path: string, change: (json: never) => unknown): Promise<void> {
  const file = (await view(app)).files.find((one) => one.path === path);
  const json = change(structuredClone(file?.json ?? null) as never);
  const saved = await bea('POST', `/api/design/${app}/save`, {
    changes: [{ path, revision: file?.revision ?? 0, json }],
  });
  expect(saved.statusCode, saved.body).toBe(200);
}

/** Changes the draft's form, looks at the plan and publishes it. */
async function publish(app: string, command: string = randomUUID()): Promise<PublishResult> {
  const { hash } = await planOf(app);
  const answer = await bea('POST', `/api/design/${app}/publish`, { command, hash });
  expect(answer.statusCode, answer.body).toBe(200);
  let result = answer.json<PublishResult>();
  await expect
    .poll(
      async () => {
        result = (await bea('GET', `/api/design/${app}/publishes/${result.id}`)).json<PublishResult>();
        return result.status;
      },
      { timeout: 30_000 },
    )
    .not.toBe('running');
  return result;
}

const withField = (field: object) => (form: FormDefinition) => ({ ...form, fields: [...form.fields, field] });

const without = (key: string) => (form: FormDefinition) => ({
  ...form,
  fields: form.fields.filter((field) => field.key !== key),
});

const create = (ask: Ask, form: string, data: Record<string, Json>, app = 'desk') =>
  ask('POST', `/api/apps/${app}/forms/${form}/records`, { command: randomUUID(), data });

const codesOf = (plan: ChangePlan): string[] =>
  plan.groups.flatMap(({ kind, changes }) => changes.map(({ code }) => `${kind} ${code}`));

it('an app is made from nothing by whoever administers one, and is nobody’s before it is published', async () => {
  const order = { key: 'fresh', label: { 'zh-CN': '新应用', en: 'Fresh' } };
  expect((await amy('POST', '/api/design/apps', order)).statusCode).toBe(403);
  const made = await bea('POST', '/api/design/apps', order);
  expect(made.statusCode, made.body).toBe(201);
  expect(made.json<DesignSummary>()).toMatchObject({ key: 'fresh', number: 0, errors: 0, warnings: 0 });
  for (const key of ['fresh', 'desk']) {
    expect((await bea('POST', '/api/design/apps', { ...order, key })).json().error.code).toBe('app_exists');
  }
  expect((await bea('POST', '/api/design/apps', { ...order, key: 'engine' })).json().error.code).toBe('reserved_key');
  expect((await bea('GET', '/api/apps')).json().map((app: { key: string }) => app.key)).toEqual(['desk']);
  await save('fresh', 'forms/note.json', () => ({
    key: 'note',
    label: 'Note',
    fields: [{ key: 'text', type: 'text', label: 'Text' }],
    access: [{ role: 'admin', create: true, rights: { '*': 'edit' } }],
  }));
  const result = await publish('fresh');
  expect(result).toMatchObject({ status: 'done', number: 1 });
  expect((await create(bea, 'note', { text: 'hello' }, 'fresh')).statusCode).toBe(201);
  expect((await view('fresh')).files.map(({ status }) => status)).toEqual(['same', 'same', 'same']);
});

it('a plan says what would change, and publishing another draft than was looked at is refused', async () => {
  await save('desk', 'forms/ticket.json', withField({ key: 'floor', type: 'integer', label: 'Floor', required: true }));
  const plan = await planOf('desk');
  expect(codesOf(plan).slice(0, 3)).toEqual(['data column_added', 'records required_added', 'records records_lack']);
  expect(codesOf(plan)).toContain('access right_gained');
  expect(plan.groups[1]?.changes[1]?.text.en).toBe('Records of “Ticket” that lack “Floor”: 1.');
  expect(plan.steps.map(({ kind, at }) => `${kind} ${at}`)).toEqual(['add_column ticket']);
  await save('desk', 'forms/ticket.json', without('floor'));
  const answer = await bea('POST', '/api/design/desk/publish', { command: randomUUID(), hash: plan.hash });
  expect(answer.json().error.code).toBe('draft_moved');
  const { hash, isEmpty } = await planOf('desk');
  expect(isEmpty).toBe(true);
  const again = await bea('POST', '/api/design/desk/publish', { command: randomUUID(), hash });
  expect(again.json().error.code).toBe('nothing_to_publish');
});

it('a field that is removed is hidden, and comes back with what it held when an older version is published', async () => {
  await save('desk', 'forms/ticket.json', withField({ key: 'memo', type: 'text', label: 'Memo' }));
  const command = randomUUID();
  const made = await publish('desk', command);
  expect(made).toMatchObject({ status: 'done', id: command });
  // The same command is the same publish.
  const { hash } = await planOf('desk');
  const repeated = await bea('POST', '/api/design/desk/publish', { command, hash });
  expect(repeated.json<PublishResult>()).toMatchObject({ id: command, number: made.number, status: 'done' });
  const { id } = (await create(bea, 'ticket', { order_no: 'SO1', memo: 'keep me' })).json();
  const at = `/api/apps/desk/forms/ticket/records/${id}`;
  await save('desk', 'forms/ticket.json', without('memo'));
  expect(codesOf(await planOf('desk'))).toContain('data field_removed');
  await publish('desk');
  expect((await bea('GET', at)).json().data.memo).toBeUndefined();
  const versions = (await bea('GET', '/api/design/desk/versions')).json<VersionView[]>();
  expect(versions.map(({ number, by, origin, isCurrent }) => [number, by, origin, isCurrent])).toEqual([
    [3, 'bea', 'designer', true],
    [2, 'bea', 'designer', false],
    [1, undefined, 'folder', false],
  ]);
  expect((await bea('POST', '/api/design/desk/versions/2/restore', {})).statusCode).toBe(200);
  expect(await publish('desk')).toMatchObject({ status: 'done', number: 4 });
  expect((await bea('GET', at)).json().data.memo).toBe('keep me');
});

it('a type that has a safe way is changed with every value; one that has none is refused with what to do', async () => {
  const size = (type: string) => (form: FormDefinition) => ({
    ...form,
    fields: [...form.fields.filter(({ key }) => key !== 'size'), { key: 'size', type, label: 'Size', index: true }],
  });
  await save('desk', 'forms/ticket.json', size('integer'));
  await publish('desk');
  const { id } = (await create(bea, 'ticket', { order_no: 'SO1', size: 42 })).json();
  const valueOf = async () => (await bea('GET', `/api/apps/desk/forms/ticket/records/${id}`)).json().data.size;
  await save('desk', 'forms/ticket.json', size('number'));
  expect((await planOf('desk')).steps.map(({ kind }) => kind)).toEqual(['change_type']);
  await publish('desk');
  expect(await valueOf()).toBe('42');
  expect((await create(bea, 'ticket', { order_no: 'SO1', size: '2.5' })).statusCode).toBe(201);
  await save('desk', 'forms/ticket.json', size('text'));
  await publish('desk');
  expect(await valueOf()).toBe('42');
  await save('desk', 'forms/ticket.json', size('date'));
  const told = (await planOf('desk')).groups.find(({ kind }) => kind === 'records')?.changes ?? [];
  expect(told.map(({ code, text }) => `${code} ${text.en}`)).toEqual([
    'values_emptied Records of “Ticket” whose “Size” cannot be converted and becomes empty: 2.',
  ]);
  await save('desk', 'forms/ticket.json', size('file'));
  const plan = await planOf('desk');
  expect(plan.obstacles.map(({ code }) => code)).toEqual(['type_differs']);
  const refused = await bea('POST', '/api/design/desk/publish', { command: randomUUID(), hash: plan.hash });
  expect(refused.statusCode).toBe(422);
  expect(refused.json().error.obstacles[0].cure.en).toMatch(/another key/);
  const { rows } = await knex.raw<{ rows: { name: string }[] }>(
    `select attname as name from pg_attribute where attrelid = 'desk.ticket'::regclass and not attisdropped and attname ~ '~'`,
  );
  expect(rows).toEqual([]);
  await bea('POST', '/api/design/desk/discard', {});
});

it('what is not unique yet cannot be made so: the plan says how many records, and publish refuses', async () => {
  for (const what of ['same', 'same', 'other']) await create(bea, 'ticket', { order_no: 'SO1', what });
  const unique = (form: FormDefinition) => ({
    ...form,
    fields: form.fields.map((field) => (field.key === 'what' ? { ...field, unique: true } : field)),
  });
  await save('desk', 'forms/ticket.json', unique);
  const plan = await planOf('desk');
  expect(plan.obstacles).toMatchObject([{ code: 'not_unique', text: { en: expect.stringContaining('2 records') } }]);
  const refused = await bea('POST', '/api/design/desk/publish', { command: randomUUID(), hash: plan.hash });
  expect(refused.json().error.code).toBe('not_ready');
  await knex.raw(`delete from desk.ticket where id = (select id from desk.ticket where what = 'same' limit 1)`);
  expect(await publish('desk')).toMatchObject({ status: 'done' });
  expect((await create(bea, 'ticket', { order_no: 'SO1', what: 'other' })).json().error).toMatchObject({
    code: 'not_unique',
    at: 'what',
  });
  await bea('POST', '/api/design/desk/versions/4/restore', {});
  expect(await publish('desk')).toMatchObject({ status: 'done' });
  expect((await create(bea, 'ticket', { order_no: 'SO1', what: 'other' })).statusCode).toBe(201);
});

it('a form whose own tests fail, an app with errors and a failing scenario are not published', async () => {
  await save('desk', 'forms/order.json', (form: FormDefinition) => ({
    ...form,
    cases: [{ key: 'amount', given: { lines: [{ qty: 2, price: '1.50' }] }, values: { lines: [{ amount: '4.00' }] } }],
  }));
  const attempt = async () =>
    bea('POST', '/api/design/desk/publish', { command: randomUUID(), hash: (await planOf('desk')).hash });
  const failing = (await attempt()).json().error;
  expect(failing, JSON.stringify(failing)).toMatchObject({
    code: 'not_ready',
    cases: [{ form: 'order', case: 'amount' }],
  });
  await save('desk', 'forms/order.json', (form: FormDefinition) => ({ ...form, title: 'nowhere' }));
  expect((await attempt()).json().error.definitions.map((one: { code: string }) => one.code)).toEqual([
    'unknown_field',
  ]);
  await bea('POST', '/api/design/desk/discard', {});
  await save('desk', 'scenarios/story.json', () => ({
    key: 'story',
    label: { 'zh-CN': '故事', en: 'Story' },
    clock: '2026-03-02T01:00:00Z',
    steps: [
      { as: 'bea', submit: 'order', data: { order_no: 'S1', lines: [{ sku: 'A', qty: 1, price: '1.00' }] }, name: 'o' },
    ],
    expect: [{ record: 'o', data: { order_no: 'S2' } }],
  }));
  const before = (await view('desk')).number;
  const refused = await publish('desk');
  expect(refused).toMatchObject({ status: 'refused', scenarios: [{ key: 'story' }] });
  expect((await view('desk')).number).toBe(before);
  expect(await knex('desk.order').where({ order_no: 'S1' }).first()).toBeUndefined();
  const { rows } = await knex.raw<{ rows: unknown[] }>(`select 1 from pg_database where datname like 'scratch_%'`);
  expect(rows).toEqual([]);
  await bea('POST', '/api/design/desk/discard', {});
});

it('a publish whose process was killed is taken up by the next one that starts', async () => {
  await save('desk', 'forms/ticket.json', withField({ key: 'later', type: 'text', label: 'Later' }));
  const { knex: pool } = edge.host.database;
  const draft = await new Editing(pool, edge.host.clock).read('desk');
  const { model, hash } = analyse(filesOf(draft));
  const { id } = await pool('engine.app_user').where({ login: 'bea' }).first();
  const command = randomUUID();
  const runs = new PublishRuns(pool, edge.host.clock);
  await runs.begin(draft, model as AppModel, { command, hash }, { id } as UserActor);
  const meanwhile = await bea('POST', '/api/design/desk/publish', { command: randomUUID(), hash });
  expect(meanwhile.json().error.code).toBe('publishing');
  expect((await view('desk')).publishing).toMatchObject({ id: command, status: 'running' });
  const next = new Publishing(edge.host, () => undefined);
  next.start();
  await next.stop();
  // Ended while it worked, it stays open for the next one; through, it is done.
  await expect
    .poll(
      async () => {
        const again = new Publishing(edge.host, () => undefined);
        again.start();
        const status = (await runs.get('desk', command))?.status;
        await again.stop();
        return status;
      },
      { timeout: 30_000 },
    )
    .toBe('done');
  expect((await create(bea, 'ticket', { order_no: 'SO1', later: 'x' })).statusCode).toBe(201);
});
