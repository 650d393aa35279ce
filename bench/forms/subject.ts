import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Job } from './peer.ts';

/** Who does a job: ours, plain DOM or a peer, each in a page of its own so that no style sheet falls on another. */
export class Subject {
  readonly name: string;
  private readonly page: Page;
  private readonly cdp: CDPSession;

  private constructor(name: string, page: Page, cdp: CDPSession) {
    this.name = name;
    this.page = page;
    this.cdp = cdp;
  }

  static async open(browser: Browser, name: string, url: string): Promise<Subject> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Subject(name, page, cdp);
  }

  /** CPU milliseconds that the page's main thread has spent so far (threadTicks: what others do does not count). */
  private async spent(): Promise<number> {
    const { metrics } = await this.cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  }

  /** From nothing until it is painted. A page that is not in front paints nothing, so it is brought there first. */
  async mount(job: Job, count: number): Promise<number> {
    await this.page.bringToFront();
    await this.page.evaluate(() => window.subject.clear());
    await this.cdp.send('HeapProfiler.collectGarbage');
    const before = await this.spent();
    const drawn = await this.page.evaluate(([what, many]) => window.subject.mount(what, many), [job, count] as const);
    const after = await this.spent();
    if (drawn < count) throw new Error(`${this.name} drew ${drawn} of ${count} (${job})`);
    await this.page.evaluate(() => window.subject.clear());
    return after - before;
  }

  /** The mean of the letters typed into the first field, each until the fields that it shows are painted. */
  async keystroke(rules: number, letters: string): Promise<number> {
    await this.page.bringToFront();
    await this.page.evaluate(() => window.subject.clear());
    const first = await this.page.evaluate((many) => window.subject.mount('linked', many), rules);
    await this.page.locator('input').first().focus();
    const before = await this.spent();
    // Each letter shows its share of the fields; some libraries wait before they do, and are waited for.
    for (const [index, letter] of [...letters].entries()) {
      await this.page.keyboard.press(letter);
      const many = first + Math.round((rules / letters.length) * (index + 1));
      await this.page.evaluate((count) => window.subject.shows(count), many);
    }
    const mean = ((await this.spent()) - before) / letters.length;
    await this.page.evaluate(() => window.subject.clear());
    return mean;
  }
}
