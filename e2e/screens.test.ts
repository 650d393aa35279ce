import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile, DESK, type Locale, PHONE, TABLET } from './support/browser.ts';
import { barriers, complaintsOf, overflow, rawKeys } from './support/health.ts';
import { choose, taskAt } from './support/journey.ts';
import { prove, signIn } from './support/people.ts';
import { type System, startSystem } from './support/system.ts';

/** Enough of the demo's past for every screen to hold something. */
const PAST = 20;

describeInBrowser('Every screen', () => {
  const people = browserForFile();
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ history: PAST });
  });
  afterAll(() => system?.stop());

  /** Screens of staff: who sees them, and what has to be there before one looks. */
  const staff: { login: string; screens: [name: string, path: string, shown: string][] }[] = [
    {
      login: 'supervisor_1',
      screens: [
        ['todo', '/w/tasks/todo', '.list'],
        ['started', '/w/tasks/started', '.list'],
        ['records', '/w/returns/forms/return_request', '[data-record]'],
        ['progress', '/w/returns/boards/progress', '[data-tile="by_state"] canvas'],
        ['reasons', '/w/returns/boards/reasons', '[data-tile] canvas'],
        ['lead-times', '/w/returns/boards/lead_times', '[data-tile]'],
        ['me', '/w/me', '.me'],
        ['lost', '/w/nowhere', '.empty, .lost, h1, h2, strong'],
      ],
    },
    { login: 'keeper_1', screens: [['scan', '/w/returns/scan/1', '#scan-input']] },
    { login: 'inspector_2', screens: [['inspection', '/w/tasks/todo', '.list']] },
    { login: 'agent_1', screens: [['create', '/w/returns/forms/return_request/new', '[data-field="order_no"]']] },
    {
      login: 'admin',
      screens: [
        ['import', '/w/returns/forms/order/import', '.drop'],
        ['products', '/w/returns/forms/product', '[data-record]'],
      ],
    },
  ];

  for (const locale of ['zh-CN', 'en'] as const) {
    test(`of staff has words, room and no barrier, by day and by night (${locale})`, async () => {
      const login = await people.open({ url: system.url, locale });
      await login.goto('/login');
      await login.locator('#login').waitFor();
      const found = await faultsOf(login, 'login', locale);
      for (const { login: who, screens } of staff) {
        const page = await people.open({ url: system.url, locale });
        await signIn(page, who, '/w/me');
        for (const [name, path, shown] of screens) {
          await page.goto(path);
          await page.locator(shown).first().waitFor();
          found.push(...(await faultsOf(page, name, locale)));
        }
        await page.context().close();
      }
      expect(found).toEqual([]);
    });

    test(`of a task and its record has words, room and no barrier (${locale})`, async () => {
      const found: string[] = [];
      for (const [order, node] of [
        ['SO100044', 'first_review'],
        ['SO100036', undefined],
      ] as const) {
        const page = await people.open({ url: system.url, locale });
        if (node === undefined) {
          const record = await system
            .knex('returns.return_request')
            .where({ order_no: order })
            .first<{ id: string }>('id');
          await signIn(page, 'supervisor_1', `/w/returns/forms/return_request/${record?.id}`);
        } else {
          const task = await taskAt(system.knex, order, node);
          await signIn(page, task.login ?? '', `/w/tasks/todo/${task.id}`);
        }
        await page.locator('.form-sections').waitFor();
        found.push(...(await faultsOf(page, `${node ?? 'record'}`, locale)));
        for (const tab of ['flow', 'related']) {
          await page.locator(`#tab-${tab}`).click();
          await page.locator(`#pane-${tab} > *`).first().waitFor();
          found.push(...(await faultsOf(page, `${node ?? 'record'}-${tab}`, locale)));
        }
      }
      expect(found).toEqual([]);
    });

    test(`of the portal has words, room and no barrier (${locale})`, async () => {
      const page = await people.open({ url: system.url, locale, size: PHONE });
      await page.goto('/portal/returns');
      await page.locator('form.find').waitFor();
      const found = await faultsOf(page, 'portal-find', locale);
      // An order for each language: the draft of one would be taken up again in the other.
      const last = locale === 'en' ? '11' : '08';
      await prove(page, `SO1000${last}`, `138001000${last}`);
      await page.locator('[data-row] .stepper').first().waitFor();
      await page.locator('[data-row] .stepper button').nth(1).click();
      found.push(...(await faultsOf(page, 'portal-articles', locale)));
      await page.locator('[data-operation="next"]').click();
      await choose(page, 'reason', { key: 'size', label: '' });
      found.push(...(await faultsOf(page, 'portal-reason', locale)));
      await page.locator('[data-operation="next"]').click();
      await page.locator('[data-field="refund_path"]').waitFor();
      found.push(...(await faultsOf(page, 'portal-refund', locale)));
      await page.locator('[data-operation="next"]').click();
      await page.locator('.summary').waitFor();
      found.push(...(await faultsOf(page, 'portal-check', locale)));
      const follower = await people.open({ url: system.url, locale, size: PHONE });
      await prove(follower, 'SO100053', '13800100024');
      await follower.locator('.mine li a').click();
      await follower.locator('h1[data-state]').waitFor();
      found.push(...(await faultsOf(follower, 'portal-state', locale)));
      expect(found).toEqual([]);
    });
  }
});

/** What is wrong with the page as it stands, in every width, by day and by night; nothing, when all is well. */
async function faultsOf(page: Page, name: string, locale: Locale): Promise<string[]> {
  const found = new Set<string>();
  for (const size of [PHONE, TABLET, DESK]) {
    await page.setViewportSize(size);
    const over = await overflow(page);
    if (over > 0) found.add(`${over} pixels too wide at ${size.width}`);
    await keep(page, `${name}-${locale}-${size.width}`);
  }
  for (const key of await rawKeys(page)) found.add(`untranslated: ${key}`);
  // What keeps people out does not hang on the language.
  if (locale === 'zh-CN') {
    for (const barrier of await barriers(page, 'all')) found.add(barrier);
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const barrier of await barriers(page, 'contrast')) found.add(`by night: ${barrier}`);
    await keep(page, `${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  for (const complaint of complaintsOf(page).splice(0)) found.add(complaint);
  return [...found].map((fault) => `${name}: ${fault}`);
}

/** Pictures for people to look at, where a folder is named for them. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_SHOTS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}
