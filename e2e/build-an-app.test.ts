import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { Hand } from './build-an-app/hand.ts';
import { Keys } from './build-an-app/keys.ts';
import { apply, build, extend } from './build-an-app/steps.ts';
import { browserForFile, PHONE } from './support/browser.ts';
import { complaintsOf } from './support/health.ts';
import { startExpenses } from './support/system.ts';

/**
 * From nothing, in the designer alone, an app that takes applications for returns, used and then changed while it is used.
 * What is counted, and must be at most 150: each click (also with Shift), each chord of keys, each value that is typed (a
 * click into its box counts by itself), each file or option taken, each address followed. By the keyboard alone, going to a
 * control with Tab and arrows and pressing it there counts one, as moving the pointer to it and pressing does; how many
 * keys that takes is printed too. Only signing in is not counted.
 */
const MOST = 150;
/** Some 2,000 presses of keys on a busy machine. */
const PATIENCE = { timeout: 360_000 };

describeInBrowser('From nothing to a returns app', () => {
  const people = browserForFile();
  let url: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ url, stop } = await startExpenses());
  });
  afterAll(() => stop?.());

  async function enter(): Promise<Page> {
    const page = await people.open({ url, permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto('/design/');
    await page.locator('#login').fill('ada');
    await page.locator('#password').fill('demo');
    await page.locator('button[type=submit]').click();
    await page.waitForURL((at) => !at.pathname.endsWith('/login'));
    return page;
  }

  async function journey(page: Page, hand: Hand, phone: Page, designer: Page): Promise<string> {
    await build(page, hand);
    const app = new URL(page.url()).pathname.split('/')[2] ?? '';
    const built = hand.count;
    await phone.goto(`/portal/${app}`);
    await apply(phone, hand.on(phone));
    const applied = hand.count;
    await extend(page, hand, designer);
    return `${built} to build and publish, ${applied - built} to apply, ${hand.count} in all`;
  }

  test('is built, published, applied with and extended with the mouse, in at most 150 actions', PATIENCE, async () => {
    const [page, phone] = [await enter(), await people.open({ url, size: PHONE })];
    const designer = await people.another(page, '/design/');
    const hand = new Hand(page);
    console.log(`With the mouse: ${await journey(page, hand, phone, designer)}.`);
    expect(hand.count).toBeLessThanOrEqual(MOST);
    expect([page, phone, designer].flatMap(complaintsOf)).toEqual([]);
  });

  test(
    'is built, published, applied with and extended by the keyboard alone, in at most 150 actions',
    PATIENCE,
    async () => {
      const [page, phone] = [await enter(), await people.open({ url, size: PHONE })];
      const designer = await people.another(page, '/design/');
      const hand = new Keys(page);
      console.log(
        `By the keyboard: ${await journey(page, hand, phone, designer)}, by ${hand.presses} presses of keys.`,
      );
      expect(hand.count).toBeLessThanOrEqual(MOST);
      expect([page, phone, designer].flatMap(complaintsOf)).toEqual([]);
    },
  );
});
