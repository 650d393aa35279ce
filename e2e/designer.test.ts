import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile, expensesForFile, type Locale, PHONE } from './support/browser.ts';
import { barriers, complaintsOf, overflow } from './support/health.ts';
import { asPerson, signIn } from './support/people.ts';

describeInBrowser('The app designer', () => {
  const people = browserForFile();
  const url = expensesForFile();
  beforeAll(async () => {
    // A second administrator, so that two people can work on one draft.
    const ada = await asPerson(url(), 'ada');
    await ada.send('PUT', '/api/apps/expenses/staff/max', { roles: ['manager', 'admin'] });
  });

  async function enter(login: string, to: string, locale: Locale = 'en'): Promise<Page> {
    const page = await people.open({ url: url(), locale });
    await signIn(page, login, `/design${to}`);
    return page;
  }
  const saved = (page: Page) => page.locator('[data-state="saved"]').waitFor();
  const draftOf = async (login: string, path: string): Promise<unknown> => {
    const caller = await asPerson(url(), login);
    const view = await caller.get<{ files: { path: string; json: unknown }[] }>('/api/design/expenses');
    return view.files.find((file) => file.path === path)?.json;
  };

  test('makes an app from nothing, publishes it, and the workbench has it', async () => {
    const page = await enter('ada', '/');
    await page.locator('[data-command="new-app"]').click();
    await page.locator('#app-label').fill('Travel');
    await expect.poll(() => page.locator('#app-key').inputValue()).toBe('travel');
    await page.locator('button[form="new-app"]').click();
    await page.waitForURL('**/design/travel');

    // The one next step of an empty app is its first form.
    await page.locator('[data-command="first-form"]').click();
    await page.locator('#definition-label').fill('Trip');
    await page.locator('button[form="new-definition"]').click();
    await page.waitForURL('**/design/travel/forms/trip');
    await saved(page);

    await page.goto('/design/travel/settings');
    await page.locator('.hex').fill('#ffcc00');
    await page.locator('.hex').press('Enter');
    expect(await page.locator('[data-contrast]').textContent()).toContain('hard to read');
    await page.locator('[data-contrast] + button').click();
    expect(await page.locator('[data-contrast]').textContent()).toContain('easy to read');
    await page.locator('[data-command="undo"]').click();
    await saved(page);

    await page.goto('/design/travel/roles');
    await page.getByLabel('Name of the new role in English').fill('Traveller');
    await page.locator('[data-command="add-role"]').click();
    await page.locator('[data-role="traveller"]').waitFor();
    await page.goto('/design/travel/navigation');
    await page.locator('[data-navigation="0"]').waitFor();

    await page.locator('[data-command="publish"]').click();
    await page.locator('[data-group]').first().waitFor();
    await page.locator('#publish-note').fill('The first form');
    await page.locator('[data-command="publish-now"]').click();
    await page.locator('[data-outcome="done"]').waitFor({ timeout: 60_000 });
    await page.goto('/design/travel/versions');
    await page.locator('[data-version="1"]').getByText('The first form').waitFor();

    await page.goto('/w/travel/forms/trip');
    await page.getByRole('link', { name: 'Trip' }).first().waitFor();

    // A form that is new in an app that is in use begins with its first name too.
    await page.goto('/design/travel');
    await page.locator('[data-new="forms"]').click();
    await page.locator('#definition-label').fill('Hotel');
    await page.locator('button[form="new-definition"]').click();
    await page.locator('.name-field:focus').waitFor();
    expect(complaintsOf(page)).toEqual([]);
  });

  test('finds anything with Ctrl+K and goes to it by keyboard alone', async () => {
    const page = await enter('ada', '/expenses');
    await page.locator('[data-definition]').first().waitFor();
    // The list itself narrows too, by what each is called in the reader's language or by its key.
    await page.locator('[data-find]').fill('SPEND');
    await expect.poll(() => page.locator('[data-definition]').count()).toBe(1);
    await page.locator('[data-find]').fill('');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('spending');
    await page.locator('#find-0').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/design/expenses/reports/spending');
  });

  test('tells the second person in a draft at once, and lets them decide where both changed one file', async () => {
    const [ada, max] = [await enter('ada', '/expenses/settings'), await enter('max', '/expenses/settings')];
    await Promise.all([ada.locator('#app-name').waitFor(), max.locator('#app-name').waitFor()]);

    // Another file: taken as it is, with a word about it.
    await max.goto('/design/expenses/messages/paid');
    await max.locator('.message').waitFor();
    await ada.locator('#app-name').fill('Costs');
    await saved(ada);
    await max.locator('.news .line').waitFor();
    await max.getByText('Costs').first().waitFor();

    // The same file, while one is cut off.
    await max.goto('/design/expenses/settings');
    await max.locator('#app-name').waitFor();
    await max.context().setOffline(true);
    await max.locator('#app-description').fill('What people spent');
    await max.locator('[data-state="offline"]').waitFor();
    await ada.locator('#app-name').fill('Expenses');
    await saved(ada);
    await max.context().setOffline(false);
    await max.locator('[data-decide="chosen"]').click();
    await saved(max);
    expect(await draftOf('ada', 'app.json')).toMatchObject({ description: 'What people spent' });
    expect(JSON.stringify(await draftOf('ada', 'app.json'))).toContain('Expenses');
  });

  test('keeps what is typed offline, also over a reload, and sends it later', async () => {
    const page = await enter('ada', '/expenses/roles');
    await page.getByLabel('Name of the new role in English').fill('Auditor');
    await page.context().setOffline(true);
    await page.locator('[data-command="add-role"]').click();
    await page.locator('[data-state="offline"]').waitFor();
    expect(JSON.stringify(await draftOf('ada', 'app.json'))).not.toContain('auditor');
    // The page is lost before the network is back.
    await page.goto('about:blank');
    await page.context().setOffline(false);
    await page.goto('/design/expenses/roles');
    await page.locator('[data-role="auditor"]').waitFor();
    await saved(page);
    await expect.poll(async () => JSON.stringify(await draftOf('ada', 'app.json'))).toContain('auditor');
  });

  const screens = [
    '/',
    '/expenses',
    '/expenses/settings',
    '/expenses/roles?at=/roles/0',
    '/expenses/people',
    '/expenses/navigation',
    '/expenses/portal',
    '/expenses/flows/approval',
    '/expenses/messages/todo',
    '/expenses/connectors/bank',
    '/expenses/publish',
    '/expenses/compare?from=draft&to=1',
    '/expenses/versions',
  ];
  for (const locale of ['zh-CN', 'en'] as const) {
    test(`has words, room and no barrier on any screen, by day and by night (${locale})`, async () => {
      const page = await enter('ada', '/', locale);
      const found: string[] = [];
      for (const path of screens) {
        await page.goto(`/design${path}`);
        await page.locator('h1, h2').first().waitFor();
        await page.waitForFunction(() => document.querySelector('.skeleton') === null);
        found.push(...(await barriers(page, 'all')).map((fault) => `${path} ${fault}`));
        await page.emulateMedia({ colorScheme: 'dark' });
        found.push(...(await barriers(page, 'contrast')).map((fault) => `${path} (dark) ${fault}`));
        await page.emulateMedia({ colorScheme: 'light' });
        for (const width of [PHONE.width, 768]) {
          await page.setViewportSize({ width, height: 900 });
          const wide = await overflow(page);
          if (wide > 0) found.push(`${path} at ${width}: ${wide} too wide`);
        }
        await page.setViewportSize({ width: 1440, height: 900 });
      }
      found.push(...complaintsOf(page));
      expect(found).toEqual([]);
    });
  }
});
