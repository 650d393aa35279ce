import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserForFile, DESK, PHONE } from './support/browser.ts';
import { barriers, complaintsOf, expectHealthy } from './support/health.ts';
import { SOON } from './support/journey.ts';
import { signIn } from './support/people.ts';
import { type System, startSystem } from './support/system.ts';

const MANY = 3_000;
const LIST = '/w/returns/forms/order';
const people = browserForFile();
let system: System;

beforeAll(async () => {
  system = await startSystem();
  await system.knex.raw(
    `insert into returns."order" (id, revision, created_at, updated_at, version, order_no, customer_name, shop)
     select gen_random_uuid(), 1, now() - interval '1 year' - n * interval '1 minute', now(), 1,
       'ZZ' || lpad(n::text, 6, '0'), '客户 ' || n, 'flagship' from generate_series(1, ?::int) n`,
    [MANY],
  );
  // An order has lines: each gets a copy of one that the demo brought.
  const line = await system.knex('returns.order__lines').first<Record<string, unknown>>();
  const copied = Object.keys(line).filter((column) => !['id', 'parent'].includes(column));
  const columns = copied.map((column) => `"${column}"`).join(', ');
  await system.knex.raw(
    `insert into returns.order__lines (id, parent, ${columns})
     select gen_random_uuid(), o.id, ${columns} from returns."order" o
     cross join (select ${columns} from returns.order__lines where id = ?) l where o.order_no like 'ZZ%'`,
    [line.id as string],
  );
});
afterAll(() => system.stop());

const rows = (page: Page) => page.locator('[data-record]');
const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env.E2E_SHOTS) await page.screenshot({ path: `${process.env.E2E_SHOTS}/${name}.png` });
};

describe('a long list', () => {
  test('draws what is seen, scrolls to its end, and is worked by keyboard', async () => {
    const page = await people.open({ url: system.url });
    await signIn(page, 'admin', `${LIST}?search=ZZ&sort=order_no`);
    await expect.poll(() => rows(page).count(), SOON).toBeGreaterThan(10);
    expect(await rows(page).count()).toBeLessThan(80);
    await page.getByRole('grid').focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('tr.active').innerText(), SOON).toContain(`ZZ00${MANY}`);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    await expect.poll(() => page.locator('tr.picked').count()).toBe(1);
    await picture(page, 'list');
    expect(await barriers(page, 'all')).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL(/forms\/order\/[0-9a-f-]{36}$/);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('keeps its columns, widths and sortings in a view that the list begins with', async () => {
    const page = await people.open({ url: system.url });
    await signIn(page, 'admin', `${LIST}?search=ZZ`);
    await rows(page).first().waitFor();
    await page.getByRole('button', { name: '客户', exact: true }).click();
    await page.getByRole('button', { name: '创建时间' }).click({ modifiers: ['Shift'] });
    await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('-customer_name,-created_at');
    await page.getByRole('button', { name: '列', exact: true }).click();
    await page.getByRole('button', { name: '创建时间：上移' }).click();
    await page.keyboard.press('Escape');
    const holdsFocus = (name: string) =>
      page.getByRole('button', { name, exact: true }).evaluate((element) => element === document.activeElement);
    await expect.poll(() => holdsFocus('列')).toBe(true);
    // By keyboard one is inside what opens, before a first condition, and out again with Escape.
    await page.getByRole('button', { name: '筛选', exact: true }).press('Enter');
    await page.locator('.panel:focus').waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator('form.filter .line input:focus').count()).toBe(1);
    expect(await barriers(page, 'all')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => holdsFocus('筛选')).toBe(true);
    const edge = page.getByRole('separator', { name: '创建时间：列宽' });
    const before = Number(await edge.getAttribute('aria-valuenow'));
    await edge.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => Number(await edge.getAttribute('aria-valuenow'))).toBe(before + 16);
    await page.getByRole('button', { name: '全部记录' }).click();
    await page.getByRole('textbox', { name: '视图名称' }).fill('按客户');
    await page.getByRole('button', { name: '保存视图' }).click();
    await page.locator('[data-view="按客户"]').getByRole('button', { name: '设为默认' }).click();
    await page.locator('[data-view="按客户"]').getByRole('button', { name: '默认', exact: true }).waitFor();
    await picture(page, 'views');
    await page.evaluate(() => localStorage.clear());
    await page.goto(LIST);
    await expect.poll(() => new URL(page.url()).searchParams.get('sort'), SOON).toBe('-customer_name,-created_at');
    await expect.poll(async () => Number(await edge.getAttribute('aria-valuenow'))).toBe(before + 16);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('changes the chosen records together, and says how far it is', async () => {
    const page = await people.open({ url: system.url });
    await signIn(page, 'admin', `${LIST}?search=ZZ00000`);
    await expect.poll(() => rows(page).count(), SOON).toBe(9);
    await page.getByRole('checkbox', { name: '选择全部符合条件的记录' }).check();
    await page.locator('[data-operation="edit-many"]').click();
    await page.locator('#bulk-fields').click({ force: true });
    await page.locator('.el-select-dropdown__item:visible', { hasText: '发票号' }).first().click();
    await page.keyboard.press('Escape');
    await page.locator('.el-dialog input[data-path="invoice_no"]').fill('FP2026');
    await picture(page, 'bulk');
    await page.locator('[data-operation="bulk"]').click();
    await page.locator('[data-status="done"]').waitFor();
    const { knex } = system;
    const changed = await knex('returns.order')
      .where({ invoice_no: 'FP2026' })
      .where('order_no', 'like', 'ZZ%')
      .count();
    expect(changed).toEqual([{ count: '9' }]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('leaves as a workbook and comes back without a change', async () => {
    const page = await people.open({ url: system.url });
    await signIn(page, 'admin', `${LIST}?search=ZZ00001`);
    await rows(page).first().waitFor();
    await page.locator('[data-operation="export"]').click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('[data-export="xlsx-all"]').click()]);
    expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK');
    await page.goto(`${LIST}/import`);
    const again = {
      name: 'order.xlsx',
      mimeType: 'application/octet-stream',
      buffer: await readFile(await file.path()),
    };
    await page.locator('input[type=file]').setInputFiles(again);
    await expect.poll(() => page.locator('[data-what]').allInnerTexts(), SOON).toEqual(Array(10).fill('无变化'));
    await picture(page, 'import');
    expect(complaintsOf(page)).toEqual([]);
  });

  test.each([
    ['zh-CN', false],
    ['en', true],
  ] as const)('is cards on a phone (%s)', async (locale, dark) => {
    const page = await people.open({ url: system.url, size: PHONE, locale, dark });
    await signIn(page, 'admin', `${LIST}?search=ZZ`);
    await rows(page).first().waitFor();
    await picture(page, `phone-${locale}`);
    await expectHealthy(page, 'list on a phone');
    expect(await barriers(page, 'contrast')).toEqual([]);
  });
});

describe('the page of a record', () => {
  const open = async (login: string, more: object = {}) => {
    const order = await system.knex('returns.order').where({ order_no: 'SO100020' }).first<{ id: string }>('id');
    const page = await people.open({ url: system.url, ...more });
    await signIn(page, login, `${LIST}/${order.id}`);
    await page.locator('[data-field="order_no"]').waitFor();
    return page;
  };

  test('lets two people talk: what one writes the other sees, and who is mentioned gets a message', async () => {
    const [one, other] = [await open('admin'), await open('agent_1')];
    for (const page of [one, other]) await page.getByRole('tab', { name: '评论' }).click();
    const box = one.getByRole('combobox', { name: '写评论' });
    await box.pressSequentially('请看一下 @陈');
    await one.getByRole('option').first().click();
    await box.pressSequentially('谢谢');
    await one.getByRole('button', { name: '发送' }).click();
    await expect.poll(() => other.locator('[data-comment]').allInnerTexts(), SOON).toHaveLength(1);
    expect(await other.locator('[data-comment] b').innerText()).toContain('@陈晓雯');
    await picture(one, 'comments');
    const message = system.knex('engine.message').where({ key: 'mention' }).first<{ link: string }>('link');
    expect((await message).link).toContain('/forms/order/');
    await one.locator('[data-comment]').getByRole('button', { name: '编辑' }).click();
    await one.locator('[data-comment]').getByRole('combobox').fill('改过了');
    await one.locator('[data-comment]').getByRole('button', { name: '保存' }).click();
    await expect.poll(() => other.locator('[data-comment]').innerText(), SOON).toContain('改过了');
    expect([...complaintsOf(one), ...complaintsOf(other)]).toEqual([]);
    expect(await barriers(one, 'all')).toEqual([]);
  });

  test('says why a field is as it is and who changed it', async () => {
    const page = await open('admin');
    await page.locator('[data-operation="edit"]').click();
    await page.locator('input[data-path="invoice_no"]').fill('FP9');
    await page.locator('[data-operation="save"]').click();
    await page.locator('[data-operation="edit"]').waitFor();
    await page.locator('[data-field="invoice_no"]').hover();
    await page.locator('[data-field="invoice_no"] .field-tools').click();
    await expect.poll(() => page.locator('.el-dialog ins').allInnerTexts(), SOON).toContain('FP9');
    expect(await page.locator('.el-dialog .why').innerText()).toContain('角色');
    await picture(page, 'why');
    expect(await barriers(page, 'all')).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test.each([
    ['desk', DESK],
    ['phone', PHONE],
  ])('is printed and fetched as PDF (%s)', async (name, size) => {
    const page = await open('admin', { size });
    await picture(page, `record-${name}`);
    await page.getByRole('link', { name: '打印' }).click();
    await page.locator('.paper h1').waitFor();
    await picture(page, `print-${name}`);
    await expectHealthy(page, 'print');
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('[data-operation="pdf"]').click()]);
    expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
