import type { Browser, CDPSession, Page } from 'playwright-core';

/** The designer with a form of 200 fields open, in a page of its own. */
export class DesignerSubject {
  private readonly page: Page;
  private readonly cdp: CDPSession;
  private turn = 0;

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.cdp = cdp;
  }

  static async open(browser: Browser, url: string): Promise<DesignerSubject> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.route('**/api/**', (route) => route.fulfill({ json: [] }));
    await page.goto(url);
    await page.locator('[data-node="field:f199"]').waitFor({ state: 'attached' });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new DesignerSubject(page, cdp);
  }

  private async spent(): Promise<number> {
    const { metrics } = await this.cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  }

  /**
   * Main-thread CPU milliseconds of one deed, until it is painted and what is looked for afterwards (problems, saving) is
   * found: `settled` is longer than either waits.
   */
  async measure(deed: 'drop' | 'edit', settled = 700): Promise<number> {
    await this.page.bringToFront();
    this.turn += 1;
    if (deed === 'edit') await this.page.evaluate((turn) => window.designer.choose(turn), this.turn);
    await this.page.waitForTimeout(settled);
    await this.cdp.send('HeapProfiler.collectGarbage');
    const before = await this.spent();
    await this.page.evaluate(([what, turn]) => window.designer[what](turn), [deed, this.turn] as const);
    const painted = (await this.spent()) - before;
    await this.page.waitForTimeout(settled);
    return painted;
  }
}
