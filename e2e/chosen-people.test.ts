import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { subflowFiles } from '../engine/host/testing/subflows.ts';
import { wishFiles } from '../engine/host/testing/wish.ts';
import type { CommandResult, RecordView } from '../engine/wire.ts';
import { browserForFile, PHONE } from './support/browser.ts';
import { barriers, expectHealthy } from './support/health.ts';
import { asPerson, signIn } from './support/people.ts';
import { type System, startExpenses } from './support/system.ts';

const SOON = { timeout: 15_000 };

describeInBrowser('People whom whoever begins chooses, and flows below flows', () => {
  const people = browserForFile();
  let system: Omit<System, 'counterparts'>;
  beforeAll(async () => {
    system = await startExpenses({ name: 'expenses_more', files: { ...wishFiles, ...subflowFiles } });
  });
  afterAll(() => system?.stop());

  const desks = async (record: string, node: string): Promise<string[]> => {
    const rows = await system
      .knex('engine.task as t')
      .join('engine.app_user as u', 'u.id', 't.assignee')
      .where({ 't.record': record, 't.node': node, 't.status': 'open' })
      .select<{ login: string }[]>('u.login');
    return rows.map(({ login }) => login).sort();
  };

  test('are chosen by keyboard while a record is written, kept with it, and chosen anew when it is sent again', async () => {
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, 'eve', '/w/expenses/forms/wish/new');
    const slot = (node: string) => page.locator(`[data-choice="${node}"]`);
    await slot('grant').waitFor();
    expect(await slot('second').count()).toBe(0);
    await page.getByLabel('Sum').fill('500');
    await slot('second').waitFor();
    await page.locator('[data-operation="submit"]').click();
    await slot('grant').getByText('Choose at least one person.').waitFor();
    for (const [node, name] of [
      ['second', 'Emil'],
      ['grant', 'Mia'],
    ] as const) {
      await slot(node).locator('input').focus();
      await page.keyboard.type(name);
      const options = page.locator('.el-select-dropdown__item:visible');
      await expect.poll(() => options.allInnerTexts(), SOON).toEqual([name]);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await slot(node).locator('.el-tag', { hasText: name }).waitFor();
    }
    await expectHealthy(page, 'a new record with people to choose');
    await page.mouse.move(0, 0);
    expect(await barriers(page, 'all')).toEqual([]);
    await page.locator('[data-operation="submit"]').click();
    await page.waitForURL(/\/forms\/wish\/[0-9a-f-]{36}/);
    const record = page.url().split('/').at(-1) ?? '';
    expect(await desks(record, 'second')).toEqual(['emil']);
    const [task] = await system.knex('engine.task').where({ record, status: 'open', node: 'second' }).select('id');
    const emil = await asPerson(system.url, 'emil');
    await emil.send('POST', `/api/tasks/${task?.id}/reject`, { command: randomUUID(), reason: 'again' });
    await page.locator('[data-operation="resubmit"]').click();
    // Its fields are filled in on the page, and the people beside them.
    await slot('grant').locator('.el-tag', { hasText: 'Mia' }).waitFor();
    await slot('grant').locator('input').focus();
    await page.keyboard.type('Max');
    await expect.poll(() => page.locator('.el-select-dropdown__item:visible').allInnerTexts(), SOON).toContain('Max');
    await page.keyboard.press('Enter');
    await slot('grant').locator('.el-tag', { hasText: 'Max' }).waitFor();
    await page.keyboard.press('Tab');
    await page.locator('[data-operation="save"]').click();
    await expect.poll(() => desks(record, 'grant'), SOON).toEqual(['max', 'mia']);
  });

  test('a record shows the flows below it, and each of them the one above', async () => {
    const eve = await asPerson(system.url, 'eve');
    const made = await eve.send<CommandResult>('POST', '/api/apps/expenses/forms/order/records', {
      command: randomUUID(),
      data: { what: 'paper' },
    });
    const [task] = await system.knex('engine.task').where({ record: made.id, status: 'open' }).select('id');
    await eve.send('POST', `/api/tasks/${task?.id}/complete`, { command: randomUUID() });
    const page = await people.open({ url: system.url, size: PHONE, dark: true });
    await signIn(page, 'mia', `/w/expenses/forms/order/${made.id}`);
    const below = page.locator('[data-subflow="below"]');
    await below.getByRole('link', { name: /采购单 · paper/ }).waitFor(SOON);
    await expectHealthy(page, 'a record with a flow below');
    await below.getByRole('link').click();
    await page.locator('[data-subflow="above"]').getByRole('link', { name: /paper/ }).waitFor();
    const child = page.url().split('/').at(-1) ?? '';
    const mia = await asPerson(system.url, 'mia');
    const view = await mia.get<RecordView>(`/api/apps/expenses/forms/purchase/records/${child}`);
    expect(view).toMatchObject({ title: 'paper', state: 'open' });
  });
});
