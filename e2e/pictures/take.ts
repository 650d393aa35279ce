/**
 * `npm run pictures [-- address]`: the pictures of README.md, taken while the tour of README.md is walked through, from the
 * request to the refund. Without an address it starts a server of its own with fresh demo data.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { projectRoot } from '../../engine/host/place.ts';
import { startServer } from '../../engine/host/server.ts';
import { launchBrowser } from '../../engine/host/testing/browser.ts';
import { type Album, walk } from './walk.ts';

/** One order of the demo for each language, because an article goes back once. */
const LANGUAGES = [
  { locale: 'en', folder: '', order: 'SO100001', phone: '13800100001' },
  { locale: 'zh-CN', folder: 'zh-CN', order: 'SO100009', phone: '13800100009' },
] as const;

async function main(address: string | undefined): Promise<void> {
  const own = address === undefined ? await ownServer() : undefined;
  const url = address ?? own?.url ?? '';
  const browser = await launchBrowser();
  try {
    for (const { locale, folder, order, phone } of LANGUAGES) {
      const target = join(projectRoot(), 'docs/pictures', folder);
      await mkdir(target, { recursive: true });
      await walk(albumIn(browser, url, locale, target), { order, phone });
      console.log(`${target}: done`);
    }
  } finally {
    await browser.close();
    await own?.stop();
  }
}

async function ownServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pictures-'));
  const log = (line: string): void => console.log(line);
  const server = await startServer({ env: { PORT: '0', DATA_DIR: dataDir }, log });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

function albumIn(browser: Browser, url: string, locale: string, folder: string): Album {
  return {
    async open(kind) {
      const isPhone = kind === 'phone';
      const context = await browser.newContext({
        baseURL: url,
        locale,
        timezoneId: 'Asia/Shanghai',
        reducedMotion: 'reduce',
        ...(isPhone
          ? { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }
          : { viewport: { width: 1440, height: 900 } }),
      });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (error) => console.error(`${page.url()}: ${error.message}`));
      return page;
    },
    async keep(page, name) {
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
    },
  };
}

await main(process.argv[2]);
