import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Pages, servePage } from '../../bench/forms/pages.ts';
import { launchBrowser } from '../../engine/host/testing/browser.ts';

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}
declare global {
  interface Window {
    gallery: { values(): unknown };
    axe: { run(root: Document, options: unknown): Promise<{ violations: Violation[] }> };
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The page of every field type for a test file, with nothing behind it. What it complains of fails the test. */
export function galleryForFile(): { open(query: string, options?: BrowserContextOptions): Promise<Page> } {
  let browser: Browser | undefined;
  let pages: Pages | undefined;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  beforeAll(async () => {
    pages = await servePage('gallery');
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    expect(complaints.splice(0)).toEqual([]);
  });
  return {
    async open(query, options = desktop) {
      if (browser === undefined || pages === undefined) throw new Error('The gallery is not open yet.');
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      contexts.push(context);
      const page = await context.newPage();
      page.on('console', (message) => {
        const isOurs =
          ['error', 'warning'].includes(message.type()) && !message.location().url.endsWith('/favicon.ico');
        if (isOurs) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await answerRequests(page);
      await page.goto(pages.url(query));
      await page.locator('.form-section').first().waitFor();
      await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
      return page;
    },
  };
}

export const customer = '00000000-0000-7000-8000-0000000000c1';
const made = '00000000-0000-7000-8000-0000000000c2';
const drawn = '00000000-0000-7000-8000-0000000000f9';

/** What the server would say: files, people, uploads, looked-up fields and referenced records. */
async function answerRequests(page: Page): Promise<void> {
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>';
  await page.route('**/api/**/files/**', (route) => route.fulfill({ body: picture, contentType: 'image/svg+xml' }));
  const people = [{ value: customer, label: 'Han Mei' }];
  await page.route('**/api/**/options/**', (route) => route.fulfill({ json: people }));
  const credit = { '500.00': customer, '7.00': made };
  const rollups = Object.fromEntries(Object.entries(credit).map(([sum, id]) => [`credit?{"id":"${id}"}`, sum]));
  await page.route('**/api/**/answers', (route) => route.fulfill({ json: { lookups: {}, rollups } }));
  await page.route('**/api/**/forms/customer/records**', (route) => route.fulfill({ json: { id: made } }));
  await page.route('**/api/**/forms/customer/records/*', (route) => {
    const id = route.request().url().slice(-36);
    const title = id === made ? 'New Customer' : 'Northern Light';
    const data = { name: title, credit: id === made ? '7.00' : '500.00' };
    return route.fulfill({
      json: { id, form: 'customer', title, data, texts: {}, files: {}, rights: {}, operations: [] },
    });
  });
  const file = { id: drawn, name: 'signature.png', mediaType: 'image/png', size: 900 };
  await page.route('**/api/**/uploads**', (route) =>
    route.fulfill({ status: 201, json: { id: drawn, received: 0, piece: 524_288 } }),
  );
  await page.route('**/api/**/uploads/*', (route) => {
    const received = route.request().postDataBuffer()?.length ?? 0;
    return route.fulfill({ json: { id: drawn, received, piece: 524_288, file } });
  });
}

/** What axe finds against WCAG 2.2 AA, one line a finding. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const options = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
  const { violations } = await page.evaluate((given) => window.axe.run(document, given), options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
