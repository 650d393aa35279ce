import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile, expensesForFile, PHONE } from './support/browser.ts';
import {
  addAfter,
  card,
  draw,
  type Flow,
  FlowDesigner,
  middleOf,
  named,
  newFlow,
  openGraph,
  saved,
} from './support/flowDesigner.ts';
import { barriers, complaintsOf, overflow } from './support/health.ts';

const said = (flow: Flow, key: string): string => {
  const label = flow.nodes.find((node) => node.key === key)?.label;
  return typeof label === 'object' ? label.en : (label ?? key);
};
/** The names of the steps on the usual way, from the start to an end. */
function mainLine(flow: Flow): string[] {
  const names: string[] = [];
  for (let at: string | undefined = 'start'; at !== undefined; ) {
    const from: string = at;
    names.push(said(flow, from));
    const ways = flow.edges.filter((edge) => edge.from === from && edge.on === undefined);
    at = (ways.find((edge) => edge.default) ?? ways[0])?.to;
  }
  return names;
}

describeInBrowser('The flow designer', () => {
  const people = browserForFile();
  const url = expensesForFile();

  const designer = new FlowDesigner(people, url);
  const flowOf = (key: string) => designer.flowOf(key);
  const lines = (key: string) => designer.linesOf(key);
  const enter = (to: string, size?: { width: number; height: number }) => designer.enter(to, size && { size });

  test('builds review, receipt, inspection and settlement with the CFO above 5000, by mouse', async () => {
    const page = await enter('/expenses');
    await newFlow(page, 'Money back', 'ledger');
    await addAfter(page, 'Review', 'handle', 'Receipt');
    await addAfter(page, 'Receipt', 'handle', 'Inspection');
    await addAfter(page, 'Inspection', 'handle', 'Settlement');
    // Somebody else does the last one.
    await page.locator('[data-property="source"]').waitFor();
    await page.locator('.people .pick .control, .people .pick .trigger').first().click();
    await page.getByRole('option', { name: 'Cashier' }).click();
    await card(page, 'Settlement').getByText('Cashier').waitFor();

    await page.locator('[data-after="handle_3"]').click();
    await page.locator('[data-found="exclusive"]').click();
    const condition = page.locator('[data-way]').first();
    // Its condition is begun: a branch without one would always be gone.
    await condition.click();
    await page.locator('.cond-fact .control').click();
    await page.getByRole('option', { name: 'Amount' }).first().click();
    await page.locator('.cond-operator .control').click();
    await page.getByRole('option', { name: 'is more than', exact: true }).click();
    await page.locator('.cond-value input').fill('5000');
    await page.locator('.cond-value input').blur();
    await condition.getByText('5,000').waitFor();
    const key = await condition.getAttribute('data-way');
    await page.locator(`[data-after="${key}"]`).click();
    await page.locator('[data-found="approve"]').click();
    await named(page, 'CFO');

    // Dragged onto the + above it, and taken back.
    const [from, to] = [card(page, 'Inspection').locator('.face'), page.locator('[data-after="review"]').first()];
    await page.locator('[data-node="start"] .face').hover();
    await from.hover();
    await page.mouse.down();
    const target = await to.boundingBox();
    if (target === null) throw new Error('There is no + there.');
    await page.mouse.move(target.x + 40, target.y + 40, { steps: 4 });
    await page.mouse.move(target.x + 10, target.y + 10, { steps: 4 });
    await page.mouse.up();
    await saved(page);
    expect(mainLine(await flowOf('money_back')).slice(1, 4)).toEqual(['Review', 'Inspection', 'Receipt']);
    await page.locator('[data-command="undo"]').click();
    await saved(page);

    await page.reload();
    await card(page, 'CFO').waitFor();
    const flow = await flowOf('money_back');
    expect(mainLine(flow)).toEqual(['start', 'Review', 'Receipt', 'Inspection', 'Settlement', 'Decision', 'Approved']);
    const way = flow.edges.find((edge) => edge.when !== undefined);
    expect(said(flow, way?.to ?? '')).toBe('CFO');
    expect(JSON.stringify(way?.when)).toContain('"5000.00"');
    // Each step has a state of its own, and a refusal an end: it can be published as it is.
    expect(
      flow.nodes.filter(({ type }) => type !== 'start').every(({ type, state }) => type === 'exclusive' || state),
    ).toBe(true);
    expect(await page.locator('.flow-card.wrong, .way-card.wrong').count()).toBe(0);
    await expect.poll(() => page.locator('[data-command="problems"]').getAttribute('aria-label')).toContain('0');
    expect(await barriers(page, 'all')).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('is walked and changed by the keyboard alone', async () => {
    const page = await enter('/expenses');
    await newFlow(page, 'By keys', 'project');
    await page.locator('[data-id="node:start"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('+');
    await page.keyboard.type('work');
    await page.keyboard.press('Enter');
    await page.locator('.naming:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-id="node:handle_1"]:focus').waitFor();
    await page.keyboard.press('F2');
    await page.locator('.naming:focus').waitFor();
    await page.keyboard.type('Receipt');
    await page.keyboard.press('Enter');
    await page.locator('[data-id="node:handle_1"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.flow-pane input:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-id="node:handle_1"]:focus').waitFor();
    await page.keyboard.press('Control+d');
    await expect.poll(() => page.locator('[data-kind="handle"]').count()).toBe(2);
    await page.keyboard.press('Alt+ArrowUp');
    await saved(page);
    const flow = await flowOf('by_keys');
    expect(flow.edges.find(({ from, on }) => from === 'review' && on === undefined)?.to).toBe('handle_2');
    await page.keyboard.press('Delete');
    await expect.poll(() => page.locator('[data-kind="handle"]').count()).toBe(1);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('[data-kind="handle"]').count()).toBe(2);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('approved');
    await page.locator('[data-id="node:approved"][aria-pressed="true"]').waitFor();
    expect(complaintsOf(page)).toEqual([]);
  });

  const lead = async (page: Page, from: string, to: string, before?: () => Promise<void>) =>
    draw(page, await middleOf(page, from), await middleOf(page, to), before);

  test('draws lines in the graph by mouse: on an outcome, elsewhere, from elsewhere; and says why not', async () => {
    const page = await enter('/expenses');
    await newFlow(page, 'By lines', 'ledger');
    await addAfter(page, 'Review', 'handle', 'Receipt');
    await openGraph(page);
    await card(page, 'Receipt').locator('.face').click();
    await page.keyboard.press('c');
    await page.locator('.find-menu [role=combobox]:focus').waitFor();
    await page.keyboard.press('Escape');
    // Out of a step: of several outcomes it is asked which.
    await card(page, 'Review').locator('.face').hover();
    const port = '[data-port="review"]';
    await lead(page, port, '[data-node="start"]', async () => {
      await page.locator('.flow-tip', { hasText: 'Nothing leads back to the start.' }).waitFor();
    });
    await card(page, 'Review').locator('.face').hover();
    await lead(page, port, '[data-node="approved"]');
    await page.locator('.find-menu [role=option]', { hasText: 'on a condition' }).click();
    await page.locator('.cond-fact .control:focus').waitFor();
    await expect.poll(() => lines('by_lines')).toContain('review approved');
    // Its end elsewhere, and its beginning.
    const grip = (end: string) => `[data-grip="${end}"]`;
    // A line bends: what is pressed lies on it, not in the middle of its frame.
    const at = await page.locator('[data-wire="refused"]').evaluate((path) => {
      const line = path as SVGPathElement;
      const point = line
        .getPointAtLength(line.getTotalLength() * 0.2)
        .matrixTransform(line.getScreenCTM() ?? undefined);
      return { x: point.x, y: point.y };
    });
    await page.mouse.click(at.x, at.y);
    await page.locator(grip('from')).waitFor();
    await lead(page, grip('from'), '[data-node="handle_1"]');
    await page.locator('.find-menu [role=option]', { hasText: 'instead of' }).click();
    await expect.poll(() => lines('by_lines')).toContain('handle_1 rejected');
    await page.keyboard.press('Control+z');
    await expect.poll(() => lines('by_lines')).toContain('review rejected rejected');
    await page.locator('.wire-label', { hasText: 'rejected' }).click();
    await page.locator(grip('to')).waitFor();
    await lead(page, grip('to'), '[data-node="approved"]');
    await expect.poll(() => lines('by_lines')).toContain('review rejected approved');
    expect(page.workers().length).toBe(1);
    expect(await barriers(page, 'all')).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('draws, leads elsewhere and removes lines in the graph by the keyboard alone', async () => {
    const page = await enter('/expenses');
    await newFlow(page, 'Lines by keys', 'project');
    await openGraph(page);
    await page.locator('[data-id="node:start"]').focus();
    await page.keyboard.press('c');
    await page.locator('.find-menu [role=combobox]:focus').waitFor();
    await page.keyboard.type('rejec');
    await page.keyboard.press('Enter');
    // A start has one outcome: instead of where it leads, or on a condition.
    await page.locator('.find-menu [role=option]', { hasText: 'instead' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => lines('lines_by_keys')).toContain('start rejected');
    await page.locator('[data-id="edge:begin"]:focus').waitFor();
    await page.keyboard.press('c');
    await page.keyboard.type('review');
    await page.keyboard.press('Enter');
    await expect.poll(() => lines('lines_by_keys')).toContain('start review');
    await page.locator('[data-id="edge:begin"]:focus').waitFor();
    // On along the lines, and the one that stands there goes.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await lines('lines_by_keys')).length).toBe(2);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('finds what is wrong without a worker too', async () => {
    const page = await enter('/expenses');
    await page.route(/prove\.worker/, (route) => route.abort());
    await newFlow(page, 'Alone', 'ledger');
    await page.locator('[data-id="node:start"]').focus();
    await page.keyboard.press('c');
    await page.locator('.find-menu [role=combobox]:focus').waitFor();
    await page.keyboard.type('rejec');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    // Nothing leads to the review any more.
    await page.locator('[data-node="review"].wrong').waitFor();
    expect(page.workers()).toEqual([]);
    await page.keyboard.press('Control+z');
    await page.locator('[data-node="review"]:not(.wrong)').waitFor();
  });

  test('reads on a phone, with the properties in a drawer', async () => {
    const page = await enter('/expenses/flows/approval', PHONE);
    await page.locator('[data-node="start"]').waitFor();
    expect(await overflow(page)).toBe(0);
    await page.locator('[data-kind="approve"] .face').first().click();
    await page.locator('.flow-pane h2').waitFor();
    expect(await barriers(page, 'all')).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });
});
