import fs from 'node:fs';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import Components from 'unplugin-vue-components/vite';
import { build, preview } from 'vite';
import { launchBrowser } from '../../engine/host/testing/browser.ts';

const here = '/work/main/bench/forms';
const outDir = '/tmp/rend/gal';
await build({
  root: here,
  logLevel: 'error',
  configFile: false,
  plugins: [vue(), Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: 'css' })] })],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: here + '/gallery.html' },
    chunkSizeWarningLimit: 5000,
  },
});
const server = await preview({
  root: here,
  configFile: false,
  build: { outDir },
  preview: { port: 0, host: '127.0.0.1' },
  logLevel: 'error',
});
const url = server.resolvedUrls!.local[0] + 'gallery.html';
const b = await launchBrowser();
const only = process.argv.slice(2);
const axe = fs.readFileSync('/work/main/node_modules/axe-core/axe.min.js', 'utf8');
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
for (const [name, opt, q] of [
  ['zh', { viewport: { width: 1440, height: 900 } }, '?lang=zh'],
  ['en-dark', { viewport: { width: 1440, height: 900 } }, '?lang=en&dark'],
  ['tried', { viewport: { width: 1440, height: 900 } }, '?lang=en&empty&tried'],
  ['read', { viewport: { width: 1440, height: 900 } }, '?lang=zh&read'],
  [
    'phone',
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    '?lang=zh',
  ],
  ['phone-dark-tried', { viewport: { width: 390, height: 844 } }, '?lang=zh&dark&empty&tried'],
] as const) {
  if (only.length && !only.includes(name)) continue;
  const ctx = await b.newContext(opt as any);
  const page = await ctx.newPage();
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type()) && !m.text().includes('favicon') && !m.text().includes('404'))
      console.log(name, m.type(), m.text());
  });
  page.on('pageerror', (e) => console.log(name, String(e)));
  await page.route('**/api/**/options/**', (r) =>
    r.fulfill({
      json: [
        { value: 'w1', label: '上海仓' },
        { value: 'w2', label: '北京仓' },
      ],
    }),
  );
  await page.route('**/api/**/files/**', (r) => r.fulfill({ body: png, contentType: 'image/png' }));
  await page.goto(url + q);
  await page.waitForTimeout(400);
  await page.screenshot({ path: `/tmp/rend/${name}.png`, fullPage: true });
  await page.evaluate(axe);
  const res = await page.evaluate(() => (window as any).axe.run(document, { resultTypes: ['violations'] }));
  for (const v of res.violations)
    console.log(
      name,
      'AXE',
      v.id,
      v.impact,
      v.nodes.length,
      v.nodes
        .slice(0, 3)
        .map((n: any) => n.html.slice(0, 160) + ' :: ' + n.failureSummary.split('\n').slice(1).join(';').slice(0, 200)),
    );
  if (name === 'zh' || name === 'en-dark') {
    const pos = async () =>
      JSON.stringify(
        await page.evaluate(() =>
          [...document.querySelectorAll('.field')].map((f) => {
            const r = f.getBoundingClientRect();
            return [(f as any).dataset.field, Math.round(r.top * 10) / 10, Math.round(r.height * 10) / 10];
          }),
        ),
      );
    const before = JSON.parse(await pos());
    for (const p of ['reason', 'colours', 'bought_on', 'pick_up_at', 'keeper', 'warehouse']) {
      const t = page.locator(`[data-field="${p}"] .trigger`);
      await t.focus();
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(350);
      if (p === 'reason' || p === 'bought_on' || p === 'colours')
        await page.screenshot({ path: `/tmp/rend/${name}-open-${p}.png` });
      const after = JSON.parse(await pos());
      for (const [i, x] of after.entries())
        if (before[i] && Math.abs(before[i][2] - x[2]) > 0.6) console.log(name, 'JUMP at', p, before[i], x);
      console.log(
        name,
        p,
        'focus in',
        await page.evaluate(
          () =>
            document.activeElement?.closest('.field')?.getAttribute('data-field') +
            ' ' +
            document.activeElement?.tagName,
        ),
      );
      await page.keyboard.press('Escape');
      await page.waitForTimeout(150);
    }
    const c = page.locator('[data-row] .trigger').first();
    const h0 = await page.evaluate(() => document.querySelector('[data-row]')!.getBoundingClientRect().height);
    await c.click();
    await page.waitForTimeout(350);
    const h1 = await page.evaluate(() => document.querySelector('[data-row]')!.getBoundingClientRect().height);
    console.log('row height', h0, h1);
    await page.screenshot({ path: `/tmp/rend/${name}-live.png`, fullPage: true });
    await page.keyboard.press('Escape');
    const res2 = await page.evaluate(() => (window as any).axe.run(document, { resultTypes: ['violations'] }));
    for (const v of res2.violations)
      console.log(
        name,
        'live AXE',
        v.id,
        v.impact,
        v.nodes.length,
        v.nodes
          .slice(0, 3)
          .map(
            (n: any) => n.html.slice(0, 160) + ' :: ' + n.failureSummary.split('\n').slice(1).join(';').slice(0, 200),
          ),
      );
  }
  await ctx.close();
}
await b.close();
await new Promise((r) => server.httpServer.close(r as any));
