import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Pages, servePage } from '../bench/forms/pages.ts';
import { launchBrowser } from '../engine/host/testing/browser.ts';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';

/** Every field type on one page, in a real browser, with nothing behind it. */
interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}
declare global {
  interface Window {
    axe: { run(root: Document, options: unknown): Promise<{ violations: Violation[] }> };
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let browser: Browser;
let pages: Pages;
const complaints: string[] = [];

async function open(query: string, options: BrowserContextOptions = desktop): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('console', (message) => {
    const isOurs = ['error', 'warning'].includes(message.type()) && !message.location().url.endsWith('/favicon.ico');
    if (isOurs) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>';
  await page.route('**/api/**/files/**', (route) => route.fulfill({ body: picture, contentType: 'image/svg+xml' }));
  const people = [{ value: '00000000-0000-7000-8000-0000000000c1', label: 'Han Mei' }];
  await page.route('**/api/**/options/**', (route) => route.fulfill({ json: people }));
  await page.goto(pages.url(query));
  await page.locator('.form-section').first().waitFor();
  return page;
}

const heights = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-field], [data-row]')].map((element) => [
      element.dataset.field ?? element.dataset.row,
      Math.round(element.getBoundingClientRect().height),
    ]),
  );

/** What axe finds against WCAG 2.2 AA, one line a finding. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const options = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
  const { violations } = await page.evaluate((given) => window.axe.run(document, given), options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

describeInBrowser('every field type in a browser', () => {
  beforeAll(async () => {
    pages = await servePage('gallery');
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  it.each([
    ['light', '?lang=en', desktop],
    ['dark', '?lang=zh&dark', desktop],
    ['with every error', '?lang=en&empty&tried', desktop],
    ['dark with every error', '?lang=zh&empty&tried&dark', desktop],
    ['read only', '?lang=zh&read', desktop],
    ['on a phone', '?lang=zh', phone],
  ])('is free of findings by axe: %s', async (_name, query, options) => {
    const page = await open(query, options);
    expect(await findings(page)).toEqual([]);
    await page.context().close();
  });

  it('does not move when controls become live, and takes the keyboard with it', async () => {
    const page = await open('?lang=en');
    const before = await heights(page);
    for (const field of ['reason', 'colours', 'bought_on', 'pick_up_at', 'keeper', 'warehouse']) {
      await page.locator(`[data-field="${field}"] .trigger`).focus();
      await page.keyboard.press('ArrowDown');
      await page.locator(`[data-field="${field}"] input:focus`).waitFor();
      await page.keyboard.press('Escape');
    }
    await page.locator('[data-row] .trigger').first().click();
    await page.locator('[data-row] input:focus').waitFor();
    expect(await heights(page)).toEqual(before);
    await page.keyboard.press('Escape');
    expect(await findings(page)).toEqual([]);
    await page.context().close();
  });

  it('is filled in by keyboard alone, letter by letter', async () => {
    const page = await open('?lang=en&empty');
    const input = (path: string) => page.locator(`[data-path="${path}"]`);
    await input('name').focus();
    await page.keyboard.type('Li Lei');
    await page.keyboard.press('Tab');
    await page.keyboard.type('13800138000');
    await input('paid').focus();
    await page.keyboard.type('1280');
    expect(await input('paid').inputValue()).toBe('1280');
    await page.keyboard.press('Tab');
    expect(await input('paid').inputValue()).toBe('1280.00');
    expect(await input('name').inputValue()).toBe('Li Lei');
    await page.keyboard.press('Space');
    expect(await input('urgent').isChecked()).toBe(true);
    await input('reason').focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('.el-select-dropdown__item').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('[data-field="reason"] .el-select__placeholder', { hasText: 'Quality' }).waitFor();
    await page.locator('.add-row').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-row] input:focus').waitFor();
    await page.keyboard.type('A-1');
    await page.keyboard.press('Tab');
    await page.keyboard.type('3');
    await page.keyboard.press('Tab');
    await page.keyboard.type('12.5');
    await page.keyboard.press('Tab');
    await page.locator('[data-field="total"]', { hasText: '37.50' }).waitFor();
    await page.context().close();
  });

  it('shows where the keyboard is', async () => {
    const page = await open('?lang=en');
    for (const selector of [
      '[data-path="name"]',
      '[data-path="reason"]',
      '[data-path="urgent"]',
      '.add-row',
      '.remove',
    ]) {
      await page.locator(selector).first().focus();
      await page.keyboard.press('Shift');
      const shown = await page
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { outlineStyle, boxShadow } = getComputedStyle(element);
          return outlineStyle !== 'none' || boxShadow !== 'none';
        });
      expect([selector, shown]).toEqual([selector, true]);
    }
    await page.context().close();
  });

  it("fits a phone: nothing scrolls sideways, rows are cards, lists are the device's own", async () => {
    const page = await open('?lang=zh', phone);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await page.locator('[data-path="reason"]').evaluate(({ tagName }) => tagName)).toBe('SELECT');
    expect(await page.locator('.row.head').isVisible()).toBe(false);
    const cells = await page
      .locator('[data-row]')
      .first()
      .locator('.cell')
      .evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().left));
    expect(new Set(cells.slice(0, 5).map(Math.round)).size).toBe(1);
    await page.context().close();
  });
});
