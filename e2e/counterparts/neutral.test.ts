import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CrmCounterpart, start as startCrm } from './crm.ts';
import { type FinanceCounterpart, start as startFinance } from './finance.ts';
import { start as startWallet, type WalletCounterpart } from './wallet.ts';

type Call = { token?: string; key?: string };

function post(url: string, body: unknown, { token = 'T', key }: Call = {}): Promise<Response> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    ...(key ? { 'idempotency-key': key } : {}),
  };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

describe('the wallet', () => {
  let wallet: WalletCounterpart;
  beforeAll(async () => {
    wallet = await startWallet({ token: 'T' });
  });
  beforeEach(() => wallet.reset());
  afterAll(() => wallet.stop());

  const credit = (amount: string, call: Call = { key: 'RF1' }) =>
    post(`${wallet.url}/wallets/C1/credits`, { refund_no: 'RF1', amount }, call);

  it('books a credit once, however often it is sent', async () => {
    const first = await credit('0.10');
    const again = await credit('0.10');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    expect(wallet.credits).toMatchObject([{ customer: 'C1', refundNo: 'RF1', amount: '0.10' }]);
  });

  it('books once when the first answer was lost', async () => {
    wallet.faults.loseNextAnswers(1);
    await expect(credit('8')).rejects.toThrow();
    expect((await credit('8')).status).toBe(201);
    expect(wallet.credits).toHaveLength(1);
  });

  it('refuses a reused key, a missing key, a bad token and a bad amount', async () => {
    await credit('1.00');
    expect((await credit('2.00')).status).toBe(409);
    expect((await credit('1.00', {})).status).toBe(400);
    expect((await credit('1.00', { token: 'wrong', key: 'RF1' })).status).toBe(401);
    expect(
      (await post(`${wallet.url}/wallets/C1/credits`, { refund_no: 'RF2', amount: '1.005' }, { key: 'RF2' })).status,
    ).toBe(422);
    expect(wallet.credits).toHaveLength(1);
  });

  it('adds amounts exactly', async () => {
    for (const no of ['A', 'B', 'C'])
      await post(`${wallet.url}/wallets/C1/credits`, { refund_no: no, amount: '0.10' }, { key: no });
    const answer = await fetch(`${wallet.url}/wallets/C1`, { headers: { authorization: 'Bearer T' } });
    expect(await answer.json()).toMatchObject({ balance: '0.30' });
  });
});

describe('the finance system', () => {
  let finance: FinanceCounterpart;
  beforeAll(async () => {
    finance = await startFinance({ token: 'T', now: () => new Date('2026-03-01T16:30:00Z') });
  });
  beforeEach(() => finance.reset());
  afterAll(() => finance.stop());

  it("books a red-letter invoice once, in the ledger of the shop's day", async () => {
    const red = () =>
      post(`${finance.url}/invoices/INV1/red`, { refund_no: 'RF1', amount: '199.00' }, { key: 'RF1:red' });
    await red();
    await red();
    const answer = await fetch(`${finance.url}/ledger?date=2026-03-02`, { headers: { authorization: 'Bearer T' } });
    expect(await answer.json()).toMatchObject({
      entries: [{ refund_no: 'RF1', invoice_no: 'INV1', amount: '-199.00' }],
    });
  });

  it('refuses another key, a wrong amount and a wrong date', async () => {
    expect(
      (await post(`${finance.url}/invoices/INV1/red`, { refund_no: 'RF1', amount: '1' }, { key: 'RF1' })).status,
    ).toBe(422);
    expect(
      (await post(`${finance.url}/invoices/INV1/red`, { refund_no: 'RF2', amount: '-1' }, { key: 'RF2:red' })).status,
    ).toBe(422);
    const answer = await fetch(`${finance.url}/ledger?date=today`, { headers: { authorization: 'Bearer T' } });
    expect(answer.status).toBe(422);
  });
});

describe('the CRM', () => {
  let crm: CrmCounterpart;
  beforeAll(async () => {
    crm = await startCrm({ token: 'T' });
  });
  beforeEach(() => crm.reset());
  afterAll(() => crm.stop());

  it("adds one entry for each key to a customer's timeline", async () => {
    const entry = {
      type: 'return_completed',
      reason: 'size',
      process: ['submitted', 'approved'],
      csat: 5,
      url: 'http://x/r/1',
    };
    for (const key of ['RT1:completed', 'RT1:completed', 'RT2:completed'])
      await post(`${crm.url}/customers/C1/timeline`, entry, { key });
    expect(crm.timeline).toMatchObject([
      { customer: 'C1', key: 'RT1:completed', type: 'return_completed', csat: 5 },
      { customer: 'C1', key: 'RT2:completed' },
    ]);
  });

  it('refuses an entry without a type', async () => {
    expect((await post(`${crm.url}/customers/C1/timeline`, {}, { key: 'x' })).status).toBe(422);
  });
});
