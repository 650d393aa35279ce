import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BulkLine, RecordList, SavedView } from '../../wire.ts';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, testEdge } from '../testing/edge.ts';

const edge = await testEdge(deskFiles, { DESK_CARRIER_SALT: 'pepper' });
const tickets = '/api/apps/desk/forms/ticket';
const orders = '/api/apps/desk/forms/order';
let amy: Ask;
let bea: Ask;
let rob: Ask;

beforeAll(async () => {
  [amy, bea, rob] = await Promise.all([edge.as('amy'), edge.as('bea'), edge.as('rob')]);
  const lines = [{ id: randomUUID(), sku: 'A', qty: 1, price: '10.00' }];
  const data = { order_no: 'SO1', phone: '13800138000', lines };
  expect((await bea('POST', `${orders}/records`, { command: randomUUID(), data })).statusCode).toBe(201);
});

async function ticket(data: object): Promise<string> {
  const sent = { command: randomUUID(), data: { order_no: 'SO1', ...data } };
  return (await bea('POST', `${tickets}/records`, sent)).json<{ id: string }>().id;
}

async function bulk(ask: Ask, order: object): Promise<BulkLine[]> {
  const answer = await ask('POST', `${tickets}/bulk`, { command: randomUUID(), ...order });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BulkLine);
}

describe('saved views', () => {
  const look = { columns: [{ key: 'no', width: 120 }, { key: 'what' }], sort: ['-created_at', 'no'] };
  const put = (ask: Ask, id: string, more: object = {}) =>
    ask('PUT', `${tickets}/views/${id}`, { label: 'Mine', look, ...more });

  test('a view is its owner’s alone; one that an administrator shares is everybody’s to use and nobody else’s to change', async () => {
    const [own, shared] = [randomUUID(), randomUUID()];
    expect((await put(amy, own)).statusCode).toBe(200);
    expect((await put(amy, shared, { isShared: true })).json()).toMatchObject({ error: { code: 'view_shared' } });
    expect((await put(bea, shared, { label: 'All', isShared: true })).statusCode).toBe(200);
    const seen = (await amy('GET', `${tickets}/views`)).json<SavedView[]>();
    expect(seen.map(({ label, isMine, isShared }) => [label, isMine, isShared])).toEqual([
      ['Mine', true, false],
      ['All', false, true],
    ]);
    expect((await bea('GET', `${tickets}/views`)).json<SavedView[]>().map(({ label }) => label)).toEqual(['All']);
    expect((await put(amy, shared)).statusCode).toBe(403);
    expect((await amy('DELETE', `${tickets}/views/${shared}`)).statusCode).toBe(403);
    expect((await bea('DELETE', `${tickets}/views/${own}`)).statusCode).toBe(404);
  });

  test('each person chooses the view that their list begins with', async () => {
    const id = randomUUID();
    await put(amy, id, { label: 'First' });
    const begun = (await amy('PUT', `${tickets}/view`, { view: id })).json<SavedView[]>();
    expect(begun.find((view) => view.isDefault)).toMatchObject({ id, look });
    expect((await bea('PUT', `${tickets}/view`, { view: id })).statusCode).toBe(404);
    const none = (await amy('PUT', `${tickets}/view`, { view: null })).json<SavedView[]>();
    expect(none.some((view) => view.isDefault)).toBe(false);
  });

  test('who may see nothing of a form keeps no views of it, and a view cannot be sent under another form', async () => {
    expect((await rob('GET', `${orders}/views`)).statusCode).toBe(403);
    const id = randomUUID();
    await put(bea, id);
    expect((await bea('DELETE', `${orders}/views/${id}`)).statusCode).toBe(404);
  });
});

describe('many records at once', () => {
  test('each goes through the door: who may not change one is told which, and the others are changed', async () => {
    const ids = await Promise.all(['a', 'b', 'c'].map((what) => ticket({ what })));
    const lines = await bulk(amy, { records: [...ids, randomUUID()], data: { what: 'same' } });
    expect(lines[0]).toEqual({ total: 4 });
    expect(lines.at(-1)).toEqual({ done: 3, failed: 1 });
    expect(lines.filter((line) => 'refused' in line)).toHaveLength(1);
    const list = (await bea('GET', `${tickets}/records?columns=what&size=200`)).json<RecordList>();
    expect(list.rows.filter(({ id }) => ids.includes(id)).map(({ data }) => data.what)).toEqual([
      'same',
      'same',
      'same',
    ]);
  });

  test('a field that may not be written is refused record by record, and nothing is saved', async () => {
    const id = await ticket({ what: 'x', cost: '5.00' });
    const lines = await bulk(amy, { records: [id], data: { cost: '9.00' } });
    expect(lines.at(-1)).toEqual({ done: 0, failed: 1 });
    const record = (await bea('GET', `${tickets}/records/${id}`)).json<{ data: object }>();
    expect(record.data).toMatchObject({ cost: '5.00' });
  });

  test('all that match are those that this person sees; the same order sent again does nothing twice', async () => {
    const north = await ticket({ what: 'mine', area: 'north' });
    const command = randomUUID();
    const match = { filter: { all: [{ fact: 'what', operator: 'equal', value: 'mine' }] } };
    expect((await bulk(bea, { command, match, data: { area: 'south' } })).at(-1)).toEqual({ done: 1, failed: 0 });
    expect((await bulk(bea, { command, records: [north], data: { area: 'south' } })).at(-1)).toMatchObject({
      failed: 0,
    });
    const record = (await bea('GET', `${tickets}/records/${north}`)).json<{ revision: number }>();
    expect(record.revision).toBe(2);
    expect((await bulk(rob, { match, data: { area: 'west' } }))[0]).toEqual({ total: 0 });
  });
});

test('a list of 100,000 records gives its last page about as fast as its first, and counts no further than it must', async () => {
  const { knex } = edge.database;
  await knex.raw(`insert into desk."order" (id, revision, created_at, updated_at, version, order_no)
    select gen_random_uuid(), 1, now() - n * interval '1 second', now(), 1, 'N' || n from generate_series(1, 100500) n`);
  await knex.raw('analyze desk."order"');
  const first = (await bea('GET', `${orders}/records?size=100`)).json<RecordList>();
  expect(first).toMatchObject({ isEstimate: true });
  expect(Math.abs(first.total - 100_501)).toBeLessThan(5_000);
  const began = performance.now();
  const last = (await bea('GET', `${orders}/records?size=100&page=1005&count=false`)).json<RecordList>();
  expect(last.rows).toHaveLength(100);
  expect(last.total).toBe(100_500);
  expect(performance.now() - began).toBeLessThan(2_000);
  const found = (await bea('GET', `${orders}/records?search=N100500`)).json<RecordList>();
  expect([found.total, found.isEstimate]).toEqual([1, undefined]);
});
