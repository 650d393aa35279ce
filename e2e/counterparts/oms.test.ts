import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OmsCounterpart, start } from './oms.ts';
import { readOrders, resolveRelative } from './order-book.ts';

const orders = {
  rows: [
    {
      order_no: 'SO100001',
      phone: '13800138000',
      signed_at: '{{-3d 10:30}}',
      lines: [
        { sku: 'A', qty: 2, unit_paid: '99.00' },
        { sku: 'B', qty: 1, unit_paid: '50.00' },
      ],
    },
  ],
};
const now = () => new Date('2026-03-02T01:00:00Z');

describe('the order system', () => {
  let oms: OmsCounterpart;
  beforeAll(async () => {
    oms = await start({ token: 'T', orders, stockOf: { RARE: 1 }, now });
  });
  beforeEach(() => oms.reset());
  afterAll(() => oms.stop());

  const get = (path: string, token = 'T') =>
    fetch(`${oms.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const post = (path: string, key: string, body: unknown) =>
    fetch(`${oms.url}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer T', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  const settle = (no: string, qty = 1) =>
    post(`/returns/${no}/settlement`, `${no}:settle`, {
      order_no: 'SO100001',
      type: 'return_refund',
      amount: '99.00',
      lines: [{ sku: 'A', qty, disposition: 'restock' }],
    });
  const stock = async (sku: string) => ((await (await get(`/stock/${sku}`)).json()) as { available: number }).available;

  it('gives an order, and 404 for one that it does not know', async () => {
    expect(await (await get('/orders/SO100001')).json()).toMatchObject({
      order_no: 'SO100001',
      signed_at: '2026-02-27T02:30:00.000Z',
    });
    expect((await get('/orders/SO999999')).status).toBe(404);
    expect((await get('/orders/SO100001', 'wrong')).status).toBe(401);
  });

  it('books a settlement and its stock once, however often it is sent', async () => {
    const [first, again] = [await settle('RT1'), await settle('RT1')];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(oms.settlements).toHaveLength(1);
    expect(await stock('A')).toBe(101);
  });

  it('refuses finally what is settled under another key, unknown, or more than was bought', async () => {
    await settle('RT1');
    expect((await post('/returns/RT1/settlement', 'other', { order_no: 'SO100001', lines: [] })).status).toBe(409);
    expect((await post('/returns/RT2/settlement', 'x', { order_no: 'SO2' })).status).toBe(404);
    expect((await settle('RT3', 3)).status).toBe(422);
  });

  it('ships an exchange once and refuses what is out of stock', async () => {
    const ship = (key: string) =>
      post('/shipments', key, { return_no: 'RT1', order_no: 'SO100001', lines: [{ sku: 'RARE', qty: 1 }] });
    const [first, again] = [await ship('RT1:ship'), await ship('RT1:ship')];
    expect(await first.json()).toEqual(await again.json());
    expect(oms.shipments).toHaveLength(1);
    expect(await stock('RARE')).toBe(0);
    expect((await ship('RT2:ship')).status).toBe(409);
  });
});

describe('times in demo orders', () => {
  it('are relative to the day of loading and never in the future', () => {
    const late = new Date('2026-03-01T17:00:00Z');
    expect(resolveRelative(['{{-1d}}', '{{-1d 10:30}}', '{{0d 23:00}}', 'as it is', null], late)).toEqual([
      '2026-02-28T16:00:00.000Z',
      '2026-03-01T02:30:00.000Z',
      '2026-03-01T17:00:00.000Z',
      'as it is',
      null,
    ]);
  });

  it('are read from a data definition as well as from a list', () => {
    expect(readOrders([{ order_no: 'X', lines: [] }], now()).has('X')).toBe(true);
    expect(readOrders(orders, now()).size).toBe(1);
  });

  it('come with what was paid for each line and in all', () => {
    const line = { sku: 'A', qty: 3, unit_price: '100.00', discount_share: '50.00' };
    const order = readOrders([{ order_no: 'X', freight: '10.00', lines: [line] }], now()).get('X');
    expect(order).toMatchObject({ order_paid: '260.00', lines: [{ line_paid: '250.00', unit_paid: '83.33' }] });
  });
});
