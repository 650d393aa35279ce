import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PushEvent } from '../../wire.ts';
import { deskFiles } from '../testing/desk.ts';
import { PASSWORD, testEdge } from '../testing/edge.ts';

const edge = await testEdge(deskFiles);
const { knex } = edge.database;
const tickets = '/api/apps/desk/forms/ticket/records';
const controllers: AbortController[] = [];
let base: string;

beforeAll(async () => {
  await edge.http.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${(edge.http.server.address() as AddressInfo).port}`;
  const bea = await edge.as('bea');
  for (const [order_no, phone] of [
    ['SO1', '13800138000'],
    ['SO2', '13900139000'],
  ]) {
    const data = { order_no, phone, lines: [{ id: randomUUID(), sku: 'A', qty: 1, price: '1.00' }] };
    expect((await bea('POST', '/api/apps/desk/forms/order/records', { command: randomUUID(), data })).statusCode).toBe(
      201,
    );
  }
});
afterAll(() => controllers.forEach((one) => one.abort()));

interface Stream {
  events: PushEvent[];
  ids: string[];
  ended: boolean;
  close(): void;
}

/** Server-sent events as the screens read them: by fetch. */
async function listen(headers: Record<string, string>): Promise<Stream> {
  const controller = new AbortController();
  controllers.push(controller);
  const response = await fetch(`${base}/api/push`, { headers, signal: controller.signal });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const stream: Stream = { events: [], ids: [], ended: false, close: () => controller.abort() };
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const read = async (): Promise<void> => {
    let text = '';
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      text += part.value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        stream.events.push(JSON.parse(data) as PushEvent);
        stream.ids.push(/^id: (.*)$/m.exec(block)?.[1] ?? '');
      }
    }
  };
  void read()
    .catch(() => undefined)
    .finally(() => {
      stream.ended = true;
    });
  return stream;
}

async function cookieOf(login: string): Promise<string> {
  const answer = await edge.http.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login, password: PASSWORD },
  });
  return `${answer.cookies[0]?.name}=${answer.cookies[0]?.value}`;
}

async function tokenOf(order_no: string, phone: string): Promise<string> {
  const answer = await edge.http.inject({
    method: 'POST',
    url: '/api/portal/desk/proof',
    payload: { fields: { order_no, phone } },
  });
  return `Visitor ${answer.json<{ token: string }>().token}`;
}

const about = (stream: Stream, id: string): PushEvent[] => stream.events.filter((event) => event.id === id);

test('a change is told to whoever may see it: all of a form with the id, some of it without, nothing to others', async () => {
  const [amy, rob, mine, other] = await Promise.all([
    cookieOf('amy').then((cookie) => listen({ cookie })),
    cookieOf('rob').then((cookie) => listen({ cookie })),
    tokenOf('SO1', '13800138000').then((authorization) => listen({ authorization })),
    tokenOf('SO2', '13900139000').then((authorization) => listen({ authorization })),
  ]);
  const visitor = await edge.visitor('desk', { order_no: 'SO1', phone: '13800138000' });
  const { id } = (
    await visitor('POST', tickets, { command: randomUUID(), data: { order_no: 'SO1', what: 'x' } })
  ).json();
  await expect.poll(() => about(amy, id).length, { timeout: 5_000 }).toBeGreaterThan(0);
  await expect.poll(() => about(mine, id).length, { timeout: 5_000 }).toBeGreaterThan(0);
  await expect
    .poll(() => rob.events, { timeout: 5_000 })
    .toContainEqual({ kind: 'record', app: 'desk', form: 'ticket' });
  expect(about(rob, id)).toEqual([]);
  expect(other.events).toEqual([]);
  expect(JSON.stringify(amy.events)).not.toMatch(/SO1|"what"/);
  for (const stream of [amy, rob, mine, other]) stream.close();
});

test('a message is told to its receiver only', async () => {
  const [amy, bea] = await Promise.all(['amy', 'bea'].map(async (login) => listen({ cookie: await cookieOf(login) })));
  const { id } = await knex('engine.app_user').where({ login: 'amy' }).first<{ id: string }>('id');
  await knex.raw(`select pg_notify('engine', ?)`, [JSON.stringify({ kind: 'message', app: 'desk', users: [id] })]);
  await expect.poll(() => amy?.events, { timeout: 5_000 }).toContainEqual({ kind: 'message', app: 'desk' });
  expect(bea?.events).toEqual([]);
  amy?.close();
  bea?.close();
});

test('a stream that was cut goes on behind its last event; after too much has happened everything is looked at again', async () => {
  const cookie = await cookieOf('bea');
  const first = await listen({ cookie });
  const tell = (id: string) =>
    knex.raw(`select pg_notify('engine', ?)`, [JSON.stringify({ kind: 'record', app: 'desk', form: 'ticket', id })]);
  await tell('one');
  await expect.poll(() => about(first, 'one').length, { timeout: 5_000 }).toBe(1);
  const last = first.ids.at(-1) ?? '';
  first.close();
  await tell('two');
  const witness = await listen({ cookie });
  await tell('three');
  await expect.poll(() => about(witness, 'three').length, { timeout: 5_000 }).toBe(1);
  const again = await listen({ cookie, 'last-event-id': last });
  await expect.poll(() => about(again, 'three').length, { timeout: 5_000 }).toBe(1);
  expect([about(again, 'one').length, about(again, 'two').length]).toEqual([0, 1]);
  const stranger = await listen({ cookie, 'last-event-id': 'another-process-7' });
  await expect.poll(() => stranger.events, { timeout: 5_000 }).toContainEqual({ kind: 'app', app: 'desk' });
  for (const stream of [witness, again, stranger]) stream.close();
});

test('security: a stream ends at once when the person is disabled', async () => {
  const stream = await listen({ cookie: await cookieOf('nil') });
  await knex('engine.app_user').where({ login: 'nil' }).update({ disabled: true });
  await expect.poll(() => stream.ended, { timeout: 5_000 }).toBe(true);
});

test('nobody hears anything without an account or a proof, and one person has a dozen streams at most', async () => {
  expect((await fetch(`${base}/api/push`)).status).toBe(401);
  const cookie = await cookieOf('rob');
  const streams: Stream[] = [];
  for (let count = 0; count < 13; count += 1) streams.push(await listen({ cookie }));
  await expect.poll(() => streams.filter(({ ended }) => ended).length, { timeout: 5_000 }).toBe(1);
  expect(streams[0]?.ended).toBe(true);
});
