import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningCounterparts, startAll } from './index.ts';

describe('the counterparts together', () => {
  let running: RunningCounterparts;
  beforeAll(async () => {
    running = await startAll({ orders: [{ order_no: 'SO1', lines: [] }], prefix: 'SHOP' });
  });
  afterAll(() => running.stop());

  const page = async (language = 'zh-CN') =>
    (await fetch(running.inbox.url, { headers: { 'accept-language': language } })).text();

  it('names addresses and secrets as connectors ask for them', () => {
    expect(running.env.SHOP_OMS_URL).toBe(running.oms.url);
    expect(running.env.SHOP_WECHAT_REFUND_PRIVATE_KEY).toContain('BEGIN PRIVATE KEY');
    expect(running.env.CONNECTOR_ALLOW?.split(',')).toContain(new URL(running.sms.url).host);
  });

  it('shows in two languages what was received, as text', async () => {
    running.sms.messages.push({
      at: new Date().toISOString(),
      phone: '138',
      sign: '',
      template: '',
      text: '<b>已通过</b>',
      outId: '',
      bizId: '',
    });
    expect(await page()).toContain('&lt;b&gt;已通过&lt;/b&gt;');
    expect(await page()).toContain('外部系统');
    expect(await page('en')).toContain('Outside systems');
  });

  it('cuts a system off and brings it back by button', async () => {
    const press = (fault: string) =>
      fetch(`${running.inbox.url}/faults/oms`, {
        method: 'POST',
        body: new URLSearchParams({ fault }),
        redirect: 'manual',
      });
    expect((await press('down')).status).toBe(303);
    await expect(fetch(`${running.oms.url}/orders/SO1`)).rejects.toThrow();
    await press('up');
    expect((await fetch(`${running.oms.url}/orders/SO1`)).status).toBe(401);
  });

  it('moves a parcel and forces what refunds come to', async () => {
    const press = (path: string, form: Record<string, string>) =>
      fetch(`${running.inbox.url}${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
    await press('/parcels', { number: 'YT6186594166532', state: '3' });
    expect(running.carrier.parcels.get('YT6186594166532')).toMatchObject({ state: '3' });
    expect((await press('/refunds/outcome', { outcome: 'ABNORMAL' })).status).toBe(303);
  });
});
