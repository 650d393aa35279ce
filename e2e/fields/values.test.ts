import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from '../../engine/host/testing/inBrowser.ts';
import { customer, desktop, findings, galleryForFile } from './gallery.ts';

/** What is typed as it stands, by path. */
const typed = {
  share: '12.5%',
  paint: '2F6FED',
  site: 'example.com',
  identity: '11010519491231002x',
};

/** The 10th to the 12th of the month that the picker opens with. A list before it that fades away has days too. */
async function pickDays(page: Page, field: string): Promise<void> {
  const pickers = page.locator('.el-picker-panel:visible');
  await expect.poll(() => pickers.count()).toBe(0);
  await page.locator(`[data-path="${field}"]`).click();
  const month = pickers.locator('.is-left');
  const day = (number: string) => month.locator('td.available').getByText(number, { exact: true });
  await day('10').click();
  await month.locator('td.start-date').waitFor();
  await day('12').click();
}

describeInBrowser('values of every field type in a browser', () => {
  const gallery = galleryForFile();

  it('fills in every type of value, and shows again what was filled in', async () => {
    const page = await gallery.open('?lang=en&empty');
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
    await at('shift').click();
    await page.locator('[data-field="shift"] input').first().waitFor();
    for (const [end, time] of ['22:00', '06:00'].entries()) {
      const input = page.locator('[data-field="shift"] input').nth(end);
      await input.click();
      // A clock that opens begins with the time of day; what is typed before it is there would be lost.
      await page.locator('.el-time-panel:visible').waitFor();
      await input.fill(time);
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('.el-time-panel:visible').count()).toBe(0);
    }
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
    const read = await gallery.open('?lang=en&read');
    const text = (field: string) => read.locator(`[data-field="${field}"]`).innerText();
    expect(await text('notes')).toContain('Damaged on arrival');
    expect(await read.locator('[data-field="notes"] strong').innerText()).toBe('wet');
    expect(await text('identity')).toContain('110***********002X');
    expect(await read.locator('[data-field="mood"] [role=img]').getAttribute('aria-label')).toBe('3.5 of 5 stars');
    expect(await read.locator('[data-field="site"] a').getAttribute('href')).toBe('https://example.com/help');
    expect(await text('shift')).toContain('22:00 – 06:00');
  });

  it('takes an address from the division, province by province, and its street', async () => {
    const page = await gallery.open('?lang=en&empty');
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
  });

  it('takes a place from the device when somebody asks for it, and from the keyboard', async () => {
    const where = { latitude: 31.2304, longitude: 121.4737, accuracy: 8 };
    const page = await gallery.open('?lang=en&empty', { ...desktop, geolocation: where, permissions: ['geolocation'] });
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
  });

  it('is signed with the pointer, undone, and signed by typing a name', async () => {
    const page = await gallery.open('?lang=en&empty');
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
  });

  it('finds a department and a role by what is typed', async () => {
    const page = await gallery.open('?lang=en&empty');
    for (const field of ['team', 'duty']) {
      await page.locator(`[data-field="${field}"] .trigger`).click();
      await page.locator('.el-select-dropdown__item:visible', { hasText: 'Han Mei' }).click();
      await page.locator(`[data-field="${field}"] .el-select__placeholder`, { hasText: 'Han Mei' }).waitFor();
      // The list that fades away holds the same name as the next one.
      await expect.poll(() => page.locator('.el-select-dropdown:visible').count()).toBe(0);
    }
  });

  it('looks at a referenced record, shows a field of it, and makes a new one, in a row too', async () => {
    const page = await gallery.open('?lang=en');
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
  });
});
