import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

/** A request as it came over the wire: the body is the very text that signatures were made over. */
export type RecordedRequest = {
  at: string;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** The HTTP status that was answered; absent while the answer is under way or when it was cut. */
  status?: number;
};

export type Answer = { status: number; body: unknown };

/** What goes wrong outside, at will. An HTTP status is a number, a code of the provider's own is a string. */
export type Faults = {
  /** Cuts every connection without an answer until `up()`. */
  down(): void;
  /** Ends `down` and `slow`. */
  up(): void;
  slow(milliseconds: number): void;
  /** The next `times` requests are refused and have no effect. */
  failNext(times: number, what: number | string): void;
  /** The next `times` requests take effect, but the answer is lost: what a retry must survive. */
  loseNextAnswers(times: number): void;
  state(): { down: boolean; slow: number; failing: number; losing: number };
};

export type Counterpart = {
  name: string;
  url: string;
  requests: RecordedRequest[];
  faults: Faults;
  /** Forgets everything that was received and every fault. */
  reset(): void;
  stop(): Promise<void>;
};

export type ListenOptions = { port?: number; host?: string; now?: () => Date };

export type CounterpartSpec = ListenOptions & {
  name: string;
  /** How this provider words a failure of its own; HTTP failures are worded here. */
  refuse?: (code: string) => Answer;
  routes: (app: FastifyInstance) => void;
  clear: () => void;
};

type FaultState = { down: boolean; slow: number; failures: (number | string)[]; losing: number };

function faultsOver(state: FaultState): Faults {
  return {
    down: () => {
      state.down = true;
    },
    up: () => {
      state.down = false;
      state.slow = 0;
    },
    slow: (milliseconds) => {
      state.slow = milliseconds;
    },
    failNext: (times, what) => {
      state.failures = Array.from({ length: times }, () => what);
    },
    loseNextAnswers: (times) => {
      state.losing = times;
    },
    state: () => ({ down: state.down, slow: state.slow, failing: state.failures.length, losing: state.losing }),
  };
}

function cut(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}

function failure(what: number | string, spec: CounterpartSpec): Answer {
  if (typeof what === 'number')
    return { status: what, body: { code: `http_${what}`, message: `forced failure ${what}` } };
  return spec.refuse ? spec.refuse(what) : { status: 422, body: { code: what, message: `forced failure ${what}` } };
}

function addFaults(app: FastifyInstance, spec: CounterpartSpec, state: FaultState, stopping: AbortSignal): void {
  app.addHook('onRequest', async (request, reply) => {
    if (state.down) return cut(request, reply);
    if (state.slow > 0) {
      const waited = await delay(state.slow, true, { signal: stopping }).catch(() => false);
      if (!waited) return cut(request, reply);
    }
  });
  app.addHook('preHandler', async (_request, reply) => {
    const what = state.failures.shift();
    if (what === undefined) return;
    const answer = failure(what, spec);
    return reply.code(answer.status).send(answer.body);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (state.losing > 0) {
      state.losing -= 1;
      cut(request, reply);
    }
    return payload;
  });
}

function addRecorder(app: FastifyInstance, requests: RecordedRequest[], now: () => Date): void {
  const open = new WeakMap<FastifyRequest, RecordedRequest>();
  app.addHook('preValidation', async (request) => {
    const record: RecordedRequest = {
      at: now().toISOString(),
      method: request.method,
      path: request.url,
      headers: request.headers,
      body: rawBody(request),
    };
    requests.push(record);
    open.set(request, record);
  });
  app.addHook('onResponse', async (request, reply) => {
    const record = open.get(request);
    if (record) record.status = reply.statusCode;
  });
}

/** The body as text, whatever its content type. */
export function rawBody(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : '';
}

/** Opens a real HTTP server on a port of its own: signatures cover host and path, so no two share an address. */
export async function openCounterpart(spec: CounterpartSpec): Promise<Counterpart> {
  const now = spec.now ?? (() => new Date());
  const app = fastify({ forceCloseConnections: true });
  const requests: RecordedRequest[] = [];
  const state: FaultState = { down: false, slow: 0, failures: [], losing: 0 };
  const stopping = new AbortController();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  addRecorder(app, requests, now);
  addFaults(app, spec, state, stopping.signal);
  spec.routes(app);
  const host = spec.host ?? '127.0.0.1';
  await app.listen({ port: spec.port ?? 0, host });
  const address = app.server.address() as AddressInfo;
  return {
    name: spec.name,
    url: `http://${host}:${address.port}`,
    requests,
    faults: faultsOver(state),
    reset: () => {
      requests.length = 0;
      Object.assign(state, { down: false, slow: 0, failures: [], losing: 0 });
      spec.clear();
    },
    stop: async () => {
      stopping.abort();
      await app.close();
    },
  };
}
