import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from '../../engine/host/testing/inBrowser.ts';
import { desktop, findings, galleryForFile, phone } from './gallery.ts';

/** Of every field and row. */
const heights = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-field], [data-row]')].map((element) => [
      element.dataset.field ?? element.dataset.row,
      Math.round(element.getBoundingClientRect().height),
    ]),
  );

describeInBrowser('every field type in a browser', () => {
  const gallery = galleryForFile();

  it.each([
    ['light', '?lang=en', desktop],
    ['dark', '?lang=zh&dark', desktop],
    ['with every error', '?lang=en&empty&tried', desktop],
    ['dark with every error', '?lang=zh&empty&tried&dark', desktop],
    ['read only', '?lang=zh&read', desktop],
    ['on a phone', '?lang=zh', phone],
    ['in tabs and steps', '?lang=en&parts', desktop],
    ['in tabs and steps, dark, with every error', '?lang=zh&parts&empty&tried&dark', desktop],
    ['in tabs and steps on a phone', '?lang=zh&parts', phone],
  ])('is free of findings by axe: %s', async (_name, query, options) => {
    const page = await gallery.open(query, options);
    expect(await findings(page)).toEqual([]);
  });

  it('does not move when controls become live, and takes the keyboard with it', async () => {
    const page = await gallery.open('?lang=en');
    const before = await heights(page);
    const live = ['reason', 'colours', 'bought_on', 'pick_up_at', 'keeper', 'warehouse'];
    for (const field of [...live, 'opens_at', 'holiday', 'slot', 'region', 'areas']) {
      await page.locator(`[data-field="${field}"] .trigger`).focus();
      await page.keyboard.press('ArrowDown');
      await page.locator(`[data-field="${field}"] input:focus`).waitFor();
      await page.keyboard.press('Escape');
    }
    await page.locator('[data-row] .trigger').first().click();
    await page.locator('[data-row] input:focus').waitFor();
    expect(await heights(page)).toEqual(before);
    await page.keyboard.press('Escape');
    expect(await findings(page)).toEqual([]);
  });

  it('is filled in by keyboard alone, letter by letter', async () => {
    const page = await gallery.open('?lang=en&empty');
    const input = (path: string) => page.locator(`[data-path="${path}"]`);
    await input('name').focus();
    await page.keyboard.type('Li Lei');
    await page.keyboard.press('Tab');
    await page.keyboard.type('13800138000');
    await input('paid').focus();
    await page.keyboard.type('1280');
    expect(await input('paid').inputValue()).toBe('1280');
    await page.keyboard.press('Tab');
    expect(await input('paid').inputValue()).toBe('1280.00');
    expect(await input('name').inputValue()).toBe('Li Lei');
    await page.keyboard.press('Space');
    expect(await input('urgent').isChecked()).toBe(true);
    await input('reason').focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('.el-select-dropdown__item').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('[data-field="reason"] .el-select__placeholder', { hasText: 'Quality' }).waitFor();
    await page.locator('[data-field="lines"] .add-row').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-row] input:focus').waitFor();
    await page.keyboard.type('A-1');
    await page.keyboard.press('Tab');
    await page.keyboard.type('3');
    await page.keyboard.press('Tab');
    await page.keyboard.type('12.5');
    await page.keyboard.press('Tab');
    await page.locator('[data-field="total"]', { hasText: '37.50' }).waitFor();
  });

  it('shows where the keyboard is', async () => {
    const page = await gallery.open('?lang=en');
    for (const selector of [
      '[data-path="name"]',
      '[data-path="reason"]',
      '[data-path="urgent"]',
      '.add-row',
      '.remove',
    ]) {
      await page.locator(selector).first().focus();
      await page.keyboard.press('Shift');
      const shown = await page
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { outlineStyle, boxShadow } = getComputedStyle(element);
          return outlineStyle !== 'none' || boxShadow !== 'none';
        });
      expect([selector, shown]).toEqual([selector, true]);
    }
  });

  it('walks tabs by arrow keys and steps one by one, and goes to what is wrong', async () => {
    const page = await gallery.open('?lang=en&parts&empty&tried');
    expect(await page.locator('[role="tab"] .mark').count()).toBe(1);
    await page.locator('[role="tab"][aria-selected="true"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('[role="tab"]:focus', { hasText: 'People' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('.folds button').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-field="pieces"]').waitFor();
    await page.locator('[data-step-action="next"]').click();
    await page.locator('[data-field="reason"] .error').waitFor();
    await page.locator('[data-field="reason"] .trigger').click();
    await page.locator('.el-select-dropdown__item:visible', { hasText: 'Quality' }).click();
    await page.locator('[data-step-action="next"]').click();
    await page.locator('[aria-current="step"]', { hasText: 'Sending back' }).waitFor();
  });

  it('puts what is behind tabs, in steps and folded up on paper', async () => {
    const page = await gallery.open('?lang=en&parts');
    expect(await page.locator('[data-field="pieces"]').count()).toBe(0);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    for (const field of ['pieces', 'home', 'buyer', 'way', 'signed']) {
      await page.locator(`[data-field="${field}"]`).waitFor();
    }
  });

  it("fits a phone: nothing scrolls sideways, rows are cards, lists are the device's own", async () => {
    const page = await gallery.open('?lang=zh', phone);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await page.locator('[data-path="reason"]').evaluate(({ tagName }) => tagName)).toBe('SELECT');
    expect(await page.locator('.row.head').first().isVisible()).toBe(false);
    const cells = await page
      .locator('[data-row]')
      .first()
      .locator('.cell')
      .evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().left));
    expect(new Set(cells.slice(0, 5).map(Math.round)).size).toBe(1);
  });
});
