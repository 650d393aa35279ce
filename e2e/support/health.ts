import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const complaints = new WeakMap<Page, string[]>();

/** From now on everything the page complains of is kept. What the server refuses on purpose is no complaint. */
export function listen(page: Page): void {
  const kept: string[] = [];
  complaints.set(page, kept);
  page.on('pageerror', (error) => kept.push(`${error.name}: ${error.message}`));
  page.on('console', (message) => {
    const refused = message.text().startsWith('Failed to load resource: the server responded with a status of 4');
    if (message.type() === 'error' && !refused) kept.push(message.text());
    if (message.type() === 'warning' && /intlify|Vue warn/.test(message.text())) kept.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 500) kept.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
}

export function complaintsOf(page: Page): string[] {
  return complaints.get(page) ?? [];
}

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary: string }[];
}
interface Axe {
  run(context: unknown, options: unknown): Promise<{ violations: Violation[] }>;
}

/** What axe finds that keeps people out, each with the first places. `contrast`: only that, for the other colours. */
export async function barriers(page: Page, what: 'all' | 'contrast'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const violations = await page.evaluate(async (wanted) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const runOnly =
      wanted === 'all'
        ? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
        : { type: 'rule', values: ['color-contrast'] };
    return (await axe.run(document, { runOnly, resultTypes: ['violations'] })).violations;
  }, what);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 4)
        .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 220)}`),
    );
}

/** Texts that are a key of the catalogue instead of words. */
export async function rawKeys(page: Page): Promise<string[]> {
  const shown = await page.evaluate(() => {
    const attributes = [...document.querySelectorAll('[aria-label],[title],[placeholder]')].flatMap((element) =>
      ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
    );
    return [document.body.innerText, ...attributes].join('\n');
  });
  const groups =
    'action|board|box|bulk|comments|explain|print|view|empty|field|flow|form|history|import|keys|login|lost|me|messages|operator|period|portal|records|scan|shell|task|time|value';
  return shown.match(new RegExp(`(?<![\\w.@/])(?:${groups})\\.[a-z][A-Za-z]+(?![\\w.])`, 'g')) ?? [];
}

/** How many pixels the page can be pushed sideways: more than none is a fault at every width. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Nothing wrong with the page as it stands. */
export async function expectHealthy(page: Page, place: string): Promise<void> {
  const found = { complaints: complaintsOf(page), keys: await rawKeys(page), overflow: await overflow(page) };
  expect(found, place).toEqual({ complaints: [], keys: [], overflow: 0 });
}
