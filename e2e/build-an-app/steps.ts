import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { photo } from '../support/pictures.ts';
import type { Hand } from './hand.ts';

type Look = (name: string) => Promise<void>;
const unseen: Look = async () => undefined;

export async function saved(page: Page): Promise<void> {
  await page.locator('[data-state="saved"]').waitFor();
}

/** From nothing to a published app, with the mouse. */
export async function build(page: Page, hand: Hand, look: Look = unseen): Promise<void> {
  const at = (selector: string, having?: { hasText: string }) => page.locator(selector, having);
  await hand.click(at('[data-command="new-app"]'));
  await at('#app-label:focus').waitFor();
  await hand.type('售后服务');
  await hand.press('Enter');
  await page.waitForURL(/\/design\/shou_hou_fu_wu(_\d+)?$/);
  const app = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await look('1-home');

  await hand.click(at('.rail a[href$="/roles"]'));
  await hand.click(at('form.new input'));
  await hand.type('客服');
  await hand.press('Enter');
  await hand.click(at('.rail a').first());

  const name = async (label: string) => {
    await at('.name-field:focus').waitFor();
    await hand.type(label);
    await hand.press('Enter');
    await at('.name-field').waitFor({ state: 'detached' });
    // The panel follows the canvas a moment later; what is pressed in it is meant for this field.
    await at('.selection-pane h2', { hasText: label }).waitFor();
  };
  const add = async (thing: string, label: string) => {
    await hand.click(at(`.left-pane [data-thing="${thing}"]`).last());
    await name(label);
  };
  const form = async (command: string, label: string) => {
    await hand.click(at(command));
    await at('#definition-label:focus').waitFor();
    await hand.type(label);
    await hand.press('Enter');
    await at('.name-field:focus').waitFor();
  };
  const column = (table: string, key: string) =>
    at(`[data-surface="canvas"] [data-node="field:${table}"] [data-column="${key}"]`).first();
  const field = (key: string) => at(`[data-surface="canvas"] [data-node="field:${key}"]`);

  await form('[data-command="first-form"]', '订单');
  await name('订单号');
  await add('phone', '手机号');
  await add('text', '客户姓名');
  await add('table', '明细');
  await add('select', '订单状态');
  await hand.click(at('.option-add'));
  await hand.type('待付款、已付款、已签收');
  await hand.press('Enter');
  await hand.point(column('明细', 'text'));
  await hand.press('F2');
  await name('SKU');
  await add('text', '商品名称');
  await add('integer', '数量');
  await add('money', '单价');
  await look('2-order');
  await hand.point(field('订单号'));
  await hand.point(field('明细'), ['Shift']);
  await hand.press('Control+C');
  await hand.click(at('header nav a.app'));

  await form('[data-new="forms"]', '退换货申请单');
  await hand.press('Escape');
  await hand.press('Control+V');
  await field('明细').waitFor();
  await hand.point(field('text'));
  await hand.press('Delete');
  await field('text').waitFor({ state: 'detached' });
  await hand.point(field('订单号'));
  await hand.click(at('.panel-group summary', { hasText: '规则' }));
  await hand.click(at('[data-pointer="/pattern"] input'));
  await hand.type('^SO\\d{6}$');
  await look('3-pasted');
  await hand.point(column('明细', '单价'));
  await add('money', '金额');
  await hand.click(at('[data-proposal="product"]'));
  await hand.click(at('[data-proposal="sum"]'));
  await field('total_money').waitFor();
  await add('select', '退货原因');
  await hand.click(at('.option-add'));
  await hand.type('质量问题、尺码不合适、不想要了');
  await hand.press('Enter');
  await hand.click(at('.selection-pane [data-pointer="/required"] input'));
  await add('longtext', '问题描述');
  await add('file', '图片或视频凭证');
  await look('4-evidence');
  await hand.click(at('[data-proposal="linkage"]'));
  await look('5-linkage');
  const pick = async (control: string, option: string | RegExp) => {
    await hand.click(at(control).last());
    await hand.click(page.getByRole('option', { name: option }).first());
  };
  await pick('.cond-fact .control', /退货原因/);
  await look('6-linkage');
  await hand.click(at('.cond-value .control, .cond-value select').first());
  await look('7-linkage');
  await hand.click(page.getByRole('option', { name: '质量问题' }).first());
  await at('.cond-value', { hasText: '质量问题' }).waitFor();
  await look('8-linkage');
  await hand.click(at('[data-view="lookups"]'));
  await hand.click(at('.card-list > .add').last());
  await pick('[aria-label^="数据来源"], .lookup-step .control', /订单/);
  await look('9-lookup');
  await hand.click(at('.segments label', { hasText: '拒绝提交' }));
  await saved(page);
  await hand.click(at('header nav a.app'));
  await hand.click(at('.rail a[href$="/portal"]'));
  await hand.click(at('[data-command="open-portal"]'));
  await look('10-portal');
  await hand.press('Control+k');
  await hand.type('退换货');
  await hand.press('Enter');
  await hand.click(at('[data-view="rights"]'));
  await at('[role="grid"]').waitFor();
  await look('11-rights');
  await hand.click(at('[role="columnheader"]', { hasText: '客服' }).locator('button'));
  await hand.click(page.getByRole('menuitem', { name: '只读' }));
  await look('12-rights');
  await hand.click(at('[data-view="preview"]'));
  await hand.click(page.getByRole('button', { name: '手机', exact: true }));
  await look('13-preview');
  await saved(page);
  await hand.click(at('header [data-command="publish"]'));
  await at('[data-command="publish-now"]:not([disabled])').waitFor();
  await look('14-publish');
  await hand.click(at('[data-command="publish-now"]'));
  await at('[data-outcome="done"]').waitFor({ timeout: 60_000 });
  await look('15-published');
  await hand.click(at('[data-outcome="done"] a'));
  await hand.click(at(`a[href$="/w/${app}/forms/ding_dan"]`));
  await hand.click(page.getByRole('button', { name: '导入' }));
  await hand.choose(at('input[type=file]'), orders);
  await look('16-import');
  await hand.click(page.locator('.import footer button').first());
  await at('[data-status="done"]').waitFor();
  await look('17-imported');
}

const orders = {
  name: 'orders.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    [
      '订单号,手机号,客户姓名,订单状态,SKU,商品名称,数量,单价',
      'SO100001,13800100001,王小明,已签收,A-01,直筒牛仔裤,1,199.00',
      'SO100001,13800100001,王小明,已签收,A-02,纯棉衬衫,2,88.50',
      'SO100002,13800100002,李雷,已签收,B-07,轻跑鞋,1,459.00',
    ].join('\n'),
  ),
};

/** What a customer does on a phone. */
export async function apply(page: Page, hand: Hand, look: Look = unseen): Promise<void> {
  const at = (selector: string) => page.locator(selector);
  await hand.click(at('#proof-订单号'));
  await hand.type('SO100001');
  await hand.click(at('#proof-手机号'));
  await hand.type('13800100001');
  await hand.click(at('form.find button[type=submit]'));
  await page.getByText('直筒牛仔裤').first().waitFor();
  await look('20-apply');
  await hand.select(at('select[data-path="退货原因"]'), '质量问题');
  await hand.click(at('[data-path="问题描述"]'));
  await hand.type('袖口开线');
  await hand.click(at('[data-operation="next"]'));
  // Only a reason of quality asks for evidence.
  await at('[data-field="图片或视频凭证"] [role="alert"]').first().waitFor();
  await look('21-apply');
  await hand.choose(at('input[type=file]'), photo);
  await at('.file img').waitFor();
  await hand.click(at('[data-operation="next"]'));
  await at('.summary').waitFor();
  await look('22-check');
  await hand.click(at('[data-operation="next"]'));
  await at('.sent').waitFor();
  await look('23-sent');
}

/** A field is added while somebody works on a record; nothing that was typed is lost, and the field is there. */
export async function extend(desk: Page, hand: Hand, designer: Page, look: Look = unseen): Promise<void> {
  const app = new URL(desk.url()).pathname.split('/')[2] ?? '';
  await hand.click(desk.locator(`a[href$="/w/${app}/forms/tui_huan_huo_shen_qing_dan"]`));
  await hand.click(desk.locator('[data-record] a', { hasText: 'SO100001' }));
  await desk.getByText('王小明').first().waitFor();
  await look('30-record');
  await hand.click(desk.locator('[data-operation="edit"]'));
  const description = desk.locator('[data-path="问题描述"]');
  await hand.click(description);
  await hand.press('Control+End');
  await hand.type('，已联系客户');

  const other = hand.on(designer);
  await other.open(`/design/${app}/forms/tui_huan_huo_shen_qing_dan`);
  await other.click(designer.locator('.left-pane [data-thing="text"]').last());
  await designer.locator('.name-field:focus').waitFor();
  await other.type('快递单号');
  await other.press('Enter');
  await designer.locator('.name-field').waitFor({ state: 'detached' });
  await saved(designer);
  await other.click(designer.locator('header [data-command="publish"]'));
  await other.click(designer.locator('[data-command="publish-now"]:not([disabled])'));
  await designer.locator('[data-outcome="done"]').waitFor({ timeout: 60_000 });

  // What was being typed is as it was, and is saved; then the record has the new field too.
  expect(await description.inputValue()).toBe('袖口开线，已联系客户');
  await hand.click(desk.locator('[data-operation="save"]'));
  await desk.locator('[data-operation="edit"]').waitFor();
  await desk.getByText('袖口开线，已联系客户').first().waitFor();
  await desk.locator('[data-field="快递单号"]').waitFor();
  await look('32-saved');
}
