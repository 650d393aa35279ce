import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile, expensesForFile, PHONE } from './support/browser.ts';
import { barriers, complaintsOf, overflow } from './support/health.ts';
import { SOON } from './support/journey.ts';
import { asPerson } from './support/people.ts';

describeInBrowser('Trying a flow', () => {
  const people = browserForFile();
  const url = expensesForFile();

  async function simulator(
    more: { size?: { width: number; height: number }; locale?: 'en' | 'zh-CN' } = {},
  ): Promise<Page> {
    const page = await people.open({ url: url(), locale: 'en', ...more });
    await page.goto('/design/expenses/flows/approval');
    await page.locator('#login').fill('ada');
    await page.locator('#password').fill('demo');
    await page.locator('button[type=submit]').click();
    const name = more.locale === 'zh-CN' ? '模拟' : 'Simulate';
    await page.getByRole('button', { name, exact: true }).click();
    await page.locator('[data-simulate] [data-operation="submit"]').waitFor();
    return page;
  }
  const panel = (page: Page) => page.locator('[data-simulate]');
  async function handIn(page: Page): Promise<void> {
    await panel(page).locator('[data-who-select]').first().selectOption('eve');
    const form = panel(page).locator('[data-who="eve"]');
    await form.locator('[data-path="project"]').fill('P1');
    await form.locator('[data-field="kind"] [data-path="kind"]').click();
    await page.getByRole('option', { name: 'Travel' }).click();
    await form.locator('.add-row').click();
    await form.locator('[data-path$=".what"]').fill('train');
    await form.locator('[data-path$=".price"]').fill('50.10');
    await form.locator('[data-operation="submit"]').click();
    await panel(page).locator('[data-task="manager"]').waitFor();
  }

  test('a claim is played to its end as its people see it, and kept as a scenario', async () => {
    const page = await simulator();
    await handIn(page);
    await expect.poll(() => page.locator('[data-node="manager"]').getAttribute('data-played'), SOON).toBe('current');
    await panel(page).locator('[data-task="manager"] [data-as="mia"]').click();
    await panel(page).locator('[data-who="mia"] [data-operation="approve"]').click();
    await expect.poll(() => page.locator('[data-node="paid"]').getAttribute('data-played'), SOON).toBe('done');
    await panel(page).locator('[data-line="call"] [data-answer="bank.pay"]').click();
    await page.getByRole('radio', { name: /Refused/ }).check();
    await page.locator('[data-command="answer"]').click();
    await expect.poll(() => page.locator('[data-node="repair"]').getAttribute('data-played'), SOON).toBe('current');
    await panel(page).locator('[data-command="next-timer"]').click();
    await panel(page).locator('[data-step="3"]').waitFor();
    await panel(page).locator('[data-command="back"]').click();
    await expect.poll(() => panel(page).locator('[data-step="3"]').count(), SOON).toBe(0);
    expect(await barriers(page, 'all')).toEqual([]);

    await panel(page).locator('[data-command="keep-story"]').click();
    await page.locator('#simulate-name').fill('The bank refuses');
    await page.locator('[data-command="keep"]').click();
    await page.locator('[data-state="saved"]').waitFor();
    const caller = await asPerson(url(), 'ada');
    type File = { path: string; json: { expect?: unknown[]; steps: unknown[] } };
    await expect
      .poll(async () => {
        const { files } = await caller.get<{ files: File[] }>('/api/design/expenses');
        return files.find(({ path }) => path === 'scenarios/the_bank_refuses.json')?.json.expect;
      }, SOON)
      .toEqual(expect.arrayContaining([{ state: 'failed' }, { call: 'bank.pay', times: 1 }]));
    const { problems } = await caller.get<{ problems: unknown[] }>('/api/design/expenses');
    expect(problems).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('a scenario is opened and stepped through on a phone, in Chinese', async () => {
    const page = await simulator({ size: PHONE, locale: 'zh-CN' });
    await panel(page).locator('[data-story]').selectOption('scenarios/paid.json');
    const next = panel(page).locator('[data-command="step-on"]');
    for (let step = 1; step <= 4; step += 1) {
      await next.click();
      await panel(page).locator(`[data-step="${step}"]`).waitFor();
    }
    await expect.poll(() => next.count(), SOON).toBe(0);
    await expect.poll(() => panel(page).locator('[data-state-of]').first().textContent(), SOON).toBe('已付款');
    expect(await overflow(page)).toBe(0);
    expect(await barriers(page, 'all')).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('a refusal belongs to the story, and a draft that tells it otherwise shows what was beside what is', async () => {
    const page = await simulator();
    const form = panel(page).locator('[data-who="eve"]');
    await panel(page).locator('[data-who-select]').first().selectOption('eve');
    await form.locator('[data-operation="submit"]').click();
    await panel(page).locator('[data-command="expect-refusal"]').click();
    await panel(page).locator('[data-step="1"]').getByText('refused, as expected').waitFor();
    await handIn(page);
    const stranger = panel(page).locator('[data-task="manager"] [data-try]');
    await stranger.locator('summary').click();
    await stranger.locator('[data-who-select]').selectOption('cara');
    await stranger.locator('[data-command="try"]').click();
    await stranger.getByRole('alert').waitFor();
    await stranger.locator('[data-command="expect-refusal"]').click();
    await panel(page).locator('[data-step="3"]').getByText('refused, as expected').waitFor();
    const caller = await asPerson(url(), 'ada');
    type Flow = { states: { key: string; label: object }[] };
    const { files } = await caller.get<{ files: { path: string; revision: number; json: Flow }[] }>(
      '/api/design/expenses',
    );
    const flow = files.find(({ path }) => path === 'flows/approval.json');
    const states = flow?.json.states.map((state) =>
      state.key === 'review' ? { ...state, label: { 'zh-CN': '看一看', en: 'Looked at' } } : state,
    );
    const json = { ...flow?.json, states };
    const changes = [{ path: 'flows/approval.json', revision: flow?.revision, json }];
    await caller.send('POST', '/api/design/expenses/save', { changes });
    await panel(page).locator('[data-command="again"]').click();
    const told = panel(page).locator('[data-differences] tbody tr').first();
    await told.waitFor();
    expect(await told.locator('td').allInnerTexts()).toEqual([expect.any(String), 'Looked at']);
    await panel(page).locator('[data-step="2"] [data-change]').waitFor();
    expect(await barriers(page, 'all')).toEqual([]);
    await caller.send('POST', '/api/design/expenses/discard', {});
    expect(complaintsOf(page)).toEqual([]);
  });
});
