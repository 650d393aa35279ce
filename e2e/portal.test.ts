import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile, PHONE } from './support/browser.ts';
import { complaintsOf } from './support/health.ts';
import { choose, expectState, SOON } from './support/journey.ts';
import { prove } from './support/people.ts';
import { photo } from './support/pictures.ts';
import { freePort, type System, startSystem } from './support/system.ts';

const SECRET = 'a secret that the shop shares with its returns';

describeInBrowser('The portal', () => {
  const people = browserForFile();
  let system: System;
  let shop: { url: string; server: Server };
  beforeAll(async () => {
    const port = await freePort();
    shop = { url: `http://127.0.0.1:${port}`, server: createServer() };
    system = await startSystem({ embed: [shop.url], env: { RETURNS_PORTAL_SECRET: SECRET } });
    shop.server.on('request', (request, response) => {
      const token = new URL(request.url ?? '/', shop.url).searchParams.get('token') ?? '';
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(shopPage(system.url, token));
    });
    await new Promise<void>((resolve) => shop.server.listen(port, '127.0.0.1', resolve));
    expect((shop.server.address() as AddressInfo).port).toBe(port);
  });
  afterAll(async () => {
    await system?.stop();
    shop?.server.closeAllConnections();
    shop?.server.close();
  });

  const phone = () => people.open({ url: system.url, size: PHONE });
  const next = (page: Page) => page.locator('[data-operation="next"]').click();
  const one = (page: Page, article: string) =>
    page.locator('[data-row]', { hasText: article }).getByRole('button', { name: '增加' });

  test('says the same about an order that is unknown and about one of somebody else', async () => {
    const page = await phone();
    await prove(page, 'SO999999', '13800100001');
    const unknown = await page.getByRole('alert').innerText();
    await prove(page, 'SO100001', '13900000000');
    await expect.poll(() => page.getByRole('alert').innerText()).toBe(unknown);
    expect(unknown).toMatch(/没有找到/);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('fetches at most 150 kB of packed JavaScript before the application can be typed in', async () => {
    const page = await phone();
    await prove(page, 'SO100001', '13800100001');
    await page.locator('[data-row]').first().waitFor();
    const bytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry): entry is PerformanceResourceTiming => entry.name.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    );
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(150_000);
  });

  test('says at its place what is refused: nothing chosen, too many, no evidence', async () => {
    const page = await phone();
    await prove(page, 'SO100001', '13800100001');
    const jeans = page.locator('[data-row]', { hasText: '直筒牛仔裤' });
    await jeans.waitFor();
    await next(page);
    await page.locator('.articles > [role=alert]').waitFor();
    await one(page, '直筒牛仔裤').click();
    await one(page, '直筒牛仔裤').click();
    await jeans.getByRole('alert').waitFor();
    await next(page);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('选择商品');
    await jeans.getByRole('button', { name: '减少' }).click();
    await next(page);
    await choose(page, 'reason', { key: 'quality', label: '质量问题' });
    await next(page);
    await page.locator('[data-field="evidence"] [role="alert"]').waitFor();
    await choose(page, 'reason', { key: 'size', label: '尺码不合适' });
    await expect.poll(() => page.locator('[data-field="evidence"] [role="alert"]').count()).toBe(0);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('says that an unpaid order holds nothing to return, and that the free period is over', async () => {
    const unpaid = await phone();
    await prove(unpaid, 'SO100005', '13800100005');
    await unpaid.getByRole('alert').filter({ hasText: '没有已支付的款项' }).waitFor();
    await unpaid.locator('[data-operation="next"]:disabled').waitFor();

    const late = await phone();
    await prove(late, 'SO100006', '13800100006');
    await one(late, '碎花连衣裙').click();
    await next(late);
    await choose(late, 'reason', { key: 'unwanted', label: '不想要了' });
    await next(late);
    await late.locator('[data-field="reason"] [role="alert"]', { hasText: '已过无理由退货期' }).waitFor();
    await choose(late, 'reason', { key: 'size', label: '尺码不合适' });
    await next(late);
    await late.locator('[data-field="refund_path"]').waitFor();
    expect([...complaintsOf(unpaid), ...complaintsOf(late)]).toEqual([]);
  });

  test('keeps what was typed over a reload', async () => {
    const page = await phone();
    await prove(page, 'SO100009', '13800100009');
    await one(page, '轻跑鞋').click();
    await next(page);
    await page.locator('[data-path="description"]').fill('鞋底开胶');
    await page.getByText('已自动保存').waitFor();
    await page.reload();
    await expect.poll(() => page.locator('[data-path="description"]').inputValue()).toBe('鞋底开胶');
  });

  test('keeps an application while the order system is down, tries again, and sends it when it is back', async () => {
    const page = await phone();
    await prove(page, 'SO100010', '13800100010');
    await one(page, '智能手表').click();
    await next(page);
    await choose(page, 'reason', { key: 'not_as_described', label: '商品描述不符' });
    await next(page);
    await next(page);
    await page.locator('.summary').waitFor();
    system.counterparts.oms.faults.down();
    try {
      await next(page);
      await page
        .getByText('暂时无法核实')
        .or(page.getByRole('status').filter({ hasText: '外部系统' }))
        .first()
        .waitFor();
      expect(await system.knex('returns.return_request').where({ order_no: 'SO100010' })).toEqual([]);
    } finally {
      system.counterparts.oms.faults.up();
    }
    // A minute passes.
    await system.knex('engine.timer').where({ kind: 'draft' }).update({ next_at: system.knex.fn.now() });
    await expectState(system.knex, 'SO100010', 'pending_review');
    await page.locator('[data-state="pending_review"]').waitFor();
  });

  test('lets a customer follow a request and cancel it', async () => {
    const page = await phone();
    await prove(page, 'SO100013', '13800100013');
    await one(page, '平板电脑').click();
    await next(page);
    await choose(page, 'reason', { key: 'damaged', label: '运输破损' });
    await page.locator('input[type=file][data-path="evidence"]').setInputFiles(photo);
    await page.locator('.file img').waitFor();
    await next(page);
    await next(page);
    await next(page);
    await page.getByRole('button', { name: '查看进度' }).click();
    await page.locator('[data-state="pending_review"]').waitFor();
    await page.locator('[data-operation="cancel"]').click();
    await page.locator('form [data-operation="cancel"]').click();
    await page.locator('[data-state="cancelled"]').waitFor();
    await expectState(system.knex, 'SO100013', 'cancelled');
    expect(complaintsOf(page)).toEqual([]);
  });

  test('takes a public form from whoever has its link, prefilled, once for each challenge', async () => {
    const { return_no: number } = await system
      .knex('returns.return_request')
      .where({ phone: '13800100013' })
      .first<{ return_no: string }>('return_no');
    const page = await phone();
    await page.goto(`${system.url}/portal/returns/f/survey?return_no=${number}&csat=1`);
    await page.getByRole('heading', { name: '您对这次售后满意吗？' }).waitFor();
    expect(await page.locator('[data-field="return_no"] input').inputValue()).toBe(number);
    await page.locator('[data-operation="submit"]').click();
    await page.locator('[data-field="phone"] [role="alert"]').waitFor();
    await page.locator('[data-field="phone"] input').fill('13800100013');
    await page.locator('[data-field="csat"] input').press('End');
    // The link lets its holder write, not ask: nobody is told off for what they may not.
    await page.waitForLoadState('networkidle');
    expect(await page.locator('.form-notice').count()).toBe(0);
    await page.locator('[data-operation="submit"]').click();
    await page.getByText('感谢您的评价').waitFor();
    const kept = await system.knex('returns.survey').where({ return_no: number }).first<{ csat: string }>('csat');
    expect(Number(kept.csat)).toBe(5);
    await page.getByRole('button', { name: '再填一份' }).click();
    await page.locator('[data-operation="submit"]').waitFor();
    expect(complaintsOf(page)).toEqual([]);
  });

  test('stands in a page of the shop by one script tag, without cookies or storage of its own', async () => {
    const page = await people.open({ url: shop.url, size: PHONE });
    await withoutStorage(page);
    await page.goto('/');
    const frame = page.frameLocator('iframe');
    await frame.locator('#proof-order_no').fill('SO100012');
    await frame.locator('#proof-phone').fill('13800100012');
    await frame.locator('form.find button[type=submit]').click();
    await frame.locator('[data-row]', { hasText: '不粘炒锅' }).waitFor();
    // The frame is as high as what it shows: one scroll bar, the page's.
    await expect
      .poll(async () => {
        const outside = await page.locator('iframe').evaluate((element) => element.clientHeight);
        const inside = await frame.locator('body').evaluate((body) => body.ownerDocument.documentElement.scrollHeight);
        return inside - outside;
      }, SOON)
      .toBeLessThanOrEqual(0);
    expect(await page.context().cookies()).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('takes a token of the shop once, instead of the proof', async () => {
    const page = await people.open({ url: shop.url, size: PHONE });
    await withoutStorage(page);
    const token = tokenFor('SO100012', '13800100012');
    await page.goto(`/?token=${token}`);
    await page.frameLocator('iframe').getByText('SO100012').first().waitFor();
    expect(await page.context().cookies()).toEqual([]);
    await page.reload();
    await page.frameLocator('iframe').getByText('登录凭证无效或已过期').waitFor();
  });

  test('stands in no page that its app does not name', async () => {
    const other = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(shopPage(system.url, ''));
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const page = await people.open({ url: `http://127.0.0.1:${(other.address() as AddressInfo).port}` });
      await page.goto('/');
      await expect.poll(() => complaintsOf(page).join(), SOON).toMatch(/frame-ancestors/);
    } finally {
      other.closeAllConnections();
      other.close();
    }
  });
});

const shopPage = (portal: string, token: string) =>
  `<!doctype html><html lang="zh"><meta name="viewport" content="width=device-width"><title>Shop</title><link rel="icon" href="data:,"><h1>Shop</h1>
   <script src="${portal}/embed.js" data-app="returns"${token === '' ? '' : ` data-token="${token}"`}></script></html>`;

/** Signed as the shop's own backend would: HS256, with the proof it vouches for. */
function tokenFor(order_no: string, phone: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iat: Math.floor(Date.now() / 1000), proof: { order_no, phone } })}`;
  return `${body}.${createHmac('sha256', SECRET).update(body).digest('base64url')}`;
}

/** As browsers do in a frame of another site where third-party cookies are off: any use of storage throws. */
async function withoutStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (window.top === window) return;
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    }
  });
}
