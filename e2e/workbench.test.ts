import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile, DESK, PHONE } from './support/browser.ts';
import { barriers, complaintsOf } from './support/health.ts';
import { complete, expectState, SOON, taskAt } from './support/journey.ts';
import { asPerson, signIn } from './support/people.ts';
import { type System, startSystem } from './support/system.ts';

/** Of the demo's past: requests that wait for a review, and some that are further on. */
const PAST = 17;

describeInBrowser('The workbench', () => {
  const people = browserForFile();
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ history: PAST });
  });
  afterAll(() => system?.stop());

  const at = (order: string, node: string) => taskAt(system.knex, order, node);
  const more = async (page: Page, operation: string) => {
    await page.locator('[data-operation="more"]').click();
    await page.locator(`.el-dropdown-menu [data-operation="${operation}"]:visible`).click();
  };
  const confirm = (page: Page) => page.locator('[data-operation="confirm"]');

  test('brings who follows a link to its task, after the login', async () => {
    const task = await at('SO100044', 'first_review');
    const page = await people.open({ url: system.url });
    await page.goto(`/w/tasks/${task.id}`);
    await page.locator('#login').waitFor();
    await page.locator('#login').fill(task.login ?? '');
    await page.locator('#password').fill('wrong');
    await page.locator('button[type=submit]').click();
    await page.getByRole('alert').waitFor();
    await page.locator('#password').fill('demo');
    await page.locator('button[type=submit]').click();
    await page.getByRole('heading', { name: task.title }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/w/tasks/${task.id}`);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('is worked by keyboard: ? shows the keys, j and k move, Enter opens, a approves', async () => {
    const task = await at('SO100043', 'first_review');
    const page = await people.open({ url: system.url });
    await signIn(page, task.login ?? '');
    await page.locator('[data-task]').first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    const selected = page.locator('.row.selected');
    await expect.poll(() => selected.count(), SOON).toBe(1);
    const ids = await page
      .locator('[data-task]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-task')));
    await page.keyboard.press('j');
    await expect.poll(() => selected.getAttribute('data-task'), SOON).toBe(ids[1]);
    await page.keyboard.press('k');
    await expect.poll(() => selected.getAttribute('data-task'), SOON).toBe(ids[0]);
    for (let step = 0; step < ids.indexOf(task.id); step += 1) await page.keyboard.press('j');
    await page.getByRole('heading', { name: task.title, level: 1 }).waitFor();
    await page.locator('[data-operation="approve"]').waitFor();
    await page.keyboard.press('a');
    await expectState(system.knex, 'SO100043', 'awaiting_shipment');
    await expect.poll(() => page.locator(`[data-task="${task.id}"]`).count(), SOON).toBe(0);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('asks for a reason before it rejects', async () => {
    const task = await at('SO100045', 'first_review');
    const page = await people.open({ url: system.url });
    await signIn(page, task.login ?? '', `/w/tasks/${task.id}`);
    await page.locator('[data-operation="reject"]').click();
    await expect.poll(() => confirm(page).isDisabled()).toBe(true);
    await page.locator('#operation-reason').fill('照片与商品不符');
    await confirm(page).click();
    await expectState(system.knex, 'SO100045', 'rejected');
    expect(complaintsOf(page)).toEqual([]);
  });

  test('hands a task on: claimed by one of a group, returned to the step before, transferred to a colleague', async () => {
    const first = await at('SO100046', 'first_review');
    const request = () => system.knex('returns.return_request').where({ order_no: 'SO100046' });
    await request().update({ risk_score: 90 });
    await complete(system.url, first.login ?? '', first.id, 'approve');
    const task = await at('SO100046', 'supervisor_review');
    // A risky one would come back to the supervisor.
    await request().update({ risk_score: 10 });
    const page = await people.open({ url: system.url });
    await signIn(page, 'supervisor_1', `/w/tasks/${task.id}`);
    await more(page, 'claim');
    await expect.poll(async () => (await at('SO100046', 'supervisor_review')).login, SOON).toBe('supervisor_1');
    await page.locator('[data-operation="return"]').click();
    await page.locator('#operation-reason').fill('请补充二次销售意见');
    await confirm(page).click();
    const again = await at('SO100046', 'first_review');
    await page.goto('/w/me');
    await page.getByRole('button', { name: '退出登录' }).click();
    const agent = await people.open({ url: system.url });
    await signIn(agent, again.login ?? '', `/w/tasks/${again.id}`);
    const colleague =
      again.login === 'agent_1' ? { login: 'agent_2', name: '刘洋' } : { login: 'agent_1', name: '陈晓雯' };
    await more(agent, 'transfer');
    await agent.locator('#operation-person').click();
    await agent.locator('.el-select-dropdown__item:visible', { hasText: colleague.name }).click();
    await confirm(agent).click();
    await expect.poll(async () => (await at('SO100046', 'first_review')).login, SOON).toBe(colleague.login);
    expect([...complaintsOf(page), ...complaintsOf(agent)]).toEqual([]);
  });

  test('shows two people who edit at once what the other wrote, and loses neither', async () => {
    const { url, knex } = system;
    const order = await knex('returns.order').where({ order_no: 'SO100020' }).first<{ id: string }>('id');
    const page = await people.open({ url });
    await signIn(page, 'admin', `/w/returns/forms/order/${order?.id}`);
    await page.locator('[data-operation="edit"]').click();
    await page.locator('input[data-path="customer_name"]').fill('梁雪（我的）');
    const other = await asPerson(url, 'admin');
    const path = `/api/apps/returns/forms/order/records/${order?.id}`;
    const { revision } = await other.get<{ revision: number }>(path);
    await other.send('PATCH', path, {
      command: crypto.randomUUID(),
      revision,
      data: { customer_name: '梁雪（别人的）', email: 'other@example.com' },
    });
    await page.locator('[data-operation="save"]').click();
    await page.getByRole('cell', { name: '梁雪（别人的）' }).waitFor();
    await page.getByRole('button', { name: '用我的覆盖' }).click();
    await expect
      .poll(() => knex('returns.order').where({ id: order?.id }).first('customer_name', 'email'), SOON)
      .toEqual({ customer_name: '梁雪（我的）', email: 'other@example.com' });
    expect(complaintsOf(page)).toEqual([]);
  });

  test('decides nothing on a record that has changed unseen: says so, keeps what was typed, and decides when told to', async () => {
    const task = await at('SO100046', 'first_review');
    const page = await people.open({ url: system.url });
    await signIn(page, task.login ?? '', `/w/tasks/${task.id}`);
    await page.locator('textarea[data-path="review_note"]').fill('按我看到的同意');
    const request = () => system.knex('returns.return_request').where({ order_no: 'SO100046' });
    const changed = { review_note: '别人先写的', risk_score: 90 };
    const [written] = await request()
      .update({ revision: system.knex.raw('revision + 1'), ...changed })
      .returning(['id', 'revision']);
    const diff = JSON.stringify([{ field: 'review_note', before: null, after: changed.review_note }]);
    const history = { app: 'returns', form: 'return_request', record: written.id, revision: written.revision };
    await system.knex('engine.change').insert({ ...history, at: new Date(), actor: { kind: 'engine' }, diff });
    await page.locator('[data-operation="approve"]').click();
    await page.getByRole('cell', { name: '别人先写的' }).waitFor();
    expect((await at('SO100046', 'first_review')).id).toBe(task.id);
    await page.getByRole('button', { name: '用我的覆盖' }).click();
    expect((await at('SO100046', 'supervisor_review')).title).toBe(task.title);
    expect(await request().first('review_note')).toEqual({ review_note: '按我看到的同意' });
    expect(complaintsOf(page)).toEqual([]);
  });

  test('finds, filters, sorts and exports records, and the address keeps what is shown', async () => {
    const page = await people.open({ url: system.url });
    await signIn(page, 'supervisor_1', '/w/returns/forms/return_request');
    const rows = page.locator('[data-record]');
    await expect.poll(() => rows.count(), SOON).toBe(PAST);
    await page.getByRole('textbox', { name: '搜索' }).fill('SO100044');
    await expect.poll(() => rows.count(), SOON).toBe(1);
    await page.reload();
    await expect.poll(() => rows.count(), SOON).toBe(1);
    await page.getByRole('textbox', { name: '搜索' }).fill('');
    await expect.poll(() => rows.count(), SOON).toBe(PAST);

    await page.getByRole('button', { name: '申请金额' }).click();
    await page.getByRole('button', { name: '申请金额' }).click();
    await expect.poll(() => page.locator('th[aria-sort="ascending"]').innerText(), SOON).toContain('申请金额');
    const amounts = async () =>
      (await page.locator('td[data-label="申请金额"]').allInnerTexts())
        .map((text) => Number(text.replace(/[^\d.]/g, '')))
        .filter((amount) => amount > 0);
    await expect.poll(async () => (await amounts()).join(), SOON).toBe((await amounts()).sort((a, b) => a - b).join());

    await page.getByRole('button', { name: '列', exact: true }).click();
    await page.locator('.el-checkbox:visible', { hasText: '运单号' }).first().click();
    await page.locator('th', { hasText: '运单号' }).waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: '筛选' }).click();
    await page.locator('.filter .line').getByRole('combobox', { name: '值' }).click({ force: true });
    await page.locator('.el-select-dropdown__item:visible', { hasText: '已拒绝' }).click();
    await page.getByRole('heading', { level: 1 }).click({ force: true });
    await page.locator('.filter button[type=submit]').click({ force: true });
    await expect.poll(() => page.locator('[data-record] [data-state]').allInnerTexts(), SOON).toContain('已拒绝');
    await page.locator('[data-operation="export"]').click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-export="csv"]').click()]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength((await rows.count()) + 1);
    expect(lines[0]).toContain('运单号');
    expect(complaintsOf(page)).toEqual([]);
  });

  test('leads from a figure of a board to its records', async () => {
    const page = await people.open({ url: system.url });
    await signIn(page, 'supervisor_1', '/w/returns/boards/progress');
    const tile = page.locator('[data-tile="parcels_due"] .figure');
    await expect.poll(() => tile.innerText(), SOON).toMatch(/^[1-9]/);
    const count = Number((await tile.innerText()).match(/\d+/)?.[0]);
    await tile.click();
    const drawer = page.getByRole('dialog');
    await expect.poll(() => drawer.getByRole('link').count(), SOON).toBe(count);
    const number = await drawer.getByRole('link').first().innerText();
    await drawer.getByRole('link').first().click();
    await page.getByRole('heading', { name: number, level: 1 }).waitFor();
    expect(complaintsOf(page)).toEqual([]);
  });

  test('a board on a phone: dates of one’s own a press away, and a chart read as a table leads to its records', async () => {
    const page = await people.open({ url: system.url, size: PHONE, locale: 'en' });
    await signIn(page, 'supervisor_1', '/w/returns/boards/reasons');
    await page.getByRole('button', { name: 'Filters' }).click();
    const [from, to] = [page.getByLabel('Applied: From'), page.getByLabel('Applied: To')];
    await from.fill('2020-01-01');
    await to.fill('2020-01-31');
    await page.locator('[data-tile="share"]').getByText('No data yet').waitFor();
    expect(new URL(page.url()).searchParams.get('period')).toBe('2020-01-01/2020-01-31');
    await from.fill('');
    await to.fill('');
    await page.getByRole('button', { name: 'Reason by category: as a table' }).press('Enter');
    const tile = page.locator('[data-tile="by_category"]');
    await tile.getByRole('button', { name: 'Apparel' }).press('Enter');
    await page.getByRole('dialog').getByRole('link').first().waitFor();
    expect(await barriers(page, 'all')).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('keeps the chosen language and appearance', async () => {
    const page = await people.open({ url: system.url });
    await signIn(page, 'agent_1', '/w/me');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Appearance').waitFor();
    await page.locator('.el-segmented__item', { hasText: 'Dark' }).click();
    await page.reload();
    await page.getByText('Appearance').waitFor();
    expect(
      await page.evaluate(() => [document.documentElement.lang, document.documentElement.classList.contains('dark')]),
    ).toEqual(['en', true]);
    const isDark = () => page.evaluate(() => document.documentElement.classList.contains('dark'));
    // Paper is white by night too.
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await expect.poll(isDark).toBe(false);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await expect.poll(isDark).toBe(true);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('takes a CSV with a bad line: the good ones get in, the bad one is named with its reason', async () => {
    const page = await people.open({ url: system.url });
    await signIn(page, 'admin', '/w/returns/forms/customer/import');
    const file = [
      'customer_id,name,phone',
      'C9001,王一,13900009001',
      'C9002,李二,not a phone',
      'C9003,赵三,13900009003',
    ];
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(file.join('\n')) });
    await page.getByRole('cell', { name: 'not a phone', exact: true }).waitFor();
    await page.getByRole('button', { name: '开始导入' }).click();
    await page.locator('[data-status="done"]').waitFor();
    expect(await page.locator('[data-reason]').count()).toBe(1);
    const ids = await system.knex('returns.customer').whereLike('customer_id', 'C900%').pluck('customer_id');
    expect(ids.sort()).toEqual(['C9001', 'C9003']);
    const [report] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载' }).click(),
    ]);
    expect(await readFile(await report.path(), 'utf8')).toContain('C9002');
    expect(complaintsOf(page)).toEqual([]);
  });

  test('ends everywhere when one signs out in one tab', async () => {
    const page = await people.open({ url: system.url, size: PHONE });
    await signIn(page, 'inspector_1');
    const second = await people.another(page, '/w/me');
    await second.getByRole('button', { name: '退出登录' }).click();
    await second.locator('#login').waitFor();
    await page.locator('#login').waitFor();
    expect(new URL(page.url()).searchParams.get('to')).toBe('/w/tasks/todo');
    expect([...complaintsOf(page), ...complaintsOf(second)]).toEqual([]);
  });

  test('on a phone the history is a press away from the form, which keeps what is typed and comes back when it is asked for', async () => {
    const task = await at('SO100044', 'first_review');
    const page = await people.open({ url: system.url, size: PHONE, locale: 'en' });
    await signIn(page, task.login ?? '', `/w/tasks/todo/${task.id}`);
    const note = page.locator('textarea[data-path="review_note"]');
    await note.fill('Looks fine');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.locator('.history li').first().waitFor();
    expect(await note.isVisible()).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    expect(await barriers(page, 'all')).toEqual([]);
    await page.getByRole('tab', { name: 'History' }).press('ArrowLeft');
    await note.waitFor();
    expect(await note.inputValue()).toBe('Looks fine');
    expect(complaintsOf(page)).toEqual([]);
  });

  test('approves on a phone as at a desk', async () => {
    const task = await at('SO100044', 'first_review');
    for (const size of [PHONE, DESK]) {
      const page = await people.open({ url: system.url, size });
      await signIn(page, task.login ?? '', `/w/tasks/todo/${task.id}`);
      const button = page.locator('[data-operation="approve"]');
      await button.waitFor();
      const box = await button.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(size.height);
      expect(complaintsOf(page)).toEqual([]);
    }
  });
});
