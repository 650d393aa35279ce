import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile, DESK, PHONE } from './support/browser.ts';
import { complaintsOf } from './support/health.ts';
import { choose, complete, expectState, figureOf, SOON, taskAt } from './support/journey.ts';
import { asVisitor, prove, signIn } from './support/people.ts';
import { photo } from './support/pictures.ts';
import { type System, startSystem } from './support/system.ts';

describeInBrowser('A return goes from application to refund', () => {
  const people = browserForFile();
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system?.stop());

  test('in Chinese, applied for and approved on a phone, above 5000 with the CFO, while the board moves by itself', async () => {
    const { url, knex, counterparts } = system;
    const order = 'SO100002';
    const phone = '13800100002';

    const board = await people.open({ url });
    await signIn(board, 'supervisor_1', '/w/returns/boards/progress');
    await expect.poll(() => figureOf(board, 'pending_review'), SOON).toBe('0');
    await board.evaluate(() => Object.assign(globalThis, { sameDocument: true }));

    const customer = await people.open({ url, size: PHONE });
    await prove(customer, order, phone);
    await customer.locator('[data-row]', { hasText: '轻薄笔记本' }).getByRole('button', { name: '增加' }).click();
    await customer.locator('[data-operation="next"]').click();
    await choose(customer, 'reason', { key: 'quality', label: '质量问题' });
    await customer.locator('[data-path="description"]').fill('屏幕有一条亮线');
    await customer.locator('input[type=file][data-path="evidence"]').setInputFiles(photo);
    await customer.locator('.file img').waitFor();
    await customer.locator('[data-operation="next"]').click();
    await customer.getByText('¥6,999.00').waitFor();
    await customer.locator('[data-operation="next"]').click();
    await customer.locator('.summary').getByText('轻薄笔记本 14 寸').waitFor();
    await customer.locator('[data-operation="next"]').click();
    await customer.getByText('申请已提交').waitFor();

    const review = await taskAt(knex, order, 'first_review');
    await expect.poll(() => figureOf(board, 'pending_review'), SOON).toBe('1');
    const agent = await people.open({ url, size: PHONE });
    await signIn(agent, review.login ?? '');
    await agent.locator(`[data-task="${review.id}"] a`).click();
    await agent.getByRole('region', { name: '审核要点' }).waitFor();
    await agent.locator('[data-operation="approve"]').click();
    await expectState(knex, order, 'awaiting_shipment');

    await expect.poll(() => counterparts.sms.messages.map((sms) => sms.phone), SOON).toContain(phone);
    expect(counterparts.sms.messages.find((sms) => sms.phone === phone)?.text).toContain('庆丰路88号');

    await customer.getByRole('button', { name: '查看进度' }).click();
    await customer.locator('[data-state="awaiting_shipment"]').waitFor();
    await choose(customer, 'carrier', { key: 'shunfeng', label: '顺丰' });
    await customer.locator('[data-path="tracking_no"]').fill('SF1234567890');
    await customer.locator('[data-operation="tracking_entered"]').click();
    await customer.locator('[data-state="in_transit"]').waitFor();

    const keeper = await people.open({ url, size: { width: 768, height: 1024 } });
    await signIn(keeper, 'keeper_2', '/w/returns/scan/1');
    await scan(keeper, 'SF1234567890');
    await keeper.getByRole('heading', { name: review.title }).waitFor();
    await scan(keeper, 'LT-14');
    await keeper.getByText('LT-14 × 1').waitFor();
    await keeper.locator('[data-operation="complete"]').click();
    await expectState(knex, order, 'pending_inspection');
    await expect.poll(() => figureOf(board, 'pending_inspection'), SOON).toBe('1');

    const inspect = await taskAt(knex, order, 'inspect');
    expect(inspect.login).toBe('inspector_2');
    const inspector = await people.open({ url });
    await signIn(inspector, 'inspector_2', `/w/tasks/todo/${inspect.id}`);
    await inspector.locator('[data-path="grade"] input[value="A"]').check();
    await inspector.locator('input[type=file][data-path="inspection_photos"]').setInputFiles(photo);
    await inspector.locator('.file img').waitFor();
    await choose(inspector, 'liable_party', { key: 'none', label: '无责任方' });
    await choose(inspector, 'disposition', { key: 'restock', label: '重新入库' });
    await inspector.locator('[data-operation="complete"]').click();
    await expectState(knex, order, 'pending_finance');

    const settle = await taskAt(knex, order, 'settle');
    const finance = await people.open({ url });
    await signIn(finance, 'finance_1', `/w/tasks/${settle.id}`);
    await finance.locator('input[data-path="approved_amount"]').fill('6999.00');
    await finance.locator('[data-operation="complete"]').click();
    await expectState(knex, order, 'pending_cfo');
    expect(counterparts.wechatRefund.refunds).toEqual([]);
    await expect.poll(() => figureOf(board, 'refunds_due'), SOON).toBe('¥6,999.00');

    const decide = await taskAt(knex, order, 'cfo_review');
    const cfo = await people.open({ url });
    await signIn(cfo, 'cfo_1', `/w/tasks/${decide.id}`);
    await cfo.locator('[data-operation="approve"]').click();
    await expectState(knex, order, 'completed');

    expect(counterparts.wechatRefund.refunds).toHaveLength(1);
    expect(counterparts.wechatRefund.paidFen()).toBe(699_900);
    const refunds = await knex('returns.refund').select('amount', 'status');
    expect(refunds).toEqual([{ amount: '6999.00', status: 'success' }]);
    await customer.locator('[data-state="completed"]').waitFor();
    await expect.poll(() => figureOf(board, 'refunds_due'), SOON).not.toBe('¥6,999.00');
    expect(await board.evaluate(() => 'sameDocument' in globalThis)).toBe(true);

    for (const page of [board, customer, agent, keeper, inspector, finance, cfo])
      expect(complaintsOf(page)).toEqual([]);
  });

  test('in English, approved at a desk, up to 5000 without the CFO', async () => {
    const { url, knex, counterparts } = system;
    const order = 'SO100014';
    const phone = '13800100014';
    const customer = await people.open({ url, size: PHONE, locale: 'en' });
    await prove(customer, order, phone);
    await customer.getByRole('heading', { name: 'Choose articles' }).waitFor();
    await customer.locator('[data-row]').first().getByRole('button', { name: 'More' }).click();
    await customer.locator('[data-operation="next"]').click();
    await choose(customer, 'reason', { key: 'size', label: 'Wrong size' });
    await customer.locator('[data-operation="next"]').click();
    await customer.locator('[data-operation="next"]').click();
    await customer.getByRole('button', { name: 'Submit' }).click();
    await customer.getByText('Request sent').waitFor();
    await customer.getByRole('button', { name: 'Follow it' }).click();
    await customer.getByRole('heading', { name: 'We are looking at your request' }).waitFor();

    const review = await taskAt(knex, order, 'first_review');
    const agent = await people.open({ url, size: DESK, locale: 'en' });
    await signIn(agent, review.login ?? '', `/w/tasks/todo/${review.id}`);
    await agent.getByRole('region', { name: 'What to look at' }).waitFor();
    await agent.locator('[data-operation="approve"]').click();
    await customer.getByRole('heading', { name: 'Accepted: please send the articles back' }).waitFor();
    const visitor = await asVisitor(url, order, phone);
    const record = await knex('returns.return_request').where({ order_no: order }).first<{ id: string }>('id');
    await visitor.send(
      'POST',
      `/api/apps/returns/forms/return_request/records/${record?.id}/signals/tracking_entered`,
      {
        command: crypto.randomUUID(),
        data: { carrier: 'shunfeng', tracking_no: 'SF0987654321' },
      },
    );
    const receive = await taskAt(knex, order, 'receive');
    await complete(url, 'keeper_1', receive.id, 'complete', ({ record: { data } }) => ({
      lines: (data.lines as { id: string }[]).map(({ id }) => ({ id, received_qty: 1 })),
    }));
    const inspect = await taskAt(knex, order, 'inspect');
    expect(inspect.login).toBe('inspector_1');
    await complete(url, 'inspector_1', inspect.id, 'complete', () => ({
      grade: 'A',
      liable_party: 'none',
      disposition: 'restock',
    }));
    const settle = await taskAt(knex, order, 'settle');
    const finance = await people.open({ url, locale: 'en' });
    await signIn(finance, 'finance_1', `/w/tasks/${settle.id}`);
    await finance.locator('input[data-path="approved_amount"]').fill('499.00');
    await finance.locator('[data-operation="complete"]').click();
    await expectState(knex, order, 'completed');
    await customer.locator('[data-state="completed"]').waitFor();
    expect(counterparts.wechatRefund.refunds.filter(({ outTradeNo }) => outTradeNo === order)).toHaveLength(1);
    for (const page of [customer, agent, finance]) expect(complaintsOf(page)).toEqual([]);
  });
});

/** What a wedge scanner does: it types the code and presses Enter. */
async function scan(page: Page, code: string): Promise<void> {
  await page.locator('#scan-input').focus();
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}
