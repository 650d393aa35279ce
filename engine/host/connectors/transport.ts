import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { type AddressGuard, AddressRefused } from './guard.ts';

export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
}

export interface WireAnswer {
  status: number;
  /** Lower-case names; several values of one name are joined by ", ". */
  headers: Record<string, string>;
  text: string;
}

/** Why no answer came: `timeout` and `network` may be tried again, the others say the same each time. */
export class TransportFault extends Error {
  readonly code: 'timeout' | 'network' | 'answer_too_large' | 'redirected' | 'address_refused';

  constructor(code: TransportFault['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TransportFault';
    this.code = code;
  }
}

export interface Transport {
  send(wire: WireRequest, timeoutMs: number, signal?: AbortSignal): Promise<WireAnswer>;
  close(): Promise<void>;
}

const REDIRECTS = 3;
/** Far above any answer of the providers in use (the longest, a carrier's route with 200 events, is 60 kB). */
const ANSWER_BYTES = 4 * 1024 * 1024;

export function createTransport(guard: AddressGuard): Transport {
  const agents = new Map<string, Agent>();
  const agentFor = (url: URL): Agent => {
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    const key = `${url.hostname}:${port}`;
    const known = agents.get(key);
    if (known) return known;
    // The socket connects to what this lookup answers: there is no second resolution after the check.
    const agent = new Agent({
      connect: { lookup: guardedLookup(guard, port) },
      keepAliveTimeout: 10_000,
      connections: 32,
    });
    agents.set(key, agent);
    return agent;
  };
  return {
    send: (wire, timeoutMs, signal) => follow(guard, agentFor, wire, timeoutMs, signal),
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.close()));
      agents.clear();
    },
  };
}

function guardedLookup(guard: AddressGuard, port: number): LookupFunction {
  return (hostname, options, done) => {
    guard.resolve(hostname, port).then(
      (found) => {
        const [first] = found;
        if (options.all) done(null, found);
        else if (first) done(null, first.address, first.family);
      },
      (cause: unknown) => done(cause instanceof Error ? cause : new Error(String(cause)), '', 0),
    );
  };
}

async function follow(
  guard: AddressGuard,
  agentFor: (url: URL) => Agent,
  wire: WireRequest,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<WireAnswer> {
  const limit = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([limit, signal]) : limit;
  try {
    let next = wire;
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      const url = new URL(next.url);
      await refuseLiteral(guard, url);
      const answer = await once(agentFor(url), next, either);
      const to = redirection(answer, url);
      if (to === undefined) return answer;
      next = redirected(next, url, to);
    }
    throw new TransportFault('redirected', `more than ${REDIRECTS} redirects`);
  } catch (cause) {
    throw asFault(cause, limit.aborted, timeoutMs);
  }
}

/** A host that is an address never goes through the lookup (URL has already read 2130706433 and 0x7f.1 as 127.0.0.1). */
async function refuseLiteral(guard: AddressGuard, url: URL): Promise<void> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AddressRefused(url.hostname, 'only http and https are spoken');
  }
  const literal = /^[\d.]+$|^\[/.test(url.hostname);
  if (literal) await guard.resolve(url.hostname, Number(url.port) || (url.protocol === 'https:' ? 443 : 80));
}

async function once(dispatcher: Agent, wire: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
  const answer = await request(wire.url, {
    method: wire.method,
    headers: wire.headers,
    body: wire.body ?? null,
    dispatcher,
    signal,
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_BYTES) throw new TransportFault('answer_too_large', `more than ${ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  const headers = Object.entries(answer.headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(headers),
    text: Buffer.concat(chunks).toString('utf8'),
  };
}

function redirection(answer: WireAnswer, from: URL): URL | undefined {
  const place = answer.headers.location;
  if (![301, 302, 303, 307, 308].includes(answer.status) || !place) return undefined;
  return new URL(place, from);
}

/** Only reads follow, since a body was signed for one address; what was meant for one origin is not sent to another. */
function redirected(wire: WireRequest, from: URL, to: URL): WireRequest {
  if (wire.method !== 'GET') throw new TransportFault('redirected', `a ${wire.method} was redirected to ${to.host}`);
  return { method: 'GET', url: to.href, headers: to.origin === from.origin ? wire.headers : {} };
}

function asFault(cause: unknown, timedOut: boolean, timeoutMs: number): TransportFault {
  if (cause instanceof TransportFault) return cause;
  for (let inner: unknown = cause; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof AddressRefused) return new TransportFault('address_refused', inner.message, cause);
  }
  if (timedOut) return new TransportFault('timeout', `no answer within ${timeoutMs} ms`, cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no connection';
  return new TransportFault('network', code, cause);
}
