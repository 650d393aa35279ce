import type { TestProject } from 'vitest/node';
import { launchBrowser } from './browser.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Why there is no browser; empty where there is one. */
    noBrowser: string;
  }
}

/** Tries for a browser once a run and says plainly what came of it. REQUIRE_BROWSER=1 makes its lack a failure. */
export default async function setup({ provide }: TestProject): Promise<void> {
  try {
    const browser = await launchBrowser();
    console.log(`Browser tests run on Chromium ${browser.version()}.`);
    await browser.close();
    provide('noBrowser', '');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (process.env.REQUIRE_BROWSER) throw cause;
    console.log(`The browser tests are SKIPPED: ${reason}`);
    provide('noBrowser', reason);
  }
}
