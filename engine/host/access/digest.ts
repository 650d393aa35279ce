import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What is kept of a token: whoever reads the table cannot use it. */
export function digest(token: string): string {
  return hash('sha256', token);
}

/** 256 bits, in characters that need no encoding. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

export function macOf(key: Buffer | string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

export function sameText(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
