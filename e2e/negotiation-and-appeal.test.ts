import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile, PHONE } from './support/browser.ts';
import { expectHealthy } from './support/health.ts';
import {
  apply,
  type Buyer,
  bringToInspection,
  complete,
  expectState,
  recordOf,
  SOON,
  taskAt,
  todoOf,
} from './support/journey.ts';
import { signIn } from './support/people.ts';
import { photo } from './support/pictures.ts';
import { type System, startSystem } from './support/system.ts';

describeInBrowser('A request that is not simply accepted', () => {
  const people = browserForFile();
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system?.stop());

  /** The customer's own page of a request: the link in the message asks for the proof, and then leads there. */
  async function follow({ order, phone }: Buyer): Promise<Page> {
    const page = await people.open({ url: system.url, size: PHONE });
    await page.goto(`/portal/returns/r/${await recordOf(system.knex, order)}`);
    await page.getByText('先查找订单，即可查看这条申请的进展').waitFor();
    await page.locator('#proof-order_no').fill(order);
    await page.locator('#proof-phone').fill(phone);
    await page.locator('form.find button[type=submit]').click();
    return page;
  }

  async function atTask(login: string | null, task: string): Promise<Page> {
    const page = await people.open({ url: system.url });
    await signIn(page, login ?? '', `/w/tasks/todo/${task}`);
    return page;
  }

  const smsTo = (phone: string) =>
    system.counterparts.sms.messages.filter((sms) => sms.phone === phone).map(({ text }) => text);

  test('asked for more, a customer reads what is wanted and answers on the phone; the same desk looks again', async () => {
    const buyer = { order: 'SO100009', phone: '13800100009' };
    const { knex } = system;
    await apply(system, buyer, { type: 'return_refund', reason: 'not_as_described' }, [{ sku: 'CT-G-L' }]);
    const customer = await follow(buyer);
    await customer.locator('[data-state="pending_review"]').waitFor();

    const review = await taskAt(knex, buyer.order, 'first_review');
    const agent = await atTask(review.login, review.id);
    await decide(agent, 'need_info', '请拍一张吊牌的照片');
    await customer.locator('[data-state="need_info"]').waitFor();
    expect(await customer.locator('[data-told="reason"]').innerText()).toContain('请拍一张吊牌的照片');
    await expect.poll(() => smsTo(buyer.phone).join(), SOON).toContain('需要补充：请拍一张吊牌的照片');
    // Whoever is done has it off the desk, and off the number in the rail.
    await agent.getByRole('link', { name: '待办' }).locator('.count').waitFor({ state: 'detached' });

    await customer.locator('input[type=file][data-path="evidence"]').setInputFiles(photo);
    await customer.locator('.file img').waitFor();
    await customer.locator('[data-path="description"]').fill('吊牌完好，颜色不对');
    await customer.locator('[data-operation="resubmit"]').click();
    await customer.locator('[data-state="pending_review"]').waitFor();

    const again = await taskAt(knex, buyer.order, 'first_review');
    expect(again.id).not.toBe(review.id);
    expect(again.login).toBe(review.login);
    await agent.locator(`[data-task="${again.id}"] a`).click();
    await agent.getByText('吊牌完好，颜色不对').first().waitFor();
    await agent.locator('[data-operation="approve"]').click();
    await customer.locator('[data-state="awaiting_shipment"]').waitFor();
    expect(await customer.locator('[data-shown="return_address"]').innerText()).toContain('华志路');

    for (const page of [customer, agent]) await expectHealthy(page, 'asked for more');
  });

  test('rejected with a reason, a customer appeals once; the supervisor decides, and no second appeal is offered', async () => {
    const buyer = { order: 'SO100055', phone: '13800100026' };
    const { knex } = system;
    await apply(system, buyer, { type: 'return_refund', reason: 'size' }, [{ sku: 'SH-43' }]);
    const review = await taskAt(knex, buyer.order, 'first_review');
    const agent = await atTask(review.login, review.id);
    await decide(agent, 'reject', '鞋底有明显穿着痕迹');

    const customer = await follow(buyer);
    await customer.locator('[data-state="rejected"]').waitFor();
    expect(await customer.locator('[data-told="reason"]').innerText()).toContain('鞋底有明显穿着痕迹');
    await customer.locator('[data-operation="appeal"]').click();
    await customer.locator('[data-field="appeal_text"] [role="alert"]').waitFor();
    await customer.locator('[data-path="appeal_text"]').fill('只在家试穿过一次');
    await customer.locator('[data-operation="appeal"]').click();
    await customer.getByRole('heading', { name: '主管正在处理您的申诉' }).waitFor();

    const appeal = await taskAt(knex, buyer.order, 'appeal_review');
    const supervisor = await atTask('supervisor_1', appeal.id);
    // What it is about stands before anything else that may be read there.
    const first = supervisor.locator('.form-sections [data-field]').first();
    expect(await first.getAttribute('data-field')).toBe('appeal_text');
    expect(await first.innerText()).toContain('只在家试穿过一次');
    await decide(supervisor, 'reject', '照片显示鞋底磨损');

    await customer.locator('[data-told="reason"]', { hasText: '照片显示鞋底磨损' }).waitFor();
    await customer.getByText('这是最终决定').first().waitFor();
    expect(await customer.locator('[data-operation]').count()).toBe(0);
    await expect.poll(() => smsTo(buyer.phone).length, SOON).toBe(3);
    const [refused, final, survey] = smsTo(buyer.phone);
    expect(refused).toContain('7 天内可申诉一次');
    expect(final).toContain('申诉未通过：照片显示鞋底磨损');
    expect(final).not.toContain('7 天内');
    expect(survey).toContain('/f/survey?return_no=');

    for (const page of [customer, agent, supervisor]) await expectHealthy(page, 'appealed');
  });

  test('a worn article is negotiated: the agent proposes, the customer reads and accepts it on the phone, and it is paid', async () => {
    const buyer = { order: 'SO100014', phone: '13800100014' };
    const { url, knex, counterparts } = system;
    await apply(system, buyer, { type: 'return_refund', reason: 'size' }, [{ sku: 'SH-42' }]);
    const inspect = await bringToInspection(system, buyer, 'keeper_1');
    const finding = { grade: 'B', liable_party: 'customer', disposition: 'restock', inspection_note: '鞋底有划痕' };
    await complete(url, inspect.login ?? '', inspect.id, 'complete', () => finding);

    const customer = await follow(buyer);
    await customer.getByRole('heading', { name: '正在协商处理方案' }).waitFor();
    expect(await customer.locator('[data-operation]').count()).toBe(0);

    const propose = await taskAt(knex, buyer.order, 'propose');
    const agent = await atTask(propose.login, propose.id);
    await agent.getByText('鞋底有划痕').first().waitFor();
    // It is here already: to keep it is no proposal.
    expect(await agent.locator('[data-path="proposal_kind"] input[value="keep_item"]').count()).toBe(0);
    await agent.locator('[data-path="proposal_kind"] input[value="part_refund"]').check();
    await agent.locator('[data-path="proposal_text"]').fill('鞋底有划痕，退 300 元');
    await agent.locator('[data-operation="complete"]').click();
    await agent.locator('[data-field="proposal_amount"] [role="alert"]').waitFor();
    await agent.locator('input[data-path="proposal_amount"]').fill('300');
    await agent.locator('[data-operation="complete"]').click();

    await customer.getByRole('heading', { name: '我们有一个处理方案' }).waitFor();
    expect(await customer.locator('[data-shown="proposal_kind"]').innerText()).toBe('部分退款');
    expect(await customer.locator('[data-shown="offered_refund"]').innerText()).toBe('¥300.00');
    expect(await customer.locator('[data-shown="proposal_text"]').innerText()).toBe('鞋底有划痕，退 300 元');
    // While one answer is being written, the other is not a press away.
    await customer.locator('[data-operation="refuse_proposal"]').click();
    await customer.locator('form [data-operation="refuse_proposal"]').waitFor();
    expect(await customer.locator('[data-operation="accept_proposal"]').count()).toBe(0);
    await customer.getByRole('button', { name: '返回' }).click();
    await customer.locator('[data-path="customer_answer"]').fill('可以');
    await customer.locator('[data-operation="accept_proposal"]').click();
    await customer.locator('[data-state="pending_finance"]').waitFor();

    const settle = await taskAt(knex, buyer.order, 'settle');
    const finance = await atTask('finance_1', settle.id);
    await finance.locator('input[data-path="approved_amount"]').waitFor();
    expect(await finance.locator('input[data-path="approved_amount"]').inputValue()).toBe('300.00');
    await finance.locator('[data-operation="complete"]').click();
    await customer.locator('[data-state="completed"]').waitFor();
    expect(await customer.locator('[data-shown="approved_amount"]').innerText()).toBe('¥300.00');
    expect(paidFor(buyer.order, counterparts)).toEqual([{ refund: 30_000, status: 'SUCCESS' }]);
    const kept = await knex('returns.negotiation').where({ proposal_kind: 'part_refund' }).select('amount', 'response');
    expect(kept).toEqual([{ amount: '300.00', response: 'accepted' }]);

    // Asked at the end, a customer who is not content is called by the agent who had the case.
    await customer.getByRole('link', { name: '评价这次服务' }).click();
    await customer.locator('[data-operation="submit"]').waitFor();
    expect(await customer.locator('[data-field="return_no"] input').inputValue()).toBe(propose.title);
    await customer.locator('[data-field="phone"] input').fill(buyer.phone);
    await customer.locator('[data-field="csat"] input').press('ArrowRight');
    await customer.locator('[data-operation="submit"]').click();
    await customer.getByText('感谢您的评价').first().waitFor();
    const callBack = async () => (await todoOf(url, propose.login ?? '')).rows.find(({ form }) => form === 'survey');
    await expect.poll(async () => (await callBack())?.title, SOON).toBe(propose.title);
    await customer.goBack();
    await customer.locator('[data-state="completed"]').waitFor();
    expect(await customer.getByRole('link', { name: '评价这次服务' }).count()).toBe(0);

    for (const page of [customer, agent, finance]) await expectHealthy(page, 'negotiated');
  });

  test('a refund that fails is a to-do of finance, is tried again under its own number, and is paid once', async () => {
    const buyer = { order: 'SO100015', phone: '13800100015' };
    const { url, knex, counterparts } = system;
    await apply(system, buyer, { type: 'refund_only', reason: 'late' }, [{ sku: 'DR-R-M' }]);
    const review = await taskAt(knex, buyer.order, 'first_review');
    await complete(url, review.login ?? '', review.id, 'approve');
    const settle = await taskAt(knex, buyer.order, 'settle');
    counterparts.wechatRefund.force('ABNORMAL');
    try {
      await complete(url, 'finance_1', settle.id, 'complete', ({ record }) => ({
        approved_amount: record.data.request_amount,
      }));
      const customer = await follow(buyer);
      await customer.locator('[data-state="refund_failed"]').waitFor();
      await customer.getByText('无需您操作').first().waitFor();

      const failed = await taskAt(knex, buyer.order, 'refund_failed');
      expect((await todoOf(url, 'finance_1')).rows.map(({ id }) => id)).toContain(failed.id);
      await expect
        .poll(() => counterparts.dingtalk.requests.map(({ body }) => body).join(), SOON)
        .toContain('退款异常');
      const finance = await atTask('finance_1', failed.id);
      await finance.getByText('“原路退款”：对方答复“退款异常”').first().waitFor();
      const first = finance.locator('.form-sections [data-field="refund_no"]');
      expect(await first.innerText()).toContain(`RF${failed.title}`);
      counterparts.wechatRefund.force('SUCCESS');
      await finance.locator('[data-operation="retry"]').click();
      await customer.locator('[data-state="completed"]').waitFor();
      await expectState(knex, buyer.order, 'completed');

      expect(paidFor(buyer.order, counterparts)).toEqual([{ refund: 36_900, status: 'SUCCESS' }]);
      const refunds = await knex('returns.refund').where({ order_no: buyer.order }).select('refund_no', 'status');
      expect(refunds).toEqual([{ refund_no: `RF${failed.title}`, status: 'success' }]);
      for (const page of [customer, finance]) await expectHealthy(page, 'refunded at the second try');
    } finally {
      counterparts.wechatRefund.force('SUCCESS');
    }
  });
});

/** Presses what asks for a reason, and gives it. */
async function decide(page: Page, operation: string, reason: string): Promise<void> {
  await page.locator(`[data-operation="${operation}"]`).first().click();
  await page.locator('#operation-reason').fill(reason);
  await page.getByRole('dialog').locator('[data-operation="confirm"]').click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** What the provider has of an order: each refund number stands there once. */
function paidFor(order: string, { wechatRefund }: System['counterparts']): { refund: number; status: string }[] {
  return wechatRefund.refunds
    .filter(({ outTradeNo }) => outTradeNo === order)
    .map(({ refund, status }) => ({ refund, status }));
}
