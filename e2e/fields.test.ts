import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Pages, servePage } from '../bench/forms/pages.ts';
import { launchBrowser } from '../engine/host/testing/browser.ts';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';

/** Every field type on one page, in a real browser, with nothing behind it. */
interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}
declare global {
  interface Window {
    gallery: { values(): unknown };
    axe: { run(root: Document, options: unknown): Promise<{ violations: Violation[] }> };
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let browser: Browser;
let pages: Pages;
const complaints: string[] = [];

async function open(query: string, options: BrowserContextOptions = desktop): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('console', (message) => {
    const isOurs = ['error', 'warning'].includes(message.type()) && !message.location().url.endsWith('/favicon.ico');
    if (isOurs) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>';
  await page.route('**/api/**/files/**', (route) => route.fulfill({ body: picture, contentType: 'image/svg+xml' }));
  const people = [{ value: '00000000-0000-7000-8000-0000000000c1', label: 'Han Mei' }];
  await page.route('**/api/**/options/**', (route) => route.fulfill({ json: people }));
  await answerRequests(page);
  await page.goto(pages.url(query));
  await page.locator('.form-section').first().waitFor();
  await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
  return page;
}

const customer = '00000000-0000-7000-8000-0000000000c1';
const made = '00000000-0000-7000-8000-0000000000c2';
const drawn = '00000000-0000-7000-8000-0000000000f9';

/** What the server would say to uploads, looked-up fields and referenced records. */
async function answerRequests(page: Page): Promise<void> {
  const credit = { '500.00': customer, '7.00': made };
  const rollups = Object.fromEntries(Object.entries(credit).map(([sum, id]) => [`credit?{"id":"${id}"}`, sum]));
  await page.route('**/api/**/answers', (route) => route.fulfill({ json: { lookups: {}, rollups } }));
  await page.route('**/api/**/forms/customer/records**', (route) => route.fulfill({ json: { id: made } }));
  await page.route('**/api/**/forms/customer/records/*', (route) => {
    const id = route.request().url().slice(-36);
    const title = id === made ? 'New Customer' : 'Northern Light';
    const data = { name: title, credit: id === made ? '7.00' : '500.00' };
    return route.fulfill({
      json: { id, form: 'customer', title, data, texts: {}, files: {}, rights: {}, operations: [] },
    });
  });
  const file = { id: drawn, name: 'signature.png', mediaType: 'image/png', size: 900 };
  await page.route('**/api/**/uploads**', (route) =>
    route.fulfill({ status: 201, json: { id: drawn, received: 0, piece: 524_288 } }),
  );
  await page.route('**/api/**/uploads/*', (route) => {
    const received = route.request().postDataBuffer()?.length ?? 0;
    return route.fulfill({ json: { id: drawn, received, piece: 524_288, file } });
  });
}

const heights = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-field], [data-row]')].map((element) => [
      element.dataset.field ?? element.dataset.row,
      Math.round(element.getBoundingClientRect().height),
    ]),
  );

/** What is typed as it stands, by path. */
const typed = {
  share: '12.5%',
  shift: '22:00',
  'shift.to': '06:00',
  paint: '2F6FED',
  site: 'example.com',
  identity: '11010519491231002x',
};

/** The 10th to the 12th of the month that the picker opens with. */
async function pickDays(page: Page, field: string): Promise<void> {
  await page.locator(`[data-path="${field}"]`).click();
  const days = page.locator('.el-picker-panel:visible .is-left td.available');
  for (const day of ['10', '12']) await days.getByText(day, { exact: true }).click();
}

/** What axe finds against WCAG 2.2 AA, one line a finding. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const options = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
  const { violations } = await page.evaluate((given) => window.axe.run(document, given), options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

describeInBrowser('every field type in a browser', () => {
  beforeAll(async () => {
    pages = await servePage('gallery');
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

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
    const page = await open(query, options);
    expect(await findings(page)).toEqual([]);
    await page.context().close();
  });

  it('does not move when controls become live, and takes the keyboard with it', async () => {
    const page = await open('?lang=en');
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
    await page.context().close();
  });

  it('is filled in by keyboard alone, letter by letter', async () => {
    const page = await open('?lang=en&empty');
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
    await page.context().close();
  });

  it('fills in every type of value, and shows again what was filled in', async () => {
    const page = await open('?lang=en&empty');
    const at = (path: string) => page.locator(`[data-path="${path}"]`);
    for (const [path, text] of Object.entries(typed)) {
      await at(path).fill(text);
      await at(path).press('Tab');
    }
    await at('opens_at').click();
    await page.keyboard.type('0930');
    await page.locator('[data-field="opens_at"] input').fill('09:30');
    await page.keyboard.press('Enter');
    await pickDays(page, 'holiday');
    await pickDays(page, 'slot');
    await page.getByRole('button', { name: 'OK' }).last().click();
    await expect.poll(() => page.locator('.el-picker-panel:visible').count()).toBe(0);
    await at('region').click();
    await page.locator('.el-cascader-node', { hasText: 'Zhejiang' }).click();
    await page.locator('.el-cascader-node', { hasText: 'Hangzhou' }).click();
    await at('areas').click();
    await page.locator('.tree-choice .el-tree-node__content', { hasText: 'Jiangsu' }).locator('.el-checkbox').click();
    await page.keyboard.press('Escape');
    await at('mood').focus();
    for (let step = 0; step < 7; step += 1) await page.keyboard.press('ArrowRight');
    await at('warmth').focus();
    await page.keyboard.press('End');
    await at('notes').click();
    await page.locator('.ProseMirror:focus').waitFor();
    await page.getByRole('button', { name: 'Bold' }).click();
    await page.keyboard.type('Wet <b>box</b>');
    await page.locator('h1').click();
    await page.keyboard.type('SF1234567890', { delay: 5 });
    await page.keyboard.press('Enter');
    const values = await page.evaluate(() => window.gallery.values());
    expect(values).toMatchObject({
      share: '12.5',
      opens_at: '09:30',
      holiday: { from: expect.stringMatching(/-10$/), to: expect.stringMatching(/-12$/) },
      slot: { from: expect.stringMatching(/Z$/), to: expect.stringMatching(/Z$/) },
      shift: { from: '22:00', to: '06:00' },
      region: ['zj', 'hz'],
      areas: ['js'],
      mood: '3.5',
      warmth: '40',
      paint: '#2f6fed',
      site: 'https://example.com',
      identity: '11010519491231002X',
      label_code: 'SF1234567890',
      notes: {
        content: [
          { type: 'paragraph', content: [{ type: 'text', text: 'Wet <b>box</b>', marks: [{ type: 'bold' }] }] },
        ],
      },
    });
    expect(await findings(page)).toEqual([]);
    await page.context().close();
    const read = await open('?lang=en&read');
    const text = (field: string) => read.locator(`[data-field="${field}"]`).innerText();
    expect(await text('notes')).toContain('Damaged on arrival');
    expect(await read.locator('[data-field="notes"] strong').innerText()).toBe('wet');
    expect(await text('identity')).toContain('110***********002X');
    expect(await read.locator('[data-field="mood"] [role=img]').getAttribute('aria-label')).toBe('3.5 of 5 stars');
    expect(await read.locator('[data-field="site"] a').getAttribute('href')).toBe('https://example.com/help');
    expect(await text('shift')).toContain('22:00 – 06:00');
    await read.context().close();
  });

  it('shows where the keyboard is', async () => {
    const page = await open('?lang=en');
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
    await page.context().close();
  });

  it('takes an address from the division, province by province, and its street', async () => {
    const page = await open('?lang=en&empty');
    const home = page.locator('[data-field="home"]');
    await home.locator('.trigger').click();
    await home.getByLabel('Province').selectOption({ label: '北京市' });
    // A city that governs its districts itself is passed over.
    await home.getByLabel('District').selectOption({ label: '西城区' });
    await home.getByLabel('Street and number').fill('西长安街 1 号');
    await page.keyboard.press('Tab');
    expect(await home.locator('.error').count()).toBe(0);
    await home.getByLabel('Province').selectOption({ label: '浙江省' });
    expect(await home.getByLabel('City').inputValue()).toBe('');
    await home.getByLabel('City').selectOption({ label: '杭州市' });
    await home.getByLabel('District').selectOption({ label: '西湖区' });
    expect(await home.getByLabel('District').inputValue()).toBe('330106');
    expect(await findings(page)).toEqual([]);
    await page.context().close();
  });

  it('takes a place from the device when somebody asks for it, and from the keyboard', async () => {
    const where = { latitude: 31.2304, longitude: 121.4737, accuracy: 8 };
    const page = await open('?lang=en&empty', { ...desktop, geolocation: where, permissions: ['geolocation'] });
    const spot = page.locator('[data-field="spot"]');
    await spot.getByRole('button').click();
    await spot.locator('a', { hasText: 'Open the map' }).waitFor();
    expect(await spot.locator('input').inputValue()).toBe('31.2304, 121.4737 (±8 m)');
    await spot.locator('input').fill('30.2741, 120.1551');
    await page.keyboard.press('Tab');
    expect(await spot.locator('a').getAttribute('href')).toContain('mlat=30.2741&mlon=120.1551');
    await spot.locator('input').fill('somewhere');
    await page.keyboard.press('Tab');
    await spot.locator('.error', { hasText: 'latitude' }).waitFor();
    await page.context().close();
  });

  it('is signed with the pointer, undone, and signed by typing a name', async () => {
    const page = await open('?lang=en&empty');
    const signed = page.locator('[data-field="signed"]');
    await signed.locator('.sign').click();
    const box = await signed.locator('canvas').boundingBox();
    if (box === null) throw new Error('There is nothing to draw on.');
    const stroke = async (y: number) => {
      await page.mouse.move(box.x + 40, box.y + y);
      await page.mouse.down();
      await page.mouse.move(box.x + 200, box.y + y + 30, { steps: 8 });
      await page.mouse.up();
    };
    await stroke(40);
    await signed.locator('[data-signature="undo"]').click();
    expect(await signed.locator('[data-signature="keep"]').isDisabled()).toBe(true);
    await stroke(60);
    expect(await findings(page)).toEqual([]);
    await signed.locator('[data-signature="keep"]').click();
    await signed.locator('.kept img').waitFor();
    await signed.locator('.sign').focus();
    await page.keyboard.press('Enter');
    await signed.locator('[data-signature="turn"]').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Li Lei');
    await page.keyboard.press('Enter');
    await signed.locator('.kept img').waitFor();
    await page.context().close();
  });

  it('finds a department and a role by what is typed', async () => {
    const page = await open('?lang=en&empty');
    for (const field of ['team', 'duty']) {
      await page.locator(`[data-field="${field}"] .trigger`).click();
      await page.locator('.el-select-dropdown__item:visible', { hasText: 'Han Mei' }).click();
      await page.locator(`[data-field="${field}"] .el-select__placeholder`, { hasText: 'Han Mei' }).waitFor();
      // The list that fades away holds the same name as the next one.
      await expect.poll(() => page.locator('.el-select-dropdown:visible').count()).toBe(0);
    }
    await page.context().close();
  });

  it('looks at a referenced record, shows a field of it, and makes a new one, in a row too', async () => {
    const page = await open('?lang=en');
    const buyer = page.locator('[data-field="buyer"]');
    await page.locator('[data-field="credit"]', { hasText: '500.00' }).waitFor();
    await buyer.getByRole('button', { name: 'Look at Northern Light' }).focus();
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog', { name: 'Northern Light' });
    await card.locator('dd', { hasText: '500.00' }).waitFor();
    expect(await card.locator('a').getAttribute('href')).toBe(`/w/gallery/forms/customer/${customer}`);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await page.locator('[data-field="visits"] .reference-tool').first().hover();
    await card.waitFor();
    await page.mouse.move(0, 0);
    await card.waitFor({ state: 'detached' });
    await buyer.getByRole('button', { name: 'New Customer' }).click();
    const drawer = page.getByRole('dialog', { name: 'New Customer' });
    await drawer.locator('[data-path="name"]').fill('New Customer');
    await drawer.locator('[data-operation="create-reference"]').click();
    await buyer.locator('.trigger', { hasText: 'New Customer' }).waitFor();
    await page.locator('[data-field="credit"]', { hasText: '7.00' }).waitFor();
    await page.context().close();
  });

  it('walks tabs by arrow keys and steps one by one, and goes to what is wrong', async () => {
    const page = await open('?lang=en&parts&empty&tried');
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
    await page.context().close();
  });

  it('puts what is behind tabs, in steps and folded up on paper', async () => {
    const page = await open('?lang=en&parts');
    expect(await page.locator('[data-field="pieces"]').count()).toBe(0);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    for (const field of ['pieces', 'home', 'buyer', 'way', 'signed']) {
      await page.locator(`[data-field="${field}"]`).waitFor();
    }
    await page.context().close();
  });

  it("fits a phone: nothing scrolls sideways, rows are cards, lists are the device's own", async () => {
    const page = await open('?lang=zh', phone);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await page.locator('[data-path="reason"]').evaluate(({ tagName }) => tagName)).toBe('SELECT');
    expect(await page.locator('.row.head').first().isVisible()).toBe(false);
    const cells = await page
      .locator('[data-row]')
      .first()
      .locator('.cell')
      .evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().left));
    expect(new Set(cells.slice(0, 5).map(Math.round)).size).toBe(1);
    await page.context().close();
  });
});
