import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acs3Authorization, sha256Hex } from './acs3.ts';
import { type SmsCounterpart, start } from './sms.ts';

const credentials = { accessKeyId: 'LTAI', accessKeySecret: 'secret' };
const parameters = {
  PhoneNumbers: '13800138000',
  SignName: '示例商城',
  TemplateCode: 'SMS_1',
  TemplateParam: JSON.stringify({ no: 'RT2026030200001', address: "上海市 (A'库)" }),
  OutId: 'message-1',
};

type Changes = {
  query?: Record<string, string>;
  headers?: Record<string, string>;
  secret?: string;
  tamper?: Record<string, string>;
};

function send(url: string, { query, headers, secret, tamper }: Changes = {}): Promise<Response> {
  const given: Record<string, string> = { ...parameters, ...query };
  const signed: Record<string, string> = {
    host: new URL(url).host,
    'x-acs-action': 'SendSms',
    'x-acs-version': '2017-05-25',
    'x-acs-date': new Date().toISOString().replace(/\.\d+/, ''),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': sha256Hex(''),
    ...headers,
  };
  const request = { method: 'POST', path: '/', query: given, headers: signed, body: '' };
  const authorization = acs3Authorization(request, { ...credentials, ...(secret ? { accessKeySecret: secret } : {}) });
  const { host: _host, ...sent } = signed;
  return fetch(`${url}/?${new URLSearchParams({ ...given, ...tamper })}`, {
    method: 'POST',
    headers: { ...sent, authorization },
  });
}

async function codeOf(answer: Promise<Response>): Promise<[number, string]> {
  const response = await answer;
  const body = (await response.json()) as { Code: string };
  return [response.status, body.Code];
}

describe('Aliyun SMS', () => {
  let sms: SmsCounterpart;
  beforeAll(async () => {
    sms = await start({
      credentials,
      signName: '示例商城',
      templates: { SMS_1: '售后单${no}已通过，请寄至${address}' },
    });
  });
  beforeEach(() => sms.reset());
  afterAll(() => sms.stop());

  it('signs as the example that the provider publishes', () => {
    const headers = {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-content-sha256': sha256Hex(''),
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-version': '2014-05-26',
    };
    const query = { ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd', RegionId: 'cn-shanghai' };
    const request = { method: 'POST', path: '/', query, headers, body: '' };
    expect(
      acs3Authorization(request, { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' }),
    ).toContain('Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0');
  });

  it('delivers the filled template to the phone', async () => {
    expect(await codeOf(send(sms.url))).toEqual([200, 'OK']);
    expect(sms.messages).toMatchObject([
      {
        phone: '13800138000',
        text: "【示例商城】售后单RT2026030200001已通过，请寄至上海市 (A'库)",
        outId: 'message-1',
      },
    ]);
  });

  it('refuses a signature made with another secret, over other parameters, or none', async () => {
    expect(await codeOf(send(sms.url, { secret: 'wrong' }))).toEqual([400, 'SignatureDoesNotMatch']);
    expect(await codeOf(send(sms.url, { tamper: { PhoneNumbers: '13900139000' } }))).toEqual([
      400,
      'SignatureDoesNotMatch',
    ]);
    expect(await codeOf(fetch(`${sms.url}/`, { method: 'POST' }))).toEqual([400, 'MissingAuthorization']);
    expect(sms.messages).toEqual([]);
  });

  it('refuses an old date and a nonce that was used', async () => {
    expect(await codeOf(send(sms.url, { headers: { 'x-acs-date': '2023-10-26T10:22:32Z' } }))).toEqual([
      400,
      'InvalidTimeStamp.Expired',
    ]);
    await send(sms.url, { headers: { 'x-acs-signature-nonce': 'once' } });
    expect(await codeOf(send(sms.url, { headers: { 'x-acs-signature-nonce': 'once' } }))).toEqual([
      400,
      'SignatureNonceUsed',
    ]);
  });

  it('refuses wrong numbers, templates and parameters with HTTP 200 and a code, as the provider does', async () => {
    expect(await codeOf(send(sms.url, { query: { PhoneNumbers: '12345' } }))).toEqual([
      200,
      'isv.MOBILE_NUMBER_ILLEGAL',
    ]);
    expect(await codeOf(send(sms.url, { query: { TemplateCode: 'SMS_2' } }))).toEqual([
      200,
      'isv.SMS_TEMPLATE_ILLEGAL',
    ]);
    expect(await codeOf(send(sms.url, { query: { TemplateParam: 'no json' } }))).toEqual([
      200,
      'isv.INVALID_JSON_PARAM',
    ]);
    expect(await codeOf(send(sms.url, { query: { TemplateParam: '{"no":"1"}' } }))).toEqual([
      200,
      'isv.TEMPLATE_MISSING_PARAMETERS',
    ]);
  });

  it('limits when told to, and then delivers', async () => {
    sms.faults.failNext(1, 'isv.BUSINESS_LIMIT_CONTROL');
    expect(await codeOf(send(sms.url))).toEqual([200, 'isv.BUSINESS_LIMIT_CONTROL']);
    expect(await codeOf(send(sms.url))).toEqual([200, 'OK']);
    expect(sms.messages).toHaveLength(1);
  });
});
