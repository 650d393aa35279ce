import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { IncidentsView } from '../../wire.ts';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, testEdge } from '../testing/edge.ts';
import { told } from './told.ts';

/** The carrier is asked, then an agent checks; whoever looks after the app puts right what goes wrong. */
const flow = {
  key: 'order_flow',
  label: 'Order',
  form: 'order',
  states: [
    { key: 'asking', label: 'Asking' },
    { key: 'checking', label: 'Checking' },
    { key: 'over', label: 'Over' },
  ],
  nodes: [
    { type: 'start', key: 'start' },
    { type: 'action', key: 'ask', label: 'Ask the carrier', state: 'asking', do: [{ call: 'carrier.ask' }] },
    { type: 'handle', key: 'check', label: 'Check', state: 'checking', assignees: [{ role: 'agent' }] },
    { type: 'end', key: 'over', state: 'over' },
  ],
  edges: [
    { key: 'e1', from: 'start', to: 'ask' },
    { key: 'e2', from: 'ask', to: 'check' },
    { key: 'e3', from: 'check', to: 'over' },
  ],
};

const edge = await testEdge([...deskFiles, { path: 'flows/order_flow.json', json: flow }], {
  DESK_CARRIER_SALT: 'pepper',
});
const orders = '/api/apps/desk/forms/order/records';
const incidents = '/api/apps/desk/incidents';
let amy: Ask;
let bea: Ask;

beforeAll(async () => {
  [amy, bea] = await Promise.all([edge.as('amy'), edge.as('bea')]);
});

async function order(order_no: string): Promise<string> {
  const lines = [{ id: randomUUID(), sku: 'A', qty: 1, price: '10.00' }];
  const answer = await bea('POST', orders, { command: randomUUID(), data: { order_no, phone: '13800138000', lines } });
  expect(answer.statusCode).toBe(201);
  return answer.json<{ id: string }>().id;
}

/** The carrier's answer has come and is a failure. */
async function fails(record: string): Promise<void> {
  const { knex } = edge.database;
  const call = await knex('engine.outbox').where({ record, status: 'waiting' }).first<{ id: string }>('id');
  const error = { code: 'http_500', detail: 'No stock at https://c.example/?token=abcdef123' };
  const command = {
    type: 'called' as const,
    command: call.id,
    app: 'desk',
    call: call.id,
    outcome: 'error',
    answer: null,
    error,
  };
  await edge.host.door.execute(command, { kind: 'engine', cause: 'call' });
}

const list = async (): Promise<IncidentsView> => (await bea('GET', incidents)).json();
const last = (body: string): unknown => JSON.parse(body.trim().split('\n').at(-1) ?? '');
const nodesOf = async (record: string): Promise<string[]> => (await bea('GET', `${orders}/${record}`)).json().nodes;

test('what went wrong is an administrator’s to see: by cause, with its place and what the other side said', async () => {
  const records = [await order('SO1'), await order('SO2')];
  for (const record of records) await fails(record);
  expect((await amy('GET', incidents)).statusCode).toBe(404);
  const { total, groups } = await list();
  expect(total).toBe(2);
  expect(groups).toHaveLength(1);
  expect(groups[0]).toMatchObject({
    cause: 'The other system could not do it',
    place: 'Order · Ask the carrier',
    outcomes: [{ key: 'done' }],
    items: [{ title: 'SO1', attempts: 1, answer: 'No stock at https://c.example/?token=•••' }, { title: 'SO2' }],
  });
  expect((await bea('GET', `${incidents}/count`)).json()).toEqual({ count: 2 });

  const [first = '', second = ''] = groups[0]?.items.map(({ id }) => id) ?? [];
  const retried = await bea('POST', `${incidents}/retry`, { command: randomUUID(), ids: [first] });
  expect(last(retried.body)).toEqual({ done: 1, failed: 0 });
  expect((await list()).total).toBe(1);
  // A new call is on its way, under an id of its own.
  const calls = await edge.database.knex('engine.outbox').where({ record: records[0] }).orderBy('seq').pluck('status');
  expect(calls).toEqual(['dead', 'waiting']);
  const again = await bea('POST', `${incidents}/retry`, { command: randomUUID(), ids: [first] });
  expect(again.body).toContain('There is nothing to try again.');

  const skip = { command: randomUUID(), ids: [second], outcome: 'done', reason: 'sent by hand' };
  expect(last((await bea('POST', `${incidents}/skip`, skip)).body)).toEqual({ done: 1, failed: 0 });
  expect(await nodesOf(records[1] ?? '')).toEqual(['check']);
  const history = (await bea('GET', `${orders}/${records[1]}/history`)).json<{ text: string; reason?: string }[]>();
  expect(history.find(({ reason }) => reason === 'sent by hand')?.text).toContain('not tried again, went on as: done');
  const audited = await edge.database.knex('engine.audit').where({ action: 'incidents_skip' }).select('data');
  expect(audited[0]?.data).toMatchObject({ reason: 'sent by hand' });
  expect((await list()).total).toBe(0);
});

test('a call that no flow waits for is sent again with its key, or given up with a reason', async () => {
  const { knex } = edge.database;
  const row = (id: string) => ({
    ...{ id, kind: 'call', app: 'desk', version: 1, order_key: id, connector: 'carrier', operation: 'ask', data: '{}' },
    ...{ status: 'dead', attempts: 3, next_at: edge.clock.now(), created_at: edge.clock.now() },
    error: JSON.stringify({ code: 'http_500', detail: 'down' }),
  });
  const [told1, told2] = [randomUUID(), randomUUID()];
  await knex('engine.outbox').insert([row(told1), row(told2)]);
  // Its answer has been heard once: under its id nothing more can happen.
  await knex('engine.command').insert({ id: told1, result: '{}', at: edge.clock.now() });
  const { groups } = await list();
  expect(groups[0]).toMatchObject({ kind: 'outbox', cause: 'Given up after its attempts', mayDrop: true });
  await bea('POST', `${incidents}/retry`, { command: randomUUID(), ids: [`outbox:${told1}`] });
  const [copy] = await knex('engine.outbox').where({ key: told1 }).select('status', 'order_key');
  expect(copy).toEqual({ status: 'waiting', order_key: told1 });
  const bare = await bea('POST', `${incidents}/skip`, { command: randomUUID(), ids: [`outbox:${told2}`] });
  expect(bare.body).toContain('A reason is needed.');
  await bea('POST', `${incidents}/skip`, { command: randomUUID(), ids: [`outbox:${told2}`], reason: 'done by phone' });
  expect((await list()).total).toBe(0);
});

test('a message that could not be carried says why, and which record it was about', async () => {
  const { knex } = edge.database;
  const record = await order('SO31');
  const [unset, refused] = [randomUUID(), randomUUID()];
  const about = { app: 'desk', key: 'told', channel: 'im', title: '', text: '', form: 'order', record };
  await knex('engine.message').insert([unset, refused].map((id) => ({ ...about, id, created_at: edge.clock.now() })));
  const row = (key: string, code: string) => ({
    ...{ id: randomUUID(), key, kind: 'call', app: 'desk', version: 1, order_key: key, form: 'order', data: '{}' },
    ...{ connector: 'carrier', operation: 'ask', status: 'dead', attempts: 1 },
    ...{ next_at: edge.clock.now(), created_at: edge.clock.now() },
    error: JSON.stringify({ code, detail: 'no' }),
  });
  await knex('engine.outbox').insert([row(unset, 'connector_not_configured'), row(refused, 'http_400')]);
  const { groups } = await list();
  expect(groups.map(({ cause }) => cause)).toEqual([
    'The connector has not been set up',
    'Refused, and trying again would not help',
  ]);
  expect(groups.flatMap(({ items }) => items.map((item) => [item.record, item.title]))).toEqual([
    [record, 'SO31'],
    [record, 'SO31'],
  ]);
  await knex('engine.outbox').whereIn('key', [unset, refused]).delete();
});

test('a jump is told in words before it is made, and many are moved by one order', async () => {
  const [one, two, three] = [await order('SO11'), await order('SO12'), await order('SO13')];
  const preview = await bea('POST', `${orders}/${one}/case/jump/preview`, { to: 'check' });
  expect(preview.json()).toEqual({
    lines: [
      { kind: 'ends', text: 'It leaves Ask the carrier' },
      { kind: 'begins', text: 'It comes to Check' },
      { kind: 'state', text: 'The state becomes Checking' },
      { kind: 'people', text: expect.stringContaining('Check is given to') },
    ],
  });
  expect(await nodesOf(one)).toEqual(['ask']);
  expect((await amy('POST', `${orders}/${one}/case/jump/preview`, { to: 'check' })).statusCode).toBe(403);

  const jump = { command: randomUUID(), to: 'check', reason: 'the carrier has phoned' };
  expect((await bea('POST', `${orders}/${three}/case/jump`, jump)).statusCode).toBe(200);
  const records = [one, two, three];
  const places = (await bea('POST', '/api/apps/desk/forms/order/move/preview', { records })).json();
  expect(places.places.map((place: { label: string; count: number }) => [place.label, place.count])).toEqual([
    ['Ask the carrier', 2],
    ['Check', 1],
  ]);
  const order_ = { command: randomUUID(), records, from: 'ask', to: 'over', reason: 'a test order' };
  expect((await amy('POST', '/api/apps/desk/forms/order/move', order_)).statusCode).toBe(404);
  const moved = await bea('POST', '/api/apps/desk/forms/order/move', order_);
  expect(last(moved.body)).toEqual({ done: 2, failed: 1 });
  expect(moved.body).toContain('This record is not at that step any more.');
  // Sent again, nothing is done again.
  expect(last((await bea('POST', '/api/apps/desk/forms/order/move', order_)).body)).toEqual({ done: 2, failed: 1 });
  expect((await bea('GET', `${orders}/${one}`)).json().state).toBe('over');
});

test('whose an open task is can be put right, by a person of the app', async () => {
  const record = await order('SO21');
  await bea('POST', `${orders}/${record}/case/jump`, { command: randomUUID(), to: 'check', reason: 'go on' });
  const view = (await bea('GET', `${orders}/${record}`)).json();
  const offered = view.operations.find(({ key }: { key: string }) => key === 'reassign');
  const [task] = offered.tasks;
  const give = { command: randomUUID(), task: task.key, to: 'amy', reason: 'she knows it' };
  expect((await bea('POST', `${orders}/${record}/case/reassign`, { ...give, reason: '' })).statusCode).toBe(409);
  expect((await bea('POST', `${orders}/${record}/case/reassign`, give)).statusCode).toBe(200);
  expect((await amy('GET', `/api/tasks/${task.key}`)).json().task.assignee.name).toBe('Amy');
  const audit = await edge.database.knex('engine.audit').where({ action: 'case_reassign' }).select('target');
  expect(audit).toEqual([{ target: record }]);
});

test('what opens doors is not repeated from what others say', () => {
  expect(told('GET /x?access_token=abc&n=1 {"password":"p w"} Authorization: Bearer eyJabc.def')).not.toMatch(
    /abc|p w/,
  );
  expect(told('x'.repeat(900)).length).toBeLessThan(410);
});
