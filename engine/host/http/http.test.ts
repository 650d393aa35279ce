import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, testEdge } from '../testing/edge.ts';

const edge = await testEdge(deskFiles, { DESK_CARRIER_SALT: 'pepper' });
const tickets = '/api/apps/desk/forms/ticket/records';
const orders = '/api/apps/desk/forms/order/records';
let amy: Ask;
let bea: Ask;
let rob: Ask;

const order = (order_no: string, phone: string) => ({
  command: randomUUID(),
  data: { order_no, phone, lines: [{ id: randomUUID(), sku: 'A', qty: 1, price: '10.00' }] },
});

beforeAll(async () => {
  [amy, bea, rob] = await Promise.all([edge.as('amy'), edge.as('bea'), edge.as('rob')]);
  expect((await bea('POST', orders, order('SO1', '13800138000'))).statusCode).toBe(201);
  expect((await bea('POST', orders, order('SO2', '13900139000'))).statusCode).toBe(201);
});

async function ticketBy(ask: Ask, data: object): Promise<{ id: string; revision: number }> {
  const answer = await ask('POST', tickets, { command: randomUUID(), data });
  expect(answer.json()).toMatchObject({ id: expect.any(String) });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}

test('a command is done once, by its id in the body or in the header', async () => {
  const command = randomUUID();
  const send = () => bea('POST', tickets, { command, data: { order_no: 'SO1', what: 'once' } });
  const [first, second] = [(await send()).json(), (await send()).json()];
  expect(second.id).toBe(first.id);
  const byHeader = () =>
    bea('POST', tickets, { data: { order_no: 'SO1', what: 'once' } }, { 'idempotency-key': command });
  expect((await byHeader()).json().id).toBe(first.id);
  const twice = await Promise.all(
    [1, 2, 3, 4].map(() =>
      bea('POST', tickets, { command: command.replace(/^./, '0'), data: { order_no: 'SO1', what: 'race' } }),
    ),
  );
  expect(new Set(twice.map((answer) => answer.json().id)).size).toBe(1);
});

test('a record that somebody else has changed is not overwritten', async () => {
  const { id, revision } = await ticketBy(bea, { order_no: 'SO1', what: 'a' });
  const change = (what: string) =>
    bea('PATCH', `${tickets}/${id}`, { command: randomUUID(), revision, data: { what } });
  expect((await change('b')).statusCode).toBe(200);
  const late = await change('c');
  expect(late.statusCode).toBe(409);
  expect(late.json()).toMatchObject({ error: { code: 'stale', current: { data: { what: 'b' } } } });
});

test('security: masked and hidden fields are the same in record, list, CSV, filter, sort and board', async () => {
  const { id } = await ticketBy(bea, { order_no: 'SO1', what: 'secret cost', cost: '777.77', area: 'north' });
  const record = await amy('GET', `${tickets}/${id}`);
  const list = await amy('GET', `${tickets}?columns=no,phone,cost`);
  const csv = await amy('GET', `${tickets}.csv?columns=no,phone,cost`);
  for (const answer of [record, list, csv]) {
    expect(answer.body).not.toContain('777.77');
    expect(answer.body).not.toContain('13800138000');
    expect(answer.body).toMatch(/138\*+8000/);
  }
  const found = async (ask: Ask, condition: object) =>
    (await ask('GET', `${tickets}?filter=${encodeURIComponent(JSON.stringify(condition))}`)).json().total as number;
  const guesses = [
    { all: [{ fact: 'cost', operator: 'greaterThan', value: '700' }] },
    { all: [{ fact: 'phone', operator: 'equal', value: '13800138000' }] },
    {
      any: [
        { fact: 'phone', operator: 'startsWith', value: '138' },
        { fact: 'cost', operator: 'filled' },
      ],
    },
  ];
  for (const guess of guesses) expect([await found(amy, guess), (await found(bea, guess)) > 0]).toEqual([0, true]);
  expect((await amy('GET', `${tickets}?sort=-cost`)).statusCode).toBeGreaterThanOrEqual(400);
  expect((await bea('GET', `${tickets}?sort=-cost`)).json().rows[0].id).toBe(id);
  const tile = await amy('POST', '/api/apps/desk/boards/overview/tiles/cost', {});
  expect(tile.body).not.toContain('777');
  expect((await bea('POST', '/api/apps/desk/boards/overview/tiles/cost', {})).body).toContain('777.77');
});

test('security: a field that one may not write is not written, whatever is sent', async () => {
  const { id, revision } = await ticketBy(amy, { order_no: 'SO1', what: 'x', cost: '1.00', no: 'MINE' });
  const seen = (await bea('GET', `${tickets}/${id}`)).json();
  expect(seen.data.cost ?? null).toBeNull();
  expect(seen.data.no).not.toBe('MINE');
  await amy('PATCH', `${tickets}/${id}`, {
    command: randomUUID(),
    revision,
    data: { cost: '5.00', phone: '13700137000' },
  });
  const after = (await bea('GET', `${tickets}/${id}`)).json();
  expect(after.data.cost ?? null).toBeNull();
  expect(after.data.phone).toBe('13800138000');
});

test('rows by condition: the same in list, record, CSV and board', async () => {
  const { id: south } = await ticketBy(bea, { order_no: 'SO1', what: 'in the south', area: 'south' });
  const all = (await rob('GET', tickets)).json();
  expect(all.rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(all)).not.toContain('in the south');
  expect((await rob('GET', `${tickets}/${south}`)).statusCode).toBe(404);
  expect((await rob('GET', `${tickets}/${south}/history`)).statusCode).toBe(404);
  expect((await rob('GET', `${tickets}.csv`)).statusCode).toBe(403);
  const tile = await rob('POST', '/api/apps/desk/boards/overview/tiles/count', {});
  expect(tile.json().value).toBe(String(all.total));
});

test('security: a visitor sees and changes only what the proof opens', async () => {
  const one = await edge.visitor('desk', { order_no: 'SO1', phone: '13800138000' });
  const other = await edge.visitor('desk', { order_no: 'SO2', phone: '13900139000' });
  const { id, revision } = await ticketBy(one, { order_no: 'SO1', what: 'mine' });
  expect((await one('GET', `/api/portal/desk/records/${id}`)).statusCode).toBe(200);
  expect((await other('GET', `/api/portal/desk/records/${id}`)).statusCode).toBe(404);
  expect((await other('GET', `${tickets}/${id}`)).statusCode).toBe(404);
  const change = await other('PATCH', `${tickets}/${id}`, { command: randomUUID(), revision, data: { what: 'yours' } });
  expect(change.statusCode).toBe(404);
  expect((await other('GET', '/api/portal/desk/records')).body).not.toContain(id);
  expect((await one('GET', '/api/portal/desk/records')).body).toContain(id);
  expect((await one('GET', orders)).statusCode).toBe(403);
  for (const url of ['/api/tasks?box=todo', '/api/messages', '/api/apps/desk/people', '/api/keys', '/api/session']) {
    expect((await one('GET', url)).statusCode).toBe(403);
  }
  expect((await one('GET', `${tickets}/${id}`)).body).not.toMatch(/"cost"|"area"/);
});

test('security: a person without a role in the app sees nothing of it', async () => {
  const nil = await edge.as('nil');
  await edge.database.knex.raw(
    `delete from engine.user_role where user_id = (select id from engine.app_user where login = 'nil')`,
  );
  await expect.poll(async () => (await nil('GET', '/api/apps')).body, { interval: 10 }).toBe('[]');
  for (const url of [
    '/api/apps/desk',
    tickets,
    `${tickets}.csv`,
    '/api/apps/desk/people',
    '/api/apps/desk/boards/overview',
  ]) {
    expect((await nil('GET', url)).statusCode).toBeGreaterThanOrEqual(403);
  }
  expect((await edge.nobody('GET', tickets)).statusCode).toBe(401);
});

test('an error names the field, in the language asked for', async () => {
  const bad = { command: randomUUID(), data: { order_no: 'SO1', phone: '13800138000', what: 7 } };
  const wrong = await bea('POST', orders, { command: randomUUID(), data: { order_no: 'x', lines: [] } });
  expect(wrong.statusCode).toBeLessThan(500);
  expect(wrong.json().error.problems.map(({ path }: { path: string }) => path)).toEqual(
    expect.arrayContaining(['order_no', 'lines']),
  );
  expect((await bea('POST', tickets, bad)).statusCode).toBeLessThan(500);
  const unknown = await bea('POST', '/api/apps/desk/forms/nothing/records', { data: {} });
  expect(unknown.statusCode).toBe(404);
  expect(unknown.json().error.message).toMatch(/There is no such form/);
});

test('what is no address of ours is a clear 404, and no address makes the server fall over', async () => {
  expect((await bea('GET', '/api/nothing')).json()).toMatchObject({ error: { code: 'no_route' } });
  const odd = [
    '/api/apps/%00',
    '/api/apps/..%2f..%2fetc',
    `${tickets}/not-a-uuid`,
    `${tickets}?page=x`,
    `${tickets}?filter={`,
    '/api/apps/desk/forms/__proto__/records',
  ];
  for (const url of odd) expect((await bea('GET', url)).statusCode, url).toBeLessThan(500);
  expect((await bea('GET', '/portal/%E0%A4%A')).statusCode).toBeLessThan(500);
});

test('a call-back of an outside system changes its record once, and only with the right signature', async () => {
  const { id } = await ticketBy(bea, { order_no: 'SO1', what: 'on its way', tracking_no: 'YT1' });
  const param = JSON.stringify({
    no: 'YT1',
    state: 'signed',
    events: [
      { at: '1', text: 'a' },
      { at: '2', text: 'b' },
    ],
  });
  const sign = createHash('md5').update(`${param}pepper`).digest('hex').toUpperCase();
  const push = (given: string) =>
    edge.nobody('POST', '/api/hooks/desk/carrier/moved', new URLSearchParams({ param, sign: given }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
  expect((await push('WRONG')).json()).toMatchObject({ error: { code: 'bad_signature' } });
  const answers = await Promise.all([push(sign), push(sign), push(sign)]);
  for (const answer of answers) expect(answer.json()).toEqual({ result: true });
  const seen = (await bea('GET', `${tickets}/${id}`)).json();
  expect(seen.data).toMatchObject({ carrier_state: 'signed', events: [{ at: '1' }, { at: '2' }] });
  expect(seen.data.events).toHaveLength(2);
  const nowhere = await edge.nobody('POST', '/api/hooks/desk/carrier/nothing', '');
  expect(nowhere.statusCode).toBe(404);
});

test('healthz answers while the database does', async () => {
  expect((await edge.nobody('GET', '/healthz')).json()).toEqual({ status: 'ok' });
});
