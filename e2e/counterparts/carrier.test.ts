import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CarrierCounterpart, callbackSign, querySign, start } from './carrier.ts';

describe('kuaidi100', () => {
  let carrier: CarrierCounterpart;
  let subscriber: Server;
  let callback = '';
  const received: { param: string; sign: string }[] = [];

  beforeAll(async () => {
    carrier = await start({ key: 'KEY1', customer: 'CUST1', now: () => new Date('2026-03-02T01:00:00Z') });
    subscriber = createServer(async (request, response) => {
      const form = new URLSearchParams(await readAll(request));
      received.push({ param: form.get('param') ?? '', sign: form.get('sign') ?? '' });
      response.end(JSON.stringify({ result: true, returnCode: '200', message: '成功' }));
    });
    await new Promise<void>((done) => subscriber.listen(0, '127.0.0.1', done));
    callback = `http://127.0.0.1:${(subscriber.address() as AddressInfo).port}/hook`;
  });
  beforeEach(() => {
    carrier.reset();
    received.length = 0;
  });
  afterAll(async () => {
    subscriber.close();
    await carrier.stop();
  });

  const form = async (path: string, body: Record<string, string>) => {
    const answer = await fetch(`${carrier.url}${path}`, { method: 'POST', body: new URLSearchParams(body) });
    return (await answer.json()) as { returnCode?: string; state?: string; data?: { ftime: string }[] };
  };
  const query = (number: string, sign?: string) => {
    const param = JSON.stringify({ com: 'yuantong', num: number });
    return form('/poll/query.do', { customer: 'CUST1', param, sign: sign ?? querySign(param, 'KEY1', 'CUST1') });
  };
  const subscribe = (number: string, key = 'KEY1') =>
    form('/poll', {
      schema: 'json',
      param: JSON.stringify({ company: 'yuantong', number, key, parameters: { callbackurl: callback, salt: 'SALT' } }),
    });

  it('signs a query as the known vector says', () => {
    const param = '{"com":"yuantong","num":"YT6186594166532","phone":"13868688888"}';
    expect(querySign(param, 'KEY1', 'CUST1')).toBe('9BD3FBC49878E6DC7D75DFD91C723470');
  });

  it('tells where a parcel is, newest first, in local time', async () => {
    expect(await query('YT6186594166532')).toMatchObject({ returnCode: '500' });
    await carrier.move('YT6186594166532', '1', '已揽收');
    await carrier.move('YT6186594166532', '3', '已签收');
    expect(await query('YT6186594166532')).toMatchObject({
      state: '3',
      data: [{ context: '已签收', ftime: '2026-03-02 09:00:00' }, { context: '已揽收' }],
    });
  });

  it('refuses a wrong signature, a wrong key and a wrong number', async () => {
    expect(await query('YT6186594166532', 'x')).toMatchObject({ returnCode: '503' });
    expect(await subscribe('YT6186594166532', 'other')).toMatchObject({ returnCode: '600' });
    expect(await subscribe('123')).toMatchObject({ returnCode: '700' });
  });

  it('subscribes once and calls back with a signature over param and salt', async () => {
    expect(await subscribe('YT6186594166532')).toMatchObject({ returnCode: '200' });
    expect(await subscribe('YT6186594166532')).toMatchObject({ returnCode: '501' });
    await carrier.move('YT6186594166532', '3', '已签收');
    expect(received).toHaveLength(1);
    const [{ param, sign } = { param: '', sign: '' }] = received;
    expect(sign).toBe(callbackSign(param, 'SALT'));
    expect(JSON.parse(param)).toMatchObject({ status: 'shutdown', lastResult: { nu: 'YT6186594166532', state: '3' } });
    expect(carrier.deliveries).toMatchObject([{ accepted: true }]);
  });

  it('can deliver every call-back twice', async () => {
    await subscribe('YT6186594166532');
    carrier.duplicateCallbacks(true);
    await carrier.move('YT6186594166532', '1', '已揽收');
    expect(received).toHaveLength(2);
    expect(received[0]).toEqual(received[1]);
  });
});
