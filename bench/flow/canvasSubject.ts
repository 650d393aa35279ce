import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Measurement } from '../measure.ts';

interface Place {
  x: number;
  y: number;
}
/** Enough for a 95th percentile: the five dearest are left above it. */
const EVENTS = 100;
/** The first of a drag makes what follows the pointer; after these the compiler is warm. */
const WARM_UP = 20;

export function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/**
 * The canvas with a flow of 302 nodes (bench/flow/canvas.html), dragged upon with a real pointer. `const pages = await
 * servePage('canvas')`, then `CanvasSubject.open(browser, pages.url('?view=tree'))`, and `dragFigures` of it.
 */
export class CanvasSubject {
  private readonly page: Page;
  private readonly cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.cdp = cdp;
  }

  static async open(browser: Browser, url: string): Promise<CanvasSubject> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.locator('[data-node="done"]').waitFor({ state: 'attached' });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new CanvasSubject(page, cdp);
  }

  nodes(): Promise<number> {
    return this.page.evaluate(() => window.canvas.nodes());
  }

  private async spent(): Promise<number> {
    const { metrics } = await this.cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  }

  private async middleOf(selector: string): Promise<Place> {
    const element = this.page.locator(selector).first();
    await element.scrollIntoViewIfNeeded();
    const box = await element.boundingBox();
    if (box === null) throw new Error(`${selector} is not drawn.`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** Main-thread CPU milliseconds of each event of the pointer until it is painted: a step in hand, or a line that is drawn. */
  async drag(what: 'step' | 'line'): Promise<number[]> {
    const { page } = this;
    await page.bringToFront();
    const card = '[data-node="work0_1_2"]';
    const from = await this.middleOf(card);
    await page.mouse.move(from.x, from.y);
    const start = what === 'step' ? from : await this.middleOf(`${card} [data-port]`);
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + 10, start.y + 10);
    const times: number[] = [];
    for (let event = 0; event < WARM_UP + EVENTS; event += 1) {
      // Round and round over cards and places, as somebody does who looks for one.
      const angle = event / 6;
      const to = { x: 720 + Math.cos(angle) * 420, y: 430 + Math.sin(angle * 0.7) * 300 };
      await page.evaluate(() => window.canvas.painted());
      const before = await this.spent();
      await page.mouse.move(to.x, to.y);
      await page.evaluate(() => window.canvas.painted());
      const spent = (await this.spent()) - before;
      if (event >= WARM_UP) times.push(spent);
    }
    await page.keyboard.press('Escape');
    await page.mouse.up();
    return times;
  }
}

/** What an event of a drag costs, at its 95th percentile. */
export async function dragFigures(subject: CanvasSubject, name: string, what: 'step' | 'line'): Promise<Measurement[]> {
  const nodes = await subject.nodes();
  const times = await subject.drag(what);
  return [
    {
      name: `${name}: an event of dragging a ${what}, one of ${nodes} nodes, P95`,
      value: percentile95(times),
      unit: 'CPU ms',
      limit: { most: 12 },
    },
  ];
}
