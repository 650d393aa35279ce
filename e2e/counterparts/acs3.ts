import { createHash, createHmac } from 'node:crypto';

/** The parts of a request that ACS3-HMAC-SHA256 covers; header names in lower case. */
export type Acs3Request = {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
};

export type Acs3Credentials = { accessKeyId: string; accessKeySecret: string };

export function sha256Hex(value: string): string {
  return createHash('sha256').update(value, 'utf8').digest('hex');
}

/** RFC 3986: encodeURIComponent leaves `!'()*` alone, the algorithm does not. */
export function rfc3986(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function byCode(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function canonicalRequest(request: Acs3Request, signed: string[]): string {
  const query = Object.entries(request.query)
    .sort(([left], [right]) => byCode(left, right))
    .map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`)
    .join('&');
  const headers = signed.map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`).join('');
  const payload = request.headers['x-acs-content-sha256'] ?? sha256Hex(request.body);
  return [request.method, request.path, query, headers, signed.join(';'), payload].join('\n');
}

export function acs3Signature(request: Acs3Request, signed: string[], secret: string): string {
  const toSign = `ACS3-HMAC-SHA256\n${sha256Hex(canonicalRequest(request, signed))}`;
  return createHmac('sha256', secret).update(toSign, 'utf8').digest('hex');
}

/** The Authorization header as the provider's own examples write it: host, content-type and every x-acs-* header. */
export function acs3Authorization(request: Acs3Request, credentials: Acs3Credentials): string {
  const signed = Object.keys(request.headers)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort(byCode);
  const signature = acs3Signature(request, signed, credentials.accessKeySecret);
  return `ACS3-HMAC-SHA256 Credential=${credentials.accessKeyId},SignedHeaders=${signed.join(';')},Signature=${signature}`;
}

export type Acs3Claim = { credential: string; signed: string[]; signature: string };

export function readAcs3Authorization(value: string): Acs3Claim | undefined {
  const match = /^ACS3-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/.exec(
    value,
  );
  if (!match) return undefined;
  const [, credential = '', signed = '', signature = ''] = match;
  return { credential, signed: signed.split(';'), signature };
}
