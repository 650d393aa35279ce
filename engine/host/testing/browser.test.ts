import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { unpackBrowser } from './packagedBrowser.ts';

test('the browser from npm starts on its own libraries and draws Chinese text', async () => {
  const { path, env } = await unpackBrowser();
  const browser = await chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: ['--no-sandbox', '--headless'],
  });
  const page = await browser.newPage();
  await page.setContent('<h1>退货申请</h1>');
  expect(await page.textContent('h1')).toBe('退货申请');
  await browser.close();
});

test('where no browser starts the error names what was tried and why', async () => {
  process.env.CHROMIUM_PATH = '/bin/false';
  try {
    const outcome = await launchBrowser().then(
      async (browser) => {
        await browser.close();
        return 'the browser from npm';
      },
      (cause: Error) => cause.message,
    );
    expect(outcome).toMatch(/the browser from npm|\/bin\/false/);
  } finally {
    delete process.env.CHROMIUM_PATH;
  }
});
