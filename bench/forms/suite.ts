import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import type { CDPSession, Page } from 'playwright-core';
import Components from 'unplugin-vue-components/vite';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import { build, preview } from 'vite';
import { launchBrowser } from '../../engine/host/testing/browser.ts';
import { type Measurement, median } from '../measure.ts';
import type { Kind } from './page.ts';

const here = dirname(fileURLToPath(import.meta.url));
const rounds = 7;

/** CPU milliseconds of the page's main thread for one mount, until painted (CDP Performance, threadTicks). */
async function cost(page: Page, cdp: CDPSession, kind: Kind, count: number): Promise<number> {
  const read = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  await page.evaluate(() => window.bench.clear());
  await cdp.send('HeapProfiler.collectGarbage');
  const before = await read();
  const drawn = await page.evaluate(([which, fields]) => window.bench.mount(which, fields), [kind, count] as const);
  const after = await read();
  if (drawn !== count) throw new Error(`${kind} drew ${drawn} of ${count} fields`);
  return (after - before) * 1000;
}

export default async function forms(): Promise<Measurement[]> {
  const outDir = mkdtempSync(join(tmpdir(), 'bench-forms-'));
  await build({
    root: here,
    logLevel: 'warn',
    plugins: [vue(), Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: false })] })],
    build: { outDir, emptyOutDir: true, target: 'es2022', rolldownOptions: { input: join(here, 'page.html') }, chunkSizeWarningLimit: 5000 },
  });
  const server = await preview({ root: here, build: { outDir }, preview: { port: 0, host: '127.0.0.1' }, logLevel: 'warn' });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.resolvedUrls?.local[0]}page.html`);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const kinds: Kind[] = ['plain', 'ours', 'elementPlus'];
    const times: Record<Kind, number[]> = { plain: [], ours: [], elementPlus: [] };
    // Interleaved, so that a busy moment of the machine falls on all; the first round warms the compiler and is left out.
    for (let round = 0; round <= rounds; round += 1) {
      for (const kind of kinds) {
        const ms = await cost(page, cdp, kind, 200);
        if (round > 0) times[kind].push(ms);
      }
    }
    const [plain, ours, elementPlus] = kinds.map((kind) => median(times[kind])) as [number, number, number];
    return [
      { name: '200 fields: plain DOM', value: plain, unit: 'CPU ms' },
      { name: '200 fields: ours', value: ours, unit: 'CPU ms' },
      { name: '200 fields: Vue + Element Plus by hand', value: elementPlus, unit: 'CPU ms' },
      { name: '200 fields: ours to plain DOM', value: ours / plain, unit: 'ratio', limit: { most: 2.0 } },
      { name: '200 fields: ours to Element Plus', value: ours / elementPlus, unit: 'ratio', limit: { most: 0.5 } },
    ];
  } finally {
    await browser.close();
    await new Promise((resolve) => server.httpServer.close(resolve));
    rmSync(outDir, { recursive: true });
  }
}
