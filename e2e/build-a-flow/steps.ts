import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { saved } from '../build-an-app/steps.ts';
import { SOON } from '../support/journey.ts';
import type { FlowHand, FlowKeys } from './hands.ts';

/** What the designer calls the kinds of steps, and what they are given as names. */
export const names = {
  review: '初审',
  receipt: '收货',
  inspection: '质检',
  settlement: '结算',
  cfo: '总监审批',
} as const;

type Worker = FlowHand | FlowKeys;

/** Behind a step, one of this kind by this name; its key. */
async function add(page: Page, hand: Worker, after: string, kind: string, name: string): Promise<string> {
  await hand.addAfter(after);
  await hand.click(page.locator(`[data-found="${kind}"]`));
  await page.locator('.naming:focus').waitFor();
  await hand.type(name);
  await hand.press('Enter');
  await page.locator('.naming').waitFor({ state: 'detached' });
  const card = page.locator('[data-node]', { hasText: name });
  await card.waitFor();
  return (await card.getAttribute('data-node')) ?? '';
}

async function pick(page: Page, hand: Worker, control: string, option: string): Promise<void> {
  await hand.click(page.locator(control).first());
  await hand.click(page.getByRole('option', { name: option }).first());
}

/** Who does the step that has just been added. */
async function give(page: Page, hand: Worker, name: string, role: string): Promise<void> {
  await page.locator('.flow-pane h2', { hasText: name }).waitFor();
  await pick(page, hand, '.people .pick .trigger', role);
  await page.locator('[data-node]', { hasText: name }).getByText(role).waitFor();
}

/** Who inspects is said by a decision table, which is made here and filled in on its own page. */
async function byCategory(page: Page, hand: Worker): Promise<void> {
  await page.locator('.flow-pane h2', { hasText: names.inspection }).waitFor();
  await hand.select(page.locator('[data-property="source"]'), '由决策表决定');
  await pick(page, hand, '[data-command="make-table"] .trigger', '品类');
  await hand.click(page.locator('[data-command="open-table"]'));
  await hand.click(page.locator('[data-cell="0,1"]'));
  for (const login of ['ivy', 'ian', 'ivy']) {
    await hand.type(login);
    if (login !== 'ivy' || (await page.locator('[data-cell="2,1"]:focus').count()) === 0) await hand.press('ArrowDown');
  }
  await hand.click(page.locator('header nav a.app'));
  await hand.click(page.locator('a[href$="/flows/handling"]').first());
  await page.locator('[data-node="start"]').waitFor();
}

/** Two branches at once, of which one goes to the end by itself: the checker names it and shows the way to it; then it is mended. */
async function standStill(page: Page, hand: Worker, after: string): Promise<void> {
  await hand.addAfter(after);
  await hand.click(page.locator('[data-found="parallel"]'));
  const gate = page.locator('[data-kind="parallel"]');
  await gate.waitFor();
  const key = (await gate.getAttribute('data-node')) ?? '';
  const branch = (await page.locator('[data-kind="approve"]', { hasText: '审批 2' }).getAttribute('data-node')) ?? '';
  await hand.step(`node:${branch}`);
  await hand.press('c');
  await page.locator('.find-menu [role=combobox]:focus').waitFor();
  await hand.type('已完结');
  await hand.press('Enter');
  await page.locator('.find-menu [role=option]', { hasText: '改走这里' }).first().waitFor();
  await hand.press('Enter');
  await page.locator('.flow-card.wrong').first().waitFor();
  const wrong = (await page.locator('.flow-card.wrong').first().getAttribute('data-node')) ?? '';
  await hand.step(`node:${wrong}`);
  const fault = page.locator(
    '[data-fault="branch_without_join"], [data-fault="join_starves"], [data-fault="deadlock"]',
  );
  await hand.click(fault.first().locator('[data-command="light"]'));
  await page.locator('.wires path.lit').first().waitFor({ state: 'attached' });
  await hand.step(`node:${key}`);
  await hand.press('Delete');
  await gate.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('.flow-card.wrong').count()).toBe(0);
}

/** A return above 5000 is played through the draft, by whoever it comes to. */
async function simulate(page: Page, hand: Worker): Promise<void> {
  const at = (selector: string) => page.locator(`[data-simulate] ${selector}`);
  await hand.click(page.locator('[data-command="simulate"]'));
  await hand.click(at('[data-path="order_no"]'));
  await hand.type('SO9');
  await hand.click(at('[data-path="amount"]'));
  await hand.type('6000');
  await hand.click(at('[data-operation="submit"]'));
  const done = ['approve', 'complete', 'complete', 'complete', 'approve'];
  const met: string[] = [];
  for (const operation of done) {
    const task = at('.desk');
    await expect
      .poll(async () => ((await task.count()) === 1 ? task.getAttribute('data-task') : undefined), SOON)
      .not.toBe(met.at(-1) ?? null);
    met.push((await task.getAttribute('data-task')) ?? '');
    await hand.click(task.locator('[data-as]').first());
    await hand.click(task.locator(`[data-operation="${operation}"]`));
  }
  await expect.poll(() => at('.desk').count(), SOON).toBe(0);
  expect(new Set(met).size).toBe(done.length);
}

/** review → receipt → inspection → settlement, the CFO above 5000; a deadlock made, seen and mended; simulated; published. */
export async function build(page: Page, hand: Worker): Promise<void> {
  const at = (selector: string) => page.locator(selector);
  await hand.click(at('a[href$="/design/after_sales"]').first());
  await hand.click(at('a[href$="/flows/handling"]').first());
  await at('[data-node="desk"]').waitFor();
  await hand.step('node:desk');
  await hand.press('Delete');
  await at('[data-node="desk"]').waitFor({ state: 'detached' });
  const review = await add(page, hand, 'start', 'approve', names.review);
  const receipt = await add(page, hand, review, 'handle', names.receipt);
  await give(page, hand, names.receipt, '仓管');
  const inspection = await add(page, hand, receipt, 'handle', names.inspection);
  await byCategory(page, hand);
  const settlement = await add(page, hand, inspection, 'handle', names.settlement);
  await give(page, hand, names.settlement, '出纳');
  await hand.addAfter(settlement);
  await hand.click(at('[data-found="exclusive"]'));
  await at('[data-kind="exclusive"]').waitFor();
  const way = (await at('.way-card').first().getAttribute('data-way')) ?? '';
  await hand.step(`edge:${way}`);
  await pick(page, hand, '.cond-fact .control', '金额');
  await pick(page, hand, '.cond-operator .control', '大于');
  await hand.click(at('.cond-value input').first());
  await hand.type('5000');
  await add(page, hand, way, 'approve', names.cfo);
  await give(page, hand, names.cfo, '财务总监');
  await at(`[data-way="${way}"]`).getByText('5,000').waitFor();
  await standStill(page, hand, receipt);
  await saved(page);
  await simulate(page, hand);
  await hand.click(at('header [data-command="publish"]'));
  await hand.click(at('[data-command="publish-now"]:not([disabled])'));
  await at('[data-outcome="done"]').waitFor({ timeout: 60_000 });
}
