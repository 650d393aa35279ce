import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../engine/host/testing/database.ts';
import { type Replay, replay } from './replay.ts';
import { invoices, isSold, readSales } from './sales.ts';
import { type Stage, startStage } from './server.ts';

const EXCERPT = fileURLToPath(new URL('excerpt.csv', import.meta.url));

let stage: Stage;
let folder: string;
let result: Replay;

beforeAll(async () => {
  const { url } = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'online-retail-test-'));
  stage = await startStage({ DATABASE_URL: url, DATA_DIR: folder }, () => undefined);
  result = await replay(stage, EXCERPT, () => undefined);
}, 300_000);

afterAll(async () => {
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

test('real lines with a customer become orders, and every other line is reported with its reason', async () => {
  const sold = invoices((await readSales(EXCERPT)).filter(isSold));
  expect(result.orders).toBe(sold.size - result.imported.refused.size);
  const { accepted, refused, reasons } = result.imported.view;
  expect(accepted + refused).toBe(500);
  const byReason = Object.fromEntries(reasons.map(({ code, count }) => [code, count]));
  expect(byReason).toEqual({
    cancellation: 40,
    no_customer: 96,
    price_not_positive: 6,
    not_an_article: 9,
    duplicate_rows: 1,
    other_line_refused: 4,
  });
});

test('cancelled invoices that one earlier order covers go through the flow, the rest is left with a reason', () => {
  expect(result.cancelled).toBe(28);
  const counts = Object.fromEntries(Object.entries(result.left).map(([reason, nos]) => [reason, nos.length]));
  expect(counts).toEqual({ not_an_article: 4, no_earlier_order: 7, no_customer: 3 });
  expect(Object.values(result.returns).reduce((sum, count) => sum + count, 0)).toBe(14);
});

test('the largest one, 74,215 pieces for 77,183.60, is paid after the CFO has approved it', async () => {
  const { rows } = await stage.server.host.database.knex.raw<{ rows: unknown[] }>(
    `select r.approved_amount::text as amount, r.state, t.outcome
     from returns.return_request r join engine.task t on t.record = r.id and t.node = 'cfo_review'
     where r.order_no = '541431'`,
  );
  expect(rows).toEqual([{ amount: '77183.60', state: 'completed', outcome: 'approved' }]);
});

test('each refund was paid once, and the order system heard of each settlement', async () => {
  const { knex } = stage.server.host.database;
  const { rows } = await knex.raw<{ rows: { return_no: string; amount: string }[] }>(
    `select return_no, approved_amount::text as amount from returns.return_request
     where state = 'completed' and description like 'Cancelled by invoice C%' order by return_no`,
  );
  const { refunds } = stage.outside.wechatRefund;
  const paid = refunds.map(({ outRefundNo, refund }) => ({
    return_no: outRefundNo.slice(2),
    amount: (refund / 100).toFixed(2),
  }));
  expect(paid.sort((a, b) => (a.return_no < b.return_no ? -1 : 1))).toEqual(rows);
  await stage.server.host.settle();
  expect(stage.outside.oms.settlements.map(({ returnNo }) => returnNo).sort()).toEqual(
    rows.map(({ return_no }) => return_no),
  );
});

test('every figure that the boards show is what plain SQL counts', () => {
  expect(result.boards.filter(({ differences }) => differences.length > 0)).toEqual([]);
  expect(result.boards.length).toBeGreaterThan(20);
});
