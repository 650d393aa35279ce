import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectorDefinition } from '../../engine/definition/index.ts';
import type { Json } from '../../engine/expression/types.ts';
import { answerFacts, classify } from '../../engine/host/connectors/answer.ts';
import { connectorFunctions } from '../../engine/host/connectors/functions.ts';
import { installationOf } from '../../engine/host/connectors/installation.ts';
import { compileOperation } from '../../engine/host/connectors/operation.ts';
import { buildRequest, callFacts } from '../../engine/host/connectors/request.ts';
import type { SecretStore } from '../../engine/host/connectors/secrets.ts';
import { type RunningCounterparts, startAll } from './index.ts';

const APP = new URL('../../apps/returns/', import.meta.url);
const nothingStored = { of: async () => ({}) } as unknown as SecretStore;

async function definition<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(new URL(path, APP), 'utf8')) as T;
}

describe("the app's connectors against the counterparts", () => {
  let running: RunningCounterparts;

  beforeAll(async () => {
    running = await startAll({ orders: await definition('data/orders.json'), publicUrl: 'http://127.0.0.1:3000' });
  });
  beforeEach(() => running.reset());
  afterAll(() => running.stop());

  /** The request as the engine makes it, sent, and the answer as the engine reads it. */
  async function call(name: string, data: Record<string, Json>, key?: string) {
    const [connector = '', operation = ''] = name.split('.');
    const definitionOf = await definition<ConnectorDefinition>(`connectors/${connector}.json`);
    const wanted = definitionOf.operations[operation];
    if (!wanted) throw new Error(`no operation ${name}`);
    const env = { now: new Date().toISOString(), timeZone: 'Asia/Shanghai' };
    const installation = await installationOf('returns', definitionOf, running.env, nothingStored);
    expect(installation.missing).toEqual([]);
    const functions = connectorFunctions(() => new Date());
    const compiled = compileOperation(definitionOf, wanted, Object.keys(data), functions);
    const request = { app: 'returns', connector, operation, data, ...(key === undefined ? {} : { key }) };
    const facts = callFacts(compiled, request, installation, null, env);
    const { url, method, headers, body } = buildRequest(compiled, request, installation.baseUrl, facts, env);
    const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    const got = { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
    return classify(compiled, answerFacts(facts, got), env);
  }

  it('read an order, and know when there is none', async () => {
    expect(await call('oms.order', { order_no: 'SO100001' })).toMatchObject({
      kind: 'done',
      answer: { order_no: 'SO100001' },
    });
    expect(await call('oms.order', { order_no: 'SO999999' })).toMatchObject({ kind: 'missing' });
  });

  it('read what was paid on a day from the provider and from the books, in yuan', async () => {
    const refund = { refund_no: 'RF1', order_no: 'SO1', reason: 'RT1', amount: '12.30', total: '12.30' };
    await call('wechat_refund.refund', refund, 'RF1');
    await call('wechat_refund.query', { refund_no: 'RF1' });
    await call('wechat_refund.query', { refund_no: 'RF1' });
    await call('finance.red', { invoice_no: 'INV1', refund_no: 'RF1', amount: '12.30' }, 'RF1:red');
    const date = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(new Date());
    const answer = { entries: [{ refund_no: 'RF1', amount: '12.3' }] };
    expect(await call('wechat_refund.statement', { date })).toMatchObject({ kind: 'done', answer });
    expect(await call('finance.ledger', { date })).toMatchObject({ kind: 'done', answer });
  });

  it('sign an SMS whatever stands in its text', async () => {
    const text = "RT1 (通过)! 请寄至 'A3库' * https://shop.example/r?a=1&b=2 +~";
    expect(await call('sms_aliyun.send', { phone: '13800138000', text }, 'message-1')).toMatchObject({ kind: 'done' });
    expect(running.sms.messages).toMatchObject([
      { phone: '13800138000', text: `【示例商城】${text}`, outId: 'message-1' },
    ]);
  });

  it('come back later when the SMS provider limits', async () => {
    running.sms.faults.failNext(1, 'isv.BUSINESS_LIMIT_CONTROL');
    expect(await call('sms_aliyun.send', { phone: '13800138000', text: 'x' }, 'm')).toMatchObject({ kind: 'retry' });
    running.sms.faults.failNext(1, 'isv.MOBILE_NUMBER_ILLEGAL');
    expect(await call('sms_aliyun.send', { phone: '13800138000', text: 'x' }, 'm')).toMatchObject({ kind: 'failed' });
  });

  it('sign robot messages, and come back later when the robot is too busy', async () => {
    expect(await call('dingtalk_robot.send', { title: '待质检', text: 'RT1' })).toMatchObject({ kind: 'done' });
    expect(await call('wecom_robot.send', { text: 'RT1' })).toMatchObject({ kind: 'done' });
    running.dingtalk.faults.failNext(1, '130101');
    running.wecom.faults.failNext(1, '45009');
    expect(await call('dingtalk_robot.send', { title: 't', text: 'x' })).toMatchObject({ kind: 'retry' });
    expect(await call('wecom_robot.send', { text: 'x' })).toMatchObject({ kind: 'retry' });
  });

  const refund = { refund_no: 'RF1', order_no: 'SO100001', reason: 'RT1', amount: '129.05', total: '487.00' };

  it('sign a refund, in fen, and poll until it is paid', async () => {
    const asked = await call('wechat_refund.refund', refund, 'RF1');
    expect(asked).toMatchObject({ kind: 'pending', poll: { operation: 'query', data: { refund_no: 'RF1' } } });
    expect(running.wechatRefund.refunds).toMatchObject([{ refund: 12905, total: 48700 }]);
    expect(await call('wechat_refund.query', { refund_no: 'RF1' })).toMatchObject({ kind: 'pending' });
    expect(await call('wechat_refund.query', { refund_no: 'RF1' })).toMatchObject({ kind: 'done', outcome: 'done' });
  });

  it('tell an abnormal refund from a closed one', async () => {
    for (const [outcome, expected] of [
      ['ABNORMAL', 'abnormal'],
      ['CLOSED', 'closed'],
    ] as const) {
      running.reset();
      running.wechatRefund.force(outcome);
      await call('wechat_refund.refund', refund, 'RF1');
      await call('wechat_refund.query', { refund_no: 'RF1' });
      expect(await call('wechat_refund.query', { refund_no: 'RF1' })).toMatchObject({ outcome: expected });
    }
  });

  it('book settlements, shipments, credits, red invoices and timelines once for each key', async () => {
    const lines = [{ sku: 'TS-W-M', qty: 1, disposition: 'restock' }];
    for (let sent = 0; sent < 2; sent += 1) {
      const settle = {
        return_no: 'RT1',
        order_no: 'SO100001',
        type: 'return_refund',
        amount: '129.00',
        refund_no: 'RF1',
        lines,
      };
      expect(await call('oms.settle', settle, 'RT1:settle')).toMatchObject({ kind: 'done' });
      const ship = { return_no: 'RT1', order_no: 'SO100001', kind: 'exchange', lines: [{ sku: 'TS-W-M', qty: 1 }] };
      expect(await call('oms.ship', ship, 'RT1:ship')).toMatchObject({ answer: { shipment_no: 'SH00000001' } });
      const credit = { customer: 'C1001', refund_no: 'RF1', amount: '129.00' };
      expect(await call('wallet.credit', credit, 'RF1')).toMatchObject({ kind: 'done' });
      const red = { invoice_no: 'INV1', refund_no: 'RF1', amount: '129.00' };
      expect(await call('finance.red', red, 'RF1:red')).toMatchObject({ answer: { red_invoice_no: 'RED00000001' } });
      const entry = { customer: 'C1001', type: 'return_completed', reason: 'size', process: { grade: 'A' } };
      expect(await call('crm.timeline', entry, 'RT1:completed')).toMatchObject({ kind: 'done' });
    }
    const { oms, wallet, finance, crm } = running;
    const booked = [oms.settlements, oms.shipments, wallet.credits, finance.ledger, crm.timeline];
    expect(booked.map((list) => list.length)).toEqual([1, 1, 1, 1, 1]);
  });

  it('know that an exchange is out of stock', async () => {
    running.oms.setStock('CT-G-XL', 0);
    const ship = { return_no: 'RT2', order_no: 'SO100001', kind: 'exchange', lines: [{ sku: 'CT-G-XL', qty: 1 }] };
    expect(await call('oms.ship', ship, 'RT2:ship')).toMatchObject({ outcome: 'out_of_stock' });
  });

  it('subscribe to a parcel, where a second time counts as done, and name the address to call back', async () => {
    const parcel = { company: 'shunfeng', number: 'SF1234567890' };
    expect(await call('kuaidi100.subscribe', parcel)).toMatchObject({ kind: 'done' });
    expect(await call('kuaidi100.subscribe', parcel)).toMatchObject({ kind: 'done' });
    const url = 'http://127.0.0.1:3000/api/hooks/returns/kuaidi100/tracking';
    expect(running.carrier.parcels.get('SF1234567890')).toMatchObject({ callbackUrl: url });
    expect(await call('kuaidi100.query', parcel)).toMatchObject({ kind: 'missing' });
  });
});
