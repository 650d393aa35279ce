import type { Env, Facts, Json } from '../../expression/types.ts';
import { encodePairs, percentEncode, plainText } from './encoding.ts';
import type { ConnectorCall } from './index.ts';
import type { Installation } from './installation.ts';
import type { CompiledOperation } from './operation.ts';
import type { WireRequest } from './transport.ts';

const CONTENT_TYPES = {
  json: 'application/json; charset=utf-8',
  form: 'application/x-www-form-urlencoded; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;

/** The facts of a call before anything is sent: its data, what the operator set, and the `let` values in order. */
export function callFacts(
  operation: CompiledOperation,
  call: ConnectorCall,
  installation: Installation,
  token: string | null,
  env: Env,
): Record<string, Json> {
  const declared = Object.keys(operation.definition.input ?? {}).map((name): [string, Json] => [name, null]);
  const facts: Record<string, Json> = {
    key: call.key ?? null,
    ...Object.fromEntries(declared),
    ...call.data,
    secret: installation.secret,
    config: installation.config,
    token,
  };
  for (const { name, value } of operation.lets) facts[name] = value(facts, env);
  return facts;
}

/** What goes over the wire. The body is written once: what is signed is byte for byte what is sent. */
export function buildRequest(
  operation: CompiledOperation,
  call: ConnectorCall,
  baseUrl: string,
  facts: Facts,
  env: Env,
): WireRequest {
  const { definition } = operation;
  const path = fillPath(definition.path, facts);
  const query = encodePairs(operation.query(facts, env));
  const url = new URL(baseUrl + path + (query === '' ? '' : `?${query}`));
  const body = operation.body && writeBody(operation.body(facts, env), definition.encoding ?? 'json');
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5' };
  if (body !== undefined) headers['content-type'] = CONTENT_TYPES[definition.encoding ?? 'json'];
  if (definition.idempotency && call.key) headers[definition.idempotency.toLowerCase()] = call.key;
  addHeaders(headers, operation.headers(facts, env));
  const signing = {
    ...facts,
    body: body ?? '',
    method: definition.method,
    path: url.pathname,
    query,
    pathAndQuery: url.pathname + url.search,
    host: url.host,
    headers: underscored(headers),
  };
  addHeaders(headers, operation.sign(signing, env));
  return { method: definition.method, url: url.href, headers, body };
}

/** Header names as formulas can say them: "x-acs-date" is headers.x_acs_date. */
export function underscored(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.replaceAll('-', '_'), value]));
}

function addHeaders(headers: Record<string, string>, more: Record<string, Json>): void {
  for (const [name, value] of Object.entries(more)) {
    if (value !== null) headers[name.toLowerCase()] = plainText(value).replace(/[\r\n]+/g, ' ');
  }
}

/** {name}, or {config.name}: each percent-encoded, so that no value makes a path of its own. */
function fillPath(path: string, facts: Facts): string {
  return path.replace(/\{([\p{L}\p{N}_.]+)\}/gu, (_, place: string) => {
    const value = place.split('.').reduce<Json>(
      (of, name) => {
        return typeof of === 'object' && of !== null && !Array.isArray(of) ? (of[name] ?? null) : null;
      },
      facts as Record<string, Json>,
    );
    const text = percentEncode(plainText(value));
    // "." and ".." would climb even when encoded, because URL reads them so.
    return /^\.{1,2}$/.test(text) ? text.replaceAll('.', '%252E') : text;
  });
}

function writeBody(value: Json, encoding: 'json' | 'form' | 'text'): string {
  if (encoding === 'text') return plainText(value);
  if (encoding === 'json') return JSON.stringify(value);
  return encodePairs(typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {});
}
