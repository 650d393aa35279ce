import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../../engine/host/testing/browser.ts';
import { type Measurement, median } from '../measure.ts';
import { typed } from './definition.ts';
import type { Case } from './page.ts';
import { servePage } from './pages.ts';

const rounds = 9;

class Bench {
  private readonly page: Page;
  private readonly cdp: CDPSession;
  constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.cdp = cdp;
  }

  /** CPU milliseconds that the page's main thread has spent so far (threadTicks: what others do does not count). */
  private async spent(): Promise<number> {
    const { metrics } = await this.cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  }

  async mount(which: Case, count: number): Promise<number> {
    await this.page.evaluate(() => window.bench.clear());
    await this.cdp.send('HeapProfiler.collectGarbage');
    const before = await this.spent();
    const drawn = await this.page.evaluate(([name, many]) => window.bench.mount(name, many), [which, count] as const);
    const after = await this.spent();
    if (drawn < count) throw new Error(`${which} drew ${drawn} of ${count}`);
    return after - before;
  }

  /** The mean of ten letters typed into the first field, each until painted. */
  async keystroke(which: Case, rules: number): Promise<number> {
    await this.page.evaluate(() => window.bench.clear());
    await this.page.evaluate(([name, many]) => window.bench.mount(name, many), [which, rules] as const);
    await this.page.locator('input').first().focus();
    const before = await this.spent();
    for (const letter of typed) {
      await this.page.keyboard.press(letter);
      await this.page.evaluate(() => window.bench.painted());
    }
    return ((await this.spent()) - before) / typed.length;
  }
}

/**
 * Interleaved, so that a busy moment of the machine falls on all; the first two rounds warm the compiler and are left
 * out. The ratio to the first is the median of the rounds' own ratios.
 */
async function compare<C extends string>(cases: readonly C[], measure: (which: C) => Promise<number>) {
  const times = cases.map((): number[] => []);
  for (let round = -2; round < rounds; round += 1) {
    for (const [index, which] of cases.entries()) {
      const ms = await measure(which);
      if (round >= 0) times[index]?.push(ms);
    }
  }
  const [first = []] = times;
  return {
    ms: times.map(median),
    ratio: (index: number) => median((times[index] ?? []).map((ms, round) => ms / (first[round] ?? Number.NaN))),
  };
}

async function measureAll(bench: Bench): Promise<Measurement[]> {
  const few = await compare(['plain fields', 'our fields', 'Element Plus fields'] as const, (which) =>
    bench.mount(which, 200),
  );
  const many = await compare(['plain fields', 'our fields'] as const, (which) => bench.mount(which, 1000));
  const linked = await compare(['plain linked', 'our linked'] as const, (which) => bench.keystroke(which, 50));
  const table = await compare(['plain table', 'our table'] as const, (which) => bench.mount(which, 500));
  const at = (name: string, value = Number.NaN): Measurement => ({ name, value, unit: 'CPU ms' });
  return [
    at('200 fields: plain DOM', few.ms[0]),
    at('200 fields: ours', few.ms[1]),
    at('200 fields: Vue + Element Plus by hand', few.ms[2]),
    { name: '200 fields: ours to plain DOM', value: few.ratio(1), unit: 'ratio', limit: { most: 2.0 } },
    {
      name: '200 fields: ours to Element Plus',
      value: few.ratio(1) / few.ratio(2),
      unit: 'ratio',
      limit: { most: 0.5 },
    },
    at('1000 fields: plain DOM', many.ms[0]),
    at('1000 fields: ours', many.ms[1]),
    { name: '1000 fields: ours to plain DOM', value: many.ratio(1), unit: 'ratio' },
    at('keystroke, 50 linkage rules: plain DOM', linked.ms[0]),
    at('keystroke, 50 linkage rules: ours', linked.ms[1]),
    { name: 'keystroke, 50 linkage rules: ours to plain DOM', value: linked.ratio(1), unit: 'ratio' },
    at('500 × 5 table: plain DOM', table.ms[0]),
    at('500 × 5 table: ours', table.ms[1]),
    { name: '500 × 5 table: ours to plain DOM', value: table.ratio(1), unit: 'ratio' },
  ];
}

export default async function forms(): Promise<Measurement[]> {
  const pages = await servePage('page');
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(pages.url());
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    return await measureAll(new Bench(page, cdp));
  } finally {
    await browser.close();
    await pages.close();
  }
}
