import { createSign, createVerify } from 'node:crypto';

/** What WECHATPAY2-SHA256-RSA2048 signs: method, path with query, seconds, nonce and the exact body, a line each. */
export function requestMessage(
  method: string,
  pathAndQuery: string,
  timestamp: string,
  nonce: string,
  body: string,
): string {
  return `${method}\n${pathAndQuery}\n${timestamp}\n${nonce}\n${body}\n`;
}

/** What the provider signs in its answers. */
export function answerMessage(timestamp: string, nonce: string, body: string): string {
  return `${timestamp}\n${nonce}\n${body}\n`;
}

export function signRsa(message: string, privateKey: string): string {
  return createSign('RSA-SHA256').update(message, 'utf8').sign(privateKey, 'base64');
}

export function verifyRsa(message: string, signature: string, publicKey: string): boolean {
  return createVerify('RSA-SHA256').update(message, 'utf8').verify(publicKey, signature, 'base64');
}

export type MerchantClaim = { mchid: string; nonce: string; timestamp: string; serial: string; signature: string };

/** Reads the Authorization header; its parts may come in any order. */
export function readMerchantClaim(value: string): MerchantClaim | undefined {
  const scheme = 'WECHATPAY2-SHA256-RSA2048 ';
  if (!value.startsWith(scheme)) return undefined;
  const parts = new Map<string, string>();
  for (const [, name = '', part = ''] of value.slice(scheme.length).matchAll(/(\w+)="([^"]*)"/g)) parts.set(name, part);
  const part = (name: string) => parts.get(name) ?? '';
  const claim = {
    mchid: part('mchid'),
    nonce: part('nonce_str'),
    timestamp: part('timestamp'),
    serial: part('serial_no'),
    signature: part('signature'),
  };
  return Object.values(claim).includes('') ? undefined : claim;
}
