import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from '../../engine/host/testing/browser.ts';
import { listen } from './health.ts';
import { startExpenses } from './system.ts';

export type Locale = 'zh-CN' | 'en';
export const PHONE = { width: 390, height: 844 };
export const TABLET = { width: 768, height: 1024 };
export const DESK = { width: 1440, height: 900 };

export interface Visit extends BrowserContextOptions {
  url: string;
  size?: { width: number; height: number };
  locale?: Locale;
  dark?: boolean;
}

/** A condition of a screen is waited for at most this long; a command on a busy machine takes seconds. */
const PATIENCE_MS = 20_000;

/**
 * One browser for a test file; each `open` is a person of their own, with cookies and storage of their own. What is open
 * when a test fails is kept as a picture in the folder that E2E_SHOTS names.
 */
export function browserForFile(): {
  open(visit: Visit): Promise<Page>;
  another(page: Page, path: string): Promise<Page>;
} {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async ({ task }) => {
    const contexts = browser?.contexts() ?? [];
    if (task.result?.state === 'fail') await keepPictures(contexts, task.name);
    await Promise.all(contexts.map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    async open({ url, size = DESK, locale = 'zh-CN', dark = false, ...more }) {
      const context = await browser?.newContext({
        baseURL: url,
        viewport: size,
        locale,
        timezoneId: 'Asia/Shanghai',
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        ...(size.width < 500 ? { hasTouch: true, isMobile: true } : {}),
        ...more,
      });
      if (context === undefined) throw new Error('The browser has not been started yet.');
      return pageOf(context);
    },
    async another(page, path) {
      const next = await pageOf(page.context());
      await next.goto(path);
      return next;
    },
  };
}

async function pageOf(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  listen(page);
  return page;
}

async function keepPictures(contexts: BrowserContext[], name: string): Promise<void> {
  const folder = process.env.E2E_SHOTS;
  if (folder === undefined) return;
  const pages = contexts.flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(folder, `${name.slice(0, 40).replaceAll(/\W+/g, '-')}-${index}.png`) });
  }
}

/** The designer's own small app for all tests of a file: where it is, once they run. */
export function expensesForFile(): () => string {
  let system: Awaited<ReturnType<typeof startExpenses>> | undefined;
  beforeAll(async () => {
    system = await startExpenses();
  });
  afterAll(() => system?.stop());
  return () => {
    if (system === undefined) throw new Error('The tests have not begun.');
    return system.url;
  };
}
