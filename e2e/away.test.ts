import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile } from './support/browser.ts';
import { complaintsOf } from './support/health.ts';
import { SOON } from './support/journey.ts';
import { asPerson, type Caller, signIn } from './support/people.ts';
import { type System, startExpenses } from './support/system.ts';

describeInBrowser('Being away', () => {
  const people = browserForFile();
  let system: Omit<System, 'counterparts'>;
  let eve: Caller;
  let cara: Caller;
  beforeAll(async () => {
    system = await startExpenses();
    eve = await asPerson(system.url, 'eve');
    cara = await asPerson(system.url, 'cara');
  });
  afterAll(() => system?.stop());

  /** A claim that Mia and Max have to sign; `by` has seen it first. */
  async function claim(by: string): Promise<string> {
    const data = { project: 'P1', kind: 'travel', items: [{ what: 'Train', qty: 1, price: '6000.00' }] };
    const path = '/api/apps/expenses/forms/claim/records';
    const { id } = await eve.send<{ id: string }>('POST', path, { command: randomUUID(), data });
    const manager = await asPerson(system.url, by);
    const task = await system.knex('engine.task').where({ record: id, status: 'open' }).first<{ id: string }>('id');
    await manager.send('POST', `/api/tasks/${task.id}/approve`, { command: randomUUID() });
    return id;
  }

  const holders = async (record: string): Promise<string[]> => {
    const rows = await system
      .knex('engine.task as t')
      .join('engine.app_user as u', 'u.id', 't.assignee')
      .where({ record, status: 'open' })
      .orderBy('u.login')
      .select<{ login: string }[]>('u.login');
    return rows.map(({ login }) => login);
  };

  async function pick(page: Page, id: string, name: string): Promise<void> {
    await page.locator(id).click();
    await page.locator(id).fill(name);
    await page.locator('.el-select-dropdown__item:visible', { hasText: name }).first().click();
  }

  test('whoever leaves for a while chooses who acts; what lay on the desk goes over, and comes with a name', async () => {
    const before = await claim('max');
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, 'mia', '/w/me');
    await page.locator('[data-command="choose-proxy"]').click();
    await pick(page, '#away-proxy', 'Max');
    await page.locator('#away-reason').fill('Holiday');
    await page.locator('[data-command="save-proxy"]').click();
    await page.getByText('Max acts for me').waitFor();
    await expect.poll(() => holders(before), SOON).toEqual(['max', 'max']);
    await page.getByText('Max has 1 open tasks for you').waitFor();
    await page.goto('/w/tasks/todo');
    await page.getByText('Max gets your new tasks until').waitFor();
    const other = await people.open({ url: system.url, locale: 'en' });
    await signIn(other, 'max', '/w/tasks/todo');
    await other.getByText('You act for Mia until').waitFor();
    await other.locator('[data-task]', { hasText: 'for Mia' }).first().getByRole('link').click();
    await other.locator('article .chip', { hasText: 'for Mia' }).waitFor();
    await other.locator('summary', { hasText: 'Why' }).first().click();
    await other.getByText('In place of Mia, who is away').first().waitFor();
    await page.goto('/w/me');
    await page.locator('[data-command="end-proxy"]').click();
    await page.getByText('Nobody acts for you').waitFor();
    expect(complaintsOf(page)).toEqual([]);
    expect(complaintsOf(other)).toEqual([]);
  });

  test('many are approved in one go, and what was refused is named by its record', async () => {
    const before = await system.knex('engine.task').where({ status: 'done' }).count<{ count: string }[]>('*');
    for (let count = 0; count < 3; count += 1) {
      const data = { project: 'P1', kind: 'travel', items: [{ what: 'Bus', qty: 1, price: '10.00' }] };
      await eve.send('POST', '/api/apps/expenses/forms/claim/records', { command: randomUUID(), data });
    }
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, 'max', '/w/tasks/todo');
    await page.locator('[name="pick-all"]').first().waitFor({ state: 'attached' });
    await page.getByText(/Select all \d+ decisions/).click();
    const picked = await page.locator('[data-task] .el-checkbox.is-checked').count();
    await page.locator('[data-command="approve-picked"]').click();
    // While the question stands, a colleague has done one of them.
    const [row] = await system.knex('engine.task').where({ status: 'open', node: 'manager' }).limit(1);
    const ada = await asPerson(system.url, 'mia');
    await ada.send('POST', `/api/tasks/${row.id}/approve`, { command: randomUUID() });
    await page.locator('[data-command="bulk-approve"]').dblclick();
    const told = page.locator(`[data-before="${row.record}"]`);
    await told.getByText('Mia had decided this already: approved.').waitFor();
    expect(await page.locator('[data-refused]').count()).toBe(0);
    await page.getByText(`${picked - 1} approved`).waitFor();
    const after = await system.knex('engine.task').where({ status: 'done' }).count<{ count: string }[]>('*');
    expect(Number(after[0]?.count) - Number(before[0]?.count)).toBe(picked);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('whoever leaves for good hands everything over: seen beforehand, then done', async () => {
    const records = [await claim('max'), await claim('max')];
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, 'ada', '/design/expenses/people');
    await page.locator('[data-person="mia"] [data-command="hand-over-of"]').click();
    const group = page.locator('[data-group="two"]');
    await group.getByText('2 tasks').waitFor();
    const choose = async (name: string): Promise<void> => {
      await group.locator('.el-select').click();
      await page.locator('.el-select-dropdown__item:visible', { hasText: name }).first().click();
    };
    await choose('Max');
    await group.getByText('2 cannot go to those chosen').waitFor();
    await choose('Cara');
    await group.getByText('2 cannot go to those chosen').waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await page.locator('#handover-reason').fill('Leaves the company');
    await page.locator('[data-command="hand-over"]').click();
    await page.locator('.progress[data-status="done"]').waitFor();
    for (const record of records) expect(await holders(record)).toEqual(['cara', 'max']);
    const { rows } = await cara.get<{ rows: { record: string }[] }>('/api/tasks?box=todo');
    expect(rows.map(({ record }) => record).sort()).toEqual([...records].sort());
    expect(complaintsOf(page)).toEqual([]);
  });

  /** Opens a list and takes what is called so. */
  async function choose(page: Page, list: string, name: string): Promise<void> {
    await page.locator(list).click();
    await page.locator('.el-select-dropdown__item:visible', { hasText: name }).first().click();
  }
  const titles = async (who: Caller): Promise<string[]> =>
    (await who.get<{ title: string }[]>('/api/messages')).map(({ title }) => title);

  test('an administrator chooses, changes and ends who acts for somebody; both are told', async () => {
    const max = await asPerson(system.url, 'max');
    const mia = await asPerson(system.url, 'mia');
    for (const who of [max, mia, cara])
      await who.send('PUT', '/api/session', { locale: 'en', timeZone: 'Europe/Berlin' });
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, 'ada', '/design/expenses/people');
    const list = page.locator('[data-away]');
    await list.getByText('Nobody is away').waitFor();
    await list.locator('[data-command="choose-proxy"]').click();
    await pick(page, '#away-person', 'Mia');
    await page.getByText('whoever is away: Central European Time').waitFor();
    await pick(page, '#away-proxy', 'Max');
    await choose(page, '.el-select:has(#away-part)', 'Approval');
    await page.locator('[data-command="save-proxy"]').click();
    await list.getByText('Max acts for Mia').waitFor();
    await list.getByText('(Central European Time) · Expenses ·').waitFor();
    await expect.poll(() => titles(max), SOON).toContain('You act for Mia');
    await expect.poll(() => titles(mia), SOON).toContain('Ada has chosen Max to act for you');
    await list.locator('[data-command="change-proxy"]').click();
    await pick(page, '#away-proxy', 'Cara');
    await page.locator('[data-command="save-proxy"]').click();
    await list.getByText('Cara acts for Mia').waitFor();
    await list.getByText('Max acts for Mia').waitFor({ state: 'hidden' });
    await expect.poll(() => titles(max), SOON).toContain('You no longer act for Mia');
    await list.locator('[data-command="end-proxy"]').click();
    await list.getByText('Nobody is away').waitFor();
    await expect.poll(() => titles(cara), SOON).toContain('You no longer act for Mia');
    expect(complaintsOf(page)).toEqual([]);
  });

  test('who gives a task to somebody who is away is told who gets it, and the history says why', async () => {
    const mia = await asPerson(system.url, 'mia');
    const mine = await mia.get<{ mine: { id: string }[] }>('/api/me/proxies');
    for (const { id } of mine.mine) await mia.send('DELETE', `/api/me/proxies/${id}`);
    const { user } = await cara.get<{ user: { id: string } }>('/api/session');
    const now = Date.now();
    await mia.send('POST', '/api/me/proxies', {
      command: randomUUID(),
      proxy: user.id,
      from: new Date(now).toISOString(),
      until: new Date(now + 3 * 86_400_000).toISOString(),
    });
    const record = await claim('max');
    const task = await system
      .knex('engine.task')
      .where({ record, status: 'open', stands_for: null })
      .first<{ id: string }>('id');
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, 'max', `/w/tasks/${task.id}`);
    await page.locator('[data-operation="more"]').click();
    await page.locator('.el-dropdown-menu__item:visible', { hasText: 'Transfer' }).click();
    await pick(page, '#operation-person', 'Mia');
    await page.locator('[role="dialog"] [data-away]').getByText('Cara gets it in their place').waitFor();
    await page.locator('[data-operation="confirm"]').click();
    await expect
      .poll(async () => system.knex('engine.task').where({ id: task.id }).first('assignee'), SOON)
      .toEqual({ assignee: user.id });
    await page.goto(`/w/expenses/forms/claim/${record}`);
    await page.getByText('given on to Cara').first().waitFor();
    const entries = await mia.get<{ text: string; why?: string[] }[]>(
      `/api/apps/expenses/forms/claim/records/${record}/history`,
    );
    const given = entries.find(({ text }) => text.includes('given on to Cara'));
    expect(given?.why).toEqual(['In place of Mia, who is away']);
    for (const { id } of (await mia.get<{ mine: { id: string }[] }>('/api/me/proxies')).mine)
      await mia.send('DELETE', `/api/me/proxies/${id}`);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('whoever leaves hands over the records that name them, with their tasks', async () => {
    const ada = await asPerson(system.url, 'ada');
    const { user: eves } = await eve.get<{ user: { id: string } }>('/api/session');
    const { user: caras } = await cara.get<{ user: { id: string } }>('/api/session');
    const forms = '/api/apps/expenses/forms/project/records';
    const data = { code: 'HO-1', budget: '10.00', manager: eves.id };
    const { id } = await ada.send<{ id: string }>('POST', forms, { command: randomUUID(), data });
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, 'ada', '/design/expenses/people');
    await page.locator('[data-person="eve"] [data-command="hand-over-of"]').click();
    const field = page.locator('[data-field="project.manager"]');
    await field.getByText('1 records').waitFor();
    await field.locator('.el-select').click();
    await page.locator('.el-select-dropdown__item:visible', { hasText: 'Cara' }).first().click();
    await page.keyboard.press('Escape');
    await page.locator('#handover-reason').fill('Leaves the company');
    await page.locator('[data-command="hand-over"]').click();
    await page.locator('.progress[data-status="done"]').waitFor();
    const after = await ada.get<{ revision: number; data: { manager: string } }>(`${forms}/${id}`);
    expect(after).toMatchObject({ revision: 2, data: { manager: caras.id } });
    expect(complaintsOf(page)).toEqual([]);
  });
});
