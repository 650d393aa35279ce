import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Pages, servePage } from '../bench/forms/pages.ts';
import type { FormDefinition } from '../engine/form/index.ts';
import { launchBrowser } from '../engine/host/testing/browser.ts';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';

/** The designer of forms in a real browser, with nothing behind it: by mouse, by keyboard, on a phone. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const desktop = { width: 1440, height: 900 };

let browser: Browser;
let pages: Pages;
let contexts: BrowserContext[] = [];
const complaints: string[] = [];

async function open(query: string, viewport = desktop): Promise<Page> {
  const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await page.route('**/api/**', (route) => route.fulfill({ json: [] }));
  await page.goto(pages.url(query));
  await page.locator('.form-canvas').waitFor();
  return page;
}

const formOf = (page: Page, key = 'bench') =>
  page.evaluate((name) => window.designer.form(name), key) as Promise<FormDefinition>;
const keysOf = async (page: Page) => (await formOf(page)).fields.map(({ key }) => key);
const node = (page: Page, id: string) => page.locator(`[data-surface="canvas"] [data-node="${id}"]`);
const said = (page: Page) => page.locator('[role="status"][aria-live]').textContent();

/** By mouse from the palette to a place beside something, the way a hand does it. */
async function dragThing(page: Page, thing: string, to: string, part: { x: number; y: number }): Promise<void> {
  const entry = page.locator(`.left-pane [data-thing="${thing}"]`).first();
  await entry.scrollIntoViewIfNeeded();
  const from = await entry.boundingBox();
  const target = await page.locator(to).first().boundingBox();
  if (from === null || target === null) throw new Error(`${thing} or ${to} is not on the page`);
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 20, { steps: 3 });
  await page.mouse.move(target.x + target.width * part.x, target.y + target.height * part.y, { steps: 6 });
  await page.locator('.drop-words').waitFor();
  await page.mouse.up();
}

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const options = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
  const { violations } = await page.evaluate((given) => window.axe.run(document, given), options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)} ${failureSummary}`),
  );
}

/** What both builders build, in the order of the form. */
const wanted = [
  ['customer', 'text', 'Customer'],
  ['bought_on', 'date', 'Bought on'],
  ['lines', 'table', 'Lines'],
];
const built = (form: FormDefinition) => form.fields.map(({ key, type, label }) => [key, type, label]);

describeInBrowser('the form designer', () => {
  beforeAll(async () => {
    pages = await servePage('designer');
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });
  afterEach(async () => {
    for (const context of contexts) await context.close();
    contexts = [];
    expect(complaints.splice(0)).toEqual([]);
  });

  it('builds a form with the mouse: dragged, clicked, named where it stands', async () => {
    const page = await open('?lang=en');
    const name = async (label: string) => {
      await page.locator('.name-field').fill(label);
      await page.keyboard.press('Enter');
      await page.locator('.name-field').waitFor({ state: 'detached' });
    };
    await page.locator('.left-pane [data-thing="text"]').click();
    await name('Customer');
    await page.locator('.left-pane [data-thing="table"]').click();
    await name('Lines');
    await dragThing(page, 'date', '[data-node="field:lines"]', { x: 0.5, y: 0.02 });
    await name('Bought on');
    expect(built(await formOf(page))).toEqual(wanted);

    await dragThing(page, 'money', '[data-node="field:lines"] [data-column="text"]', { x: 0.9, y: 0.5 });
    await name('Price');
    const table = (await formOf(page)).fields[2];
    expect(table?.type === 'table' && table.fields.map(({ key }) => key)).toEqual(['text', 'price']);

    await page.locator('.left-pane [data-thing="section"]').click();
    await name('More');
    await node(page, 'field:customer').click();
    await node(page, 'field:bought_on').click({ modifiers: ['Shift'] });
    await page.locator('[data-command="wrap"]').click();
    expect((await formOf(page)).layout?.map((part) => ('fields' in part ? part.fields : []))).toEqual([
      ['lines'],
      ['customer', 'bought_on'],
      [],
    ]);
  });

  it('builds the same with the keyboard alone, and undoes it to nothing', async () => {
    const page = await open('?lang=en');
    await page.getByRole('button', { name: 'Add a field' }).focus();
    const add = async (words: string, label: string) => {
      await page.locator('.add-dialog input[type="search"]:focus').waitFor();
      await page.keyboard.type(words);
      await page.keyboard.press('Enter');
      await page.locator('.name-field:focus').waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(label);
      await page.keyboard.press('Enter');
      await page.locator('.name-field').waitFor({ state: 'detached' });
      await page.locator('[data-surface="canvas"] [data-node]:focus').waitFor();
    };
    await page.keyboard.press('Enter');
    await add('single line', 'Customer');
    await page.keyboard.press('+');
    await add('sub-table', 'Lines');
    await page.keyboard.press('+');
    await add('calendar', 'Bought on');
    await page.keyboard.press('Alt+ArrowUp');
    // Out of the section and into the sub-table, as a column; then out of it again.
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    expect(await said(page)).toContain('Bought on');
    expect(built(await formOf(page))).toEqual(wanted);

    await page.keyboard.press('m');
    await page.getByRole('dialog', { name: /Move/ }).waitFor();
    await page.getByRole('combobox').last().selectOption({ label: 'First' });
    await page.getByRole('button', { name: 'Move', exact: true }).press('Enter');
    await page.getByRole('dialog', { name: /Move/ }).waitFor({ state: 'hidden' });
    expect((await keysOf(page))[0]).toBe('bought_on');

    await node(page, 'field:bought_on').focus();
    await page.keyboard.press('Control+D');
    expect(await keysOf(page)).toEqual(['bought_on', 'bought_on_2', 'customer', 'lines']);
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    expect(await keysOf(page)).toEqual([]);
    for (let count = 0; count < 20; count += 1) await page.locator('[data-command="undo"]').press('Enter');
    expect(await formOf(page)).toEqual({ key: 'bench', label: { 'zh-CN': '售后申请', en: 'Claim' }, fields: [] });
  });

  it('copies across forms, with keys of their own', async () => {
    const page = await open('?every&lang=en');
    await node(page, 'field:pieces').click();
    await node(page, 'field:weight').click({ modifiers: ['Control'] });
    await page.keyboard.press('Control+C');
    await page.evaluate(() => {
      location.hash = '#/bench/forms/other';
    });
    await node(page, 'field:qty').click();
    await page.keyboard.press('Control+V');
    await node(page, 'field:weight').waitFor();
    expect((await formOf(page, 'other')).fields.map(({ key }) => key)).toEqual(['qty', 'pieces', 'weight']);
    await page.keyboard.press('Control+V');
    await node(page, 'field:weight_2').waitFor();
  });

  it('shows the outline, which finds what is typed and goes with the canvas', async () => {
    const page = await open('?every&lang=en');
    await page.getByRole('tab', { name: 'Outline' }).click();
    await page.getByRole('tree').focus();
    await page.keyboard.type('way');
    await page.locator('[data-node="field:way"][aria-current="true"]').waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    expect(await said(page)).toContain('Way back');
    expect(await page.getByRole('treeitem').count()).toBeLessThan(60);
  });

  it('previews as a role, works it out in the browser and says what is wrong', async () => {
    const page = await open('?every&lang=en');
    await page.locator('[data-view="preview"]').click();
    expect(await page.locator('.preview [data-field="damage"]').count()).toBe(0);
    await page.locator('.preview [data-command="check"]').click();
    await page.locator('.preview [data-field="name"] .error').waitFor();
    await page.locator('.notes li', { hasText: 'Name' }).waitFor();
  });

  it.each([
    ['by day', '?every&lang=en', desktop],
    ['by night', '?every&lang=zh&dark', desktop],
    ['empty', '?lang=zh', desktop],
    ['on a phone', '?every&lang=zh', { width: 390, height: 844 }],
  ])('is free of findings by axe: %s', async (_name, query, viewport) => {
    const page = await open(query, viewport);
    const field = node(page, 'field:phone');
    if ((await field.count()) > 0) await field.click();
    expect(await findings(page)).toEqual([]);
  });

  it('is usable at 390 pixels: panes are drawers, nothing scrolls sideways', async () => {
    const page = await open('?lang=en', { width: 390, height: 844 });
    await page.getByRole('button', { name: 'Fields and structure' }).click();
    await page.locator('.left-pane [data-thing="text"]').click();
    await page.locator('.name-field').fill('Customer');
    await page.keyboard.press('Enter');
    expect(await keysOf(page)).toEqual(['customer']);
    await page.getByRole('button', { name: 'Properties' }).click();
    await page.locator('.selection-pane', { hasText: 'Customer' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
