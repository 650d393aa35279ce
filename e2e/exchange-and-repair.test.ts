import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile, PHONE } from './support/browser.ts';
import { expectHealthy } from './support/health.ts';
import {
  apply,
  type Buyer,
  bringToInspection,
  choose,
  complete,
  expectState,
  recordOf,
  SOON,
  taskAt,
} from './support/journey.ts';
import { prove, signIn } from './support/people.ts';
import { type System, startSystem } from './support/system.ts';

const INTACT = { grade: 'A', liable_party: 'none', disposition: 'restock' };

describeInBrowser('What comes back is exchanged or repaired', () => {
  const people = browserForFile();
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system?.stop());

  /** The customer's own page of a request, as the link in the message opens it after the proof. */
  async function follow({ order, phone }: Buyer, locale: 'zh-CN' | 'en' = 'zh-CN'): Promise<Page> {
    const page = await people.open({ url: system.url, size: PHONE, locale });
    await prove(page, order, phone);
    await page.getByText(order).first().waitFor();
    await page.goto(`/portal/returns/r/${await recordOf(system.knex, order)}`);
    return page;
  }
  async function atTask(login: string, task: string, locale: 'zh-CN' | 'en' = 'zh-CN'): Promise<Page> {
    const page = await people.open({ url: system.url, locale });
    await signIn(page, login, `/w/tasks/todo/${task}`);
    return page;
  }
  async function atRecord(login: string, order: string, locale: 'zh-CN' | 'en' = 'zh-CN'): Promise<Page> {
    const page = await people.open({ url: system.url, locale });
    await signIn(page, login, `/w/returns/forms/return_request/${await recordOf(system.knex, order)}`);
    return page;
  }
  const textsTo = (phone: string) =>
    system.counterparts.sms.messages.filter((sms) => sms.phone === phone).map(({ text }) => text);
  const next = (page: Page) => page.locator('[data-operation="next"]').click();

  test('an exchange is chosen on a phone, sent once the article is back, and confirmed', async () => {
    const { knex } = system;
    const buyer = { order: 'SO100014', phone: '13800100014' };
    const customer = await people.open({ url: system.url, size: PHONE });
    await prove(customer, buyer.order, buyer.phone);
    const shoes = customer.locator('[data-row]', { hasText: '轻跑鞋 42' });
    await choose(customer, 'type', { key: 'exchange', label: '换货' });
    await shoes.getByRole('button', { name: '增加' }).click();
    const instead = shoes.getByRole('combobox', { name: '换成' });
    const take = async (article: string) => {
      await instead.click();
      await customer.locator('.el-select-dropdown__item:visible', { hasText: article }).click();
      await customer.locator('.el-select-dropdown__item:visible').first().waitFor({ state: 'hidden' });
    };
    // Another kind of article is no exchange, and a dearer one is said to be before it is sent.
    await instead.click();
    await customer.locator('.el-select-dropdown__item:visible', { hasText: '轻跑鞋 43' }).waitFor();
    expect(await customer.locator('.el-select-dropdown__item', { hasText: '旗舰手机' }).count()).toBe(0);
    await customer.locator('.el-select-dropdown__item:visible', { hasText: '羊毛大衣 灰 L' }).click();
    await customer.locator('.el-select-dropdown__item:visible').first().waitFor({ state: 'hidden' });
    await next(customer);
    await customer.getByRole('alert').filter({ hasText: '要换的商品价格更高' }).waitFor();
    await take('轻跑鞋 43');
    await next(customer);
    await choose(customer, 'reason', { key: 'size', label: '尺码不合适' });
    // The phone's own Back is one step back, with nothing lost.
    await customer.goBack();
    await instead.waitFor();
    await next(customer);
    await next(customer);
    await next(customer);
    await customer.locator('.summary').getByText('轻跑鞋 42 × 1 · 换成 轻跑鞋 43').first().waitFor();
    await next(customer);
    await customer.getByRole('button', { name: '查看进度' }).click();

    const review = await taskAt(knex, buyer.order, 'first_review');
    const agent = await atTask(review.login ?? '', review.id);
    await agent.locator('[data-operation="approve"]').waitFor();
    expect(await agent.getByRole('button', { name: '发送寄件指引' }).count()).toBe(0);
    const inspect = await bringToInspection(system, buyer, 'keeper_1');

    const inspector = await atTask('inspector_1', inspect.id);
    await inspector.locator('[data-path="grade"] input[value="A"]').check();
    await choose(inspector, 'liable_party', { key: 'none', label: '无责任方' });
    await choose(inspector, 'disposition', { key: 'restock', label: '重新入库' });
    expect(await inspector.locator('[data-path="approved_amount"]').count()).toBe(0);
    await inspector.locator('[data-operation="complete"]').click();

    await customer.getByRole('heading', { name: '新商品已发出' }).waitFor();
    const [shipment] = system.counterparts.oms.shipments;
    expect(shipment?.lines).toEqual([{ sku: 'SH-43', qty: 1 }]);
    await customer
      .getByText(shipment?.trackingNo ?? '')
      .first()
      .waitFor();
    await expect.poll(() => textsTo(buyer.phone).at(-1), SOON).toContain(shipment?.trackingNo);
    await customer.locator('[data-operation="delivered"]').click();
    await customer.locator('[data-state="completed"]').waitFor();

    const record = await atRecord(review.login ?? '', buyer.order);
    await record.getByText('已发出短信：新商品已发出').first().waitFor();
    await record.getByRole('tab', { name: '相关' }).click();
    await record.getByRole('link', { name: shipment?.shipmentNo ?? '' }).click();
    await record.locator('[data-field="delivered_at"] .value', { hasText: '年' }).waitFor();
    for (const [who, page] of Object.entries({ customer, agent, inspector, record })) await expectHealthy(page, who);
  });

  test('where what is wanted is out of stock, the customer says on the phone to wait, and it is sent when it has come', async () => {
    const { knex, counterparts } = system;
    const buyer = { order: 'SO100001', phone: '13800100001' };
    counterparts.oms.setStock('JN-B-32', 0);
    await apply(system, buyer, { type: 'exchange', reason: 'size' }, [{ sku: 'JN-B-30', exchange_sku: 'JN-B-32' }]);
    const inspect = await bringToInspection(system, buyer, 'keeper_1');
    await complete(system.url, 'inspector_1', inspect.id, 'complete', () => INTACT);
    await expectState(knex, buyer.order, 'negotiating');

    const customer = await follow(buyer, 'en');
    await customer.getByRole('heading', { name: 'What you wanted instead is out of stock' }).waitFor();
    await customer.locator('[data-operation="choose_refund"]').waitFor();
    await customer.locator('[data-operation="choose_wait"]').click();
    await customer.getByRole('heading', { name: 'Waiting for it to be in stock' }).waitFor();
    expect(await customer.locator('[data-operation="delivered"]').count()).toBe(0);

    counterparts.oms.setStock('JN-B-32', 5);
    const agent = await atRecord('agent_1', buyer.order, 'en');
    await agent.locator('[data-operation="stock_arrived"]').click();
    await customer.getByRole('heading', { name: 'Your new article is on its way' }).waitFor();
    expect(counterparts.oms.shipments.at(-1)?.lines).toEqual([{ sku: 'JN-B-32', qty: 1 }]);
    expect(await knex('returns.refund').where({ order_no: buyer.order })).toEqual([]);
    for (const page of [customer, agent]) await expectHealthy(page, 'out of stock');
  });

  test('a repair the customer has chosen goes to who repairs, to the keeper with its address, and back', async () => {
    const { knex, url } = system;
    const buyer = { order: 'SO100008', phone: '13800100008' };
    const home = { province: '浙江省', city: '杭州市', district: '西湖区', street: '文三路 1 号', code: '330106' };
    await apply(
      system,
      buyer,
      { type: 'repair', reason: 'not_as_described', description: '开关时好时坏', delivery_address: home },
      [{ sku: 'LP-1' }],
    );
    const inspect = await bringToInspection(system, buyer, 'keeper_2');
    await complete(url, 'inspector_2', inspect.id, 'complete', () => ({
      grade: 'C',
      liable_party: 'merchant',
      disposition: 'send_back',
    }));

    const customer = await follow(buyer);
    await customer.getByRole('heading', { name: '质检完成，请选择处理方式' }).waitFor();
    await customer.locator('[data-operation="choose_repair"]').click();
    await expect.poll(() => customer.locator('form input:visible').last().inputValue()).toBe('文三路 1 号');
    await customer.locator('form [data-operation="choose_repair"]').click();
    await customer.locator('[data-state="repairing"]').waitFor();

    const repair = await taskAt(knex, buyer.order, 'repair');
    const repairer = await atTask(repair.login ?? '', repair.id);
    await repairer.locator('[data-path="repair_result"]').fill('更换开关触点');
    expect(await repairer.locator('.form-sections h2').first().innerText()).toBe('维修');
    await repairer.locator('[data-operation="complete"]').click();

    const back = await taskAt(knex, buyer.order, 'send_back');
    const keeper = await atTask('keeper_2', back.id);
    await keeper.getByText('文三路 1 号').first().waitFor();
    await keeper.getByText(buyer.phone).first().waitFor();
    await choose(keeper, 'back_carrier', { key: 'shunfeng', label: '顺丰' });
    await keeper.locator('[data-path="back_tracking_no"]').fill('SF7700001111');
    await keeper.locator('[data-operation="complete"]').click();

    await customer.getByRole('heading', { name: '商品已寄回给您' }).waitFor();
    await customer.getByText('SF7700001111').first().waitFor();
    await customer.getByText('更换开关触点').first().waitFor();
    await expect.poll(() => textsTo(buyer.phone).at(-1), SOON).toContain('顺丰速运 SF7700001111');
    await customer.locator('[data-operation="delivered"]').click();
    await customer.locator('[data-state="completed"]').waitFor();
    expect(await knex('returns.repair').select('status', 'result', 'fee')).toEqual([
      { status: 'done', result: '更换开关触点', fee: '0.00' },
    ]);
    for (const page of [customer, repairer, keeper]) await expectHealthy(page, 'a repair');
  });

  test('a reissue is sent as soon as it is accepted: nothing comes back, and nothing is refunded', async () => {
    const { knex, counterparts } = system;
    const buyer = { order: 'SO100010', phone: '13800100010' };
    await apply(system, buyer, { type: 'reissue', reason: 'other', description: '少了表带' }, [{ sku: 'WT-3' }]);
    const customer = await follow(buyer);
    await customer.locator('[data-state="pending_review"]').waitFor();
    const review = await taskAt(knex, buyer.order, 'first_review');
    const agent = await atTask(review.login ?? '', review.id);
    await agent.getByText('少了表带').first().waitFor();
    await agent.locator('[data-operation="approve"]').click();
    await customer.getByRole('heading', { name: '新商品已发出' }).waitFor();
    expect(counterparts.oms.shipments.at(-1)?.lines).toEqual([{ sku: 'WT-3', qty: 1 }]);
    await expect.poll(() => textsTo(buyer.phone).at(-1), SOON).toContain('新商品已发出');
    expect(textsTo(buyer.phone).join()).not.toMatch(/换货|退货/);
    for (const page of [customer, agent]) await expectHealthy(page, 'a reissue');
  });
});
