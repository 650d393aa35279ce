import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { start, type WechatRefundCounterpart } from './wechat-refund.ts';
import { answerMessage, requestMessage, signRsa, verifyRsa } from './wechatpay-signature.ts';

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const [merchant, platform, stranger] = [pair(), pair(), pair()];
const PATH = '/v3/refund/domestic/refunds';

describe('WeChat refunds', () => {
  let wechat: WechatRefundCounterpart;
  beforeAll(async () => {
    wechat = await start({
      mchid: '1900000001',
      serial: 'S1',
      merchantPublicKey: merchant.publicKey,
      platformSerial: 'P1',
      platformPrivateKey: platform.privateKey,
    });
  });
  beforeEach(() => wechat.reset());
  afterAll(() => wechat.stop());

  const call = (method: string, path: string, body = '', key = merchant.privateKey) => {
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), randomBytes(16).toString('hex')];
    const signature = signRsa(requestMessage(method, path, timestamp, nonce, body), key);
    const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="1900000001",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="S1"`;
    return fetch(`${wechat.url}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body ? { body } : {}),
    });
  };
  const ask = (no: string, refund: number, total = 10_000, key = merchant.privateKey) =>
    call(
      'POST',
      PATH,
      JSON.stringify({ out_trade_no: 'SO1', out_refund_no: no, amount: { refund, total, currency: 'CNY' } }),
      key,
    );
  const statusOf = async (no: string) =>
    ((await (await call('GET', `${PATH}/${no}`)).json()) as { status: string }).status;

  it('verifies what openssl signs over the published lines', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wechatpay-'));
    try {
      writeFileSync(join(folder, 'key.pem'), merchant.privateKey);
      const message = `GET\n${PATH}/123123123123\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n`;
      const signed = execFileSync('openssl', ['dgst', '-sha256', '-sign', join(folder, 'key.pem')], { input: message });
      const ours = requestMessage('GET', `${PATH}/123123123123`, '1554208460', '593BEC0C930BF1AFEB40B4A08C8FB242', '');
      expect(verifyRsa(ours, signed.toString('base64'), merchant.publicKey)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('accepts a refund, which is not yet done, and says SUCCESS when it is asked again', async () => {
    expect(await (await ask('RF1', 9_900)).json()).toMatchObject({
      status: 'PROCESSING',
      amount: { refund: 9_900, currency: 'CNY' },
    });
    expect(wechat.paidFen()).toBe(0);
    expect([await statusOf('RF1'), await statusOf('RF1')]).toEqual(['PROCESSING', 'SUCCESS']);
    expect(wechat.paidFen()).toBe(9_900);
  });

  it('pays one refund number once, also when answers are lost', async () => {
    wechat.faults.loseNextAnswers(1);
    await expect(ask('RF1', 6_000)).rejects.toThrow();
    await ask('RF1', 6_000);
    await ask('RF1', 6_000);
    await statusOf('RF1');
    await statusOf('RF1');
    expect(wechat.refunds).toHaveLength(1);
    expect(wechat.paidFen()).toBe(6_000);
  });

  it('refuses a stranger’s key and a request without a signature', async () => {
    expect((await ask('RF1', 100, 10_000, stranger.privateKey)).status).toBe(401);
    expect((await fetch(`${wechat.url}${PATH}`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(wechat.refunds).toEqual([]);
  });

  it('refuses yuan for fen, another amount for the same number, and more than was paid', async () => {
    const yuan = JSON.stringify({
      out_trade_no: 'SO1',
      out_refund_no: 'RF1',
      amount: { refund: 99.5, total: 100, currency: 'CNY' },
    });
    expect((await call('POST', PATH, yuan)).status).toBe(400);
    await ask('RF1', 6_000);
    expect((await ask('RF1', 5_000)).status).toBe(400);
    expect((await ask('RF2', 4_001)).status).toBe(403);
    expect((await ask('RF2', 4_000)).status).toBe(200);
    expect((await call('GET', `${PATH}/RF9`)).status).toBe(404);
  });

  it('retries an abnormal refund under its number; a closed one needs a new number', async () => {
    wechat.force('ABNORMAL');
    await ask('RF1', 100);
    expect([await statusOf('RF1'), await statusOf('RF1')]).toEqual(['PROCESSING', 'ABNORMAL']);
    wechat.force('SUCCESS');
    await ask('RF1', 100);
    expect([await statusOf('RF1'), await statusOf('RF1')]).toEqual(['PROCESSING', 'SUCCESS']);
    wechat.force('CLOSED');
    await ask('RF2', 100);
    expect([await statusOf('RF2'), await statusOf('RF2')]).toEqual(['PROCESSING', 'CLOSED']);
    wechat.force('SUCCESS');
    expect(await (await ask('RF2', 100)).json()).toMatchObject({ status: 'CLOSED' });
  });

  it('signs its answers with its own key', async () => {
    const answer = await ask('RF1', 100);
    const head = (name: string) => answer.headers.get(`wechatpay-${name}`) ?? '';
    const message = answerMessage(head('timestamp'), head('nonce'), await answer.text());
    expect(head('serial')).toBe('P1');
    expect(verifyRsa(message, head('signature'), platform.publicKey)).toBe(true);
    expect(verifyRsa(message, head('signature'), merchant.publicKey)).toBe(false);
  });
});
