import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChangePlan, DesignView, PublishResult, VersionView } from '../engine/wire.ts';
import { browserForFile, PHONE } from './support/browser.ts';
import { barriers, complaintsOf, overflow } from './support/health.ts';
import { asPerson, type Caller, signIn } from './support/people.ts';
import { startExpenses } from './support/system.ts';

/** A field that went comes back or is deleted for good, and the app gets a logo. */
const browser = browserForFile();
let system: Awaited<ReturnType<typeof startExpenses>>;
let ada: Caller;

interface Form {
  fields: object[];
}

beforeAll(async () => {
  system = await startExpenses();
  ada = await asPerson(system.url, 'ada');
}, 180_000);
afterAll(() => system.stop());

async function publish(change: (form: Form) => object): Promise<void> {
  const path = 'forms/project.json';
  const { files } = await ada.get<DesignView>('/api/design/expenses');
  const file = files.find((one) => one.path === path);
  await ada.send('POST', '/api/design/expenses/save', {
    changes: [{ path, revision: file?.revision, json: change(file?.json as unknown as Form) }],
  });
  const { hash } = await ada.get<ChangePlan>('/api/design/expenses/plan');
  const id = randomUUID();
  await ada.send<PublishResult>('POST', '/api/design/expenses/publish', { command: id, hash });
  await expect
    .poll(async () => (await ada.get<PublishResult>(`/api/design/expenses/publishes/${id}`)).status, {
      timeout: 60_000,
    })
    .toBe('done');
}

/** A red square of 32 by 32 pixels. */
async function logo(page: Page): Promise<Buffer> {
  const address = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 96, height: 32 });
    const context = canvas.getContext('2d');
    if (context) {
      context.fillStyle = '#1f2a44';
      context.font = 'bold 26px sans-serif';
      context.fillText('ACME', 4, 26);
    }
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(address.split(',')[1] ?? '', 'base64');
}

it('a removed field is listed with what is in its way, comes back into the draft, and goes for good by its key', async () => {
  await publish((form) => ({ ...form, fields: [...form.fields, { key: 'memo', type: 'text', label: '备忘' }] }));
  await publish((form) => ({ ...form, fields: form.fields.slice(0, -1) }));
  const page = await browser.open({ url: system.url, locale: 'en' });
  await signIn(page, 'ada', '/design/expenses/versions');
  const row = page.locator('[data-field="project.memo"]');
  await row.waitFor();
  expect(await row.innerText()).toMatch(/records with a value: 0/);
  expect(await row.locator('[data-command="delete-for-good"]').isDisabled()).toBe(true);
  expect(await row.innerText()).toMatch(/go back to the last 5 older versions/);
  await row.locator('[data-command="bring-back"]').click();
  await expect.poll(() => row.innerText()).toMatch(/The draft has this field again/);
  expect((await ada.get<ChangePlan>('/api/design/expenses/plan')).isEmpty).toBe(false);
  await ada.send('POST', '/api/design/expenses/discard', {});
  for (const unit of ['a', 'b', 'c', 'd', 'e', 'f']) {
    await publish((form) => ({ ...form, label: { 'zh-CN': `项目${unit}`, en: `Project ${unit}` } }));
  }
  await page.reload();
  await row.locator('[data-command="delete-for-good"]').click();
  const sure = page.locator('[data-command="deleted"]');
  await sure.waitFor();
  expect(await sure.isDisabled()).toBe(true);
  expect(await barriers(page, 'all')).toEqual([]);
  await page.locator('#typed-key').fill('memo');
  await page.keyboard.press('Enter');
  await expect.poll(() => row.count()).toBe(0);
  expect(complaintsOf(page)).toEqual([]);
}, 300_000);

it('a logo is chosen, undone like any edit, and stands in the workbench once it is published', async () => {
  const page = await browser.open({ url: system.url, locale: 'en' });
  await signIn(page, 'ada', '/design/expenses/settings');
  const picture = await logo(page);
  const input = page.locator('[data-logo]');
  await input.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
  await expect.poll(() => page.locator('[role=alert]').first().innerText()).toMatch(/PNG, JPEG or WebP/);
  await input.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: picture });
  const shown = page.locator('.logo img');
  await shown.waitFor();
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(96);
  expect(await barriers(page, 'all')).toEqual([]);
  await page.keyboard.press('Control+z');
  await shown.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+y');
  await shown.waitFor();
  await page.goto('/design/expenses/publish');
  await page.locator('[data-command="publish-now"]:not([disabled])').click();
  await page.locator('[data-outcome="done"]').waitFor({ timeout: 60_000 });
  await page.goto('/w/tasks/todo');
  const mark = page.locator('.rail .app-logo');
  await mark.waitFor();
  expect(await mark.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(96);
  expect((await ada.get<VersionView[]>('/api/design/expenses/versions'))[0]?.isCurrent).toBe(true);
  expect(complaintsOf(page)).toEqual([]);
}, 180_000);

it('settings and versions fit a phone', async () => {
  const page = await browser.open({ url: system.url, size: PHONE });
  for (const place of ['settings', 'versions']) {
    await signIn(page, 'ada', `/design/expenses/${place}`);
    await page.locator(place === 'settings' ? '.logo' : '[data-part="retired"]').waitFor();
    expect(await overflow(page)).toBe(0);
  }
});
