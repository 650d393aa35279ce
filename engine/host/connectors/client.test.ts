import { createHash, createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AppModel, ConnectorDefinition } from '../../definition/index.ts';
import type { Env, Json } from '../../expression/types.ts';
import { ManualClock, systemClock } from '../clock.ts';
import { testDatabase } from '../testing/database.ts';
import { connectorFunctions } from './functions.ts';
import { compileHook } from './hook.ts';
import { type ConnectorClient, createConnectorClient, createSecretBox, pauseBefore, SecretStore } from './index.ts';
import { readLimit, takeTurn } from './rate-limit.ts';
import { compileTemplate } from './template.ts';

const { knex } = await testDatabase();
const box = createSecretBox('a master key of the test, long enough');

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}
type Reply = { status?: number; headers?: Record<string, string>; body?: unknown };

let server: Server;
let base: string;
let seen: Seen[] = [];
let reply: (request: Seen) => Reply | undefined = () => ({});

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one: Seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      seen.push(one);
      const answer = reply(one);
      if (answer === undefined) return void request.socket.destroy();
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  seen = [];
  reply = () => ({ body: { ok: true } });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const open: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(open.map((client) => client.close())));

function clientFor(connector: Partial<ConnectorDefinition>, env: Record<string, string> = {}): ConnectorClient {
  const definition = { key: 'shop', label: 'Shop', baseUrl: 'https://shop.example.com', ...connector };
  const app = { app: { key: 'demo', timeZone: 'Asia/Shanghai' }, connectors: new Map([['shop', definition]]) };
  const client = createConnectorClient({
    knex,
    app: () => app as unknown as AppModel,
    env: { CONNECTOR_ALLOW: '127.0.0.1', DEMO_SHOP_URL: base, ...env },
    box,
    clock: systemClock,
  });
  open.push(client);
  return client;
}

const call = (client: ConnectorClient, data: Record<string, Json> = {}, more: object = {}) =>
  client.call({ app: 'demo', connector: 'shop', operation: 'go', data, ...more });

const formulaEnv: Env = { now: new Date(1700000000000).toISOString(), timeZone: 'Asia/Shanghai' };
const value = (formula: string): Json =>
  compileTemplate(
    `= ${formula}`,
    {},
    connectorFunctions(() => new Date(1700000000000)),
  )({}, formulaEnv);

test('DingTalk: the published vector', () => {
  const formula = 'hmac("sha256", "SECtest0123456789", string(epochMillis()) + "\\n" + "SECtest0123456789", "base64")';
  expect(value(formula)).toBe('yBKp5IlG6qCzcQWmgyRK/ziJBdVNJmHfFE2ST/CzT/g=');
});

test('kuaidi100: the published vector, over the exact bytes', () => {
  const param = 'json({ com: "yuantong", num: "YT6186594166532", phone: "13868688888" })';
  expect(value(param)).toBe('{"com":"yuantong","num":"YT6186594166532","phone":"13868688888"}');
  expect(value(`md5(${param} + "KEY1" + "CUST1", "HEX")`)).toBe('9BD3FBC49878E6DC7D75DFD91C723470');
});

test('one HMAC is the key of the next, as TC3 wants it', () => {
  const chained =
    'hmac("sha256", hmac("sha256", hmac("sha256", "TC3" + "sk", "2026-03-02"), "sms", "hex", "hex"), "tc3_request", "hex", "hex")';
  const date = createHmac('sha256', 'TC3sk').update('2026-03-02').digest();
  const service = createHmac('sha256', date).update('sms').digest();
  expect(value(chained)).toBe(createHmac('sha256', service).update('tc3_request').digest('hex'));
});

test('RSA signatures, sorted pairs, RFC 3986', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const library = connectorFunctions(() => new Date());
  const sign = compileTemplate('= rsaSign("sha256", pem, "text")', { pem: { kind: 'text' } }, library);
  const expected = createSign('sha256').update('text').sign(privateKey, 'base64');
  expect(sign({ pem: privateKey }, formulaEnv)).toBe(expected);
  expect(sign({ pem: privateKey.replaceAll('\n', '\\n') }, formulaEnv)).toBe(expected);
  expect(value('sortedPairs({ b: "2", a: 1, c: null })')).toBe('a1b2');
  expect(value('sortedPairs({ b: "2", a: "1" }, "=", "&")')).toBe('a=1&b=2');
  expect(value('urlEncode("a b*(\'!)~中")')).toBe('a%20b%2A%28%27%21%29~%E4%B8%AD');
});

test('what is signed is byte for byte what is sent', async () => {
  const client = clientFor(
    {
      secrets: ['key'],
      operations: {
        go: {
          method: 'POST',
          path: '/orders/{no}',
          input: { no: 'text', note: 'text' },
          let: { ts: '= epochSeconds()' },
          query: { at: '= ts', q: 'a b' },
          body: { note: '= note', list: [1, '= no'], none: '= missing_is_null' },
          sign: { 'X-Sign': '= hmac("sha256", secret.key, method + "\\n" + pathAndQuery + "\\n" + body)' },
          idempotency: 'Idempotency-Key',
        },
      },
    },
    { DEMO_SHOP_KEY: 'sesame-opens' },
  );
  const result = await call(
    client,
    { no: '../admin?x=1', note: '引号 " 和 \\', missing_is_null: null },
    { key: 'k-1' },
  );
  expect(result.kind).toBe('done');
  const [one] = seen;
  expect(one?.url).toMatch(/^\/orders\/\.\.%2Fadmin%3Fx%3D1\?at=\d+&q=a%20b$/);
  expect(JSON.parse(one?.body ?? '')).toEqual({ note: '引号 " 和 \\', list: [1, '../admin?x=1'], none: null });
  const signed = createHmac('sha256', 'sesame-opens').update(`POST\n${one?.url}\n${one?.body}`).digest('hex');
  expect(one?.headers['x-sign']).toBe(signed);
  expect(one?.headers['idempotency-key']).toBe('k-1');
});

test('a value never makes headers of its own', async () => {
  const client = clientFor({ operations: { go: { method: 'GET', path: '/', headers: { 'x-note': '= note' } } } });
  await call(client, { note: 'a\r\nx-admin: 1' });
  expect(seen[0]?.headers['x-note']).toBe('a x-admin: 1');
  expect(seen[0]?.headers['x-admin']).toBeUndefined();
});

test('answers: success is judged on a path in the body, with outcomes, missing, pending and poll', async () => {
  const client = clientFor({
    operations: {
      go: {
        method: 'POST',
        path: '/refunds',
        input: { no: 'text' },
        success: { all: [{ fact: 'body', path: '$.code', operator: 'equal', value: 'OK' }] },
        pending: { all: [{ fact: 'body', path: '$.code', operator: 'equal', value: 'WAIT' }] },
        missing: { all: [{ fact: 'body', path: '$.code', operator: 'equal', value: 'NONE' }] },
        outcomes: [
          { when: { all: [{ fact: 'body', path: '$.code', operator: 'equal', value: 'CLOSED' }] }, outcome: 'closed' },
        ],
        poll: { operation: 'ask', data: { no: '= no', id: '= answer.id' }, every: 'PT2S', atMost: 'P1D' },
        retry: {
          when: { all: [{ fact: 'body', path: '$.code', operator: 'equal', value: 'BUSY' }] },
          attempts: 5,
          backoff: 'PT3S',
        },
        answer: { id: '= body.id', code: '= body.code' },
      },
      ask: { method: 'GET', path: '/refunds/{id}' },
    },
  } as unknown as Partial<ConnectorDefinition>);
  const answered = (code: string) => {
    reply = () => ({ body: { code, id: 'r-1' } });
    return call(client, { no: 'n-1' });
  };
  const answer = (code: string) => ({ id: 'r-1', code });
  expect(await answered('OK')).toEqual({ kind: 'done', outcome: 'done', answer: answer('OK') });
  expect(await answered('CLOSED')).toEqual({ kind: 'done', outcome: 'closed', answer: answer('CLOSED') });
  expect(await answered('NONE')).toEqual({ kind: 'missing', answer: answer('NONE') });
  expect(await answered('WAIT')).toEqual({
    kind: 'pending',
    answer: answer('WAIT'),
    poll: { operation: 'ask', data: { no: 'n-1', id: 'r-1' }, everyMs: 2_000, atMostMs: 86_400_000 },
  });
  expect(await answered('BUSY')).toMatchObject({ kind: 'retry', attempts: 5, backoffMs: 3_000 });
  expect(await answered('NO')).toMatchObject({ kind: 'failed', code: 'not_successful' });
});

test('what is tried again: no connection, no answer in time, 429 with its pause, 5xx; and 404 is missing', async () => {
  const client = clientFor({ operations: { go: { method: 'GET', path: '/' } } });
  reply = () => undefined;
  expect(await call(client)).toMatchObject({ kind: 'retry', code: 'network' });
  reply = () => ({ status: 503 });
  expect(await call(client)).toMatchObject({ kind: 'retry', code: 'not_successful' });
  reply = () => ({ status: 429, headers: { 'retry-after': '7' } });
  const limited = await call(client);
  expect(limited).toMatchObject({ kind: 'retry', code: 'too_many_requests', afterMs: 7_000 });
  reply = () => ({ status: 404 });
  expect(await call(client)).toMatchObject({ kind: 'missing' });
  reply = () => ({ status: 422, body: { message: 'no' } });
  expect(await call(client)).toMatchObject({ kind: 'failed', code: 'http_422' });
  const nobody = clientFor(
    { operations: { go: { method: 'GET', path: '/' } } },
    { DEMO_SHOP_URL: 'http://127.0.0.1:1' },
  );
  expect(await call(nobody)).toMatchObject({ kind: 'retry', code: 'network' });
});

test('the pauses between attempts double up to an hour', () => {
  const failed = { kind: 'retry', code: 'network', detail: '', attempts: 50, backoffMs: 5_000 } as const;
  expect([1, 2, 3, 20].map((attempt) => pauseBefore(failed, attempt))).toEqual([5_000, 10_000, 20_000, 3_600_000]);
});

test('a call waits no longer than its caller', async () => {
  const client = clientFor({ operations: { go: { method: 'GET', path: '/' } } });
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const slow = clientFor({ operations: { go: { method: 'GET', path: '/' } } }, { DEMO_SHOP_URL: url });
  expect(await call(slow, {}, { timeoutMs: 80 })).toMatchObject({ kind: 'retry', code: 'timeout' });
  expect(await call(client, {}, { timeoutMs: 5_000 })).toMatchObject({ kind: 'done' });
  silent.closeAllConnections();
  silent.close();
});

test('an address that is not listed is refused, whoever set it', async () => {
  const client = clientFor({ operations: { go: { method: 'GET', path: '/' } } }, { CONNECTOR_ALLOW: '' });
  expect(await call(client)).toMatchObject({ kind: 'failed', code: 'address_refused' });
  expect(seen).toEqual([]);
});

test('secrets are in no result, however the other side repeats them', async () => {
  const client = clientFor(
    {
      secrets: ['token'],
      operations: { go: { method: 'GET', path: '/', headers: { authorization: '= "Bearer " + secret.token' } } },
    },
    { DEMO_SHOP_TOKEN: 'very-"secret"-value' },
  );
  reply = ({ headers }) => ({ status: 400, body: { you_sent: headers.authorization } });
  const failed = await call(client);
  reply = ({ headers }) => ({ status: 500, body: { you_sent: headers.authorization } });
  const again = await call(client);
  expect(failed).toMatchObject({ kind: 'failed', answer: { you_sent: 'Bearer ***' } });
  for (const result of [failed, again]) expect(JSON.stringify(result)).not.toMatch(/very/);
});

test('a secret that is not set is named by its variable; the encrypted store serves where the environment does not', async () => {
  const operations = { go: { method: 'GET' as const, path: '/', headers: { 'x-key': '= secret.key' } } };
  const client = clientFor({ key: 'shop', secrets: ['key'], operations });
  expect(await call(client)).toMatchObject({
    kind: 'failed',
    code: 'connector_not_configured',
    detail: 'Not set: DEMO_SHOP_KEY',
  });
  await new SecretStore(knex, box).set('demo', 'shop', 'key', 'from the store');
  await call(client);
  expect(seen[0]?.headers['x-key']).toBe('from the store');
  const stored = await knex('engine.secret').first<{ value: Buffer }>();
  expect(stored.value.toString('latin1')).not.toContain('from the store');
  const other = createSecretBox('another master key of the test, long');
  expect(() => other.open(stored.value)).toThrow();
  await knex('engine.secret').delete();
});

test('a token is fetched once for many calls at once, kept, and fetched once more when it is refused', async () => {
  let issued = 0;
  let valid = '';
  reply = ({ url }) => {
    if (url.startsWith('/token')) {
      issued += 1;
      valid = `token-${issued}`;
      return { body: { access_token: valid, expires_in: 7200 } };
    }
    const given = new URL(url, base).searchParams.get('t');
    return given === valid ? { body: { errcode: 0 } } : { body: { errcode: 40014 } };
  };
  const definition: Partial<ConnectorDefinition> = {
    token: { operation: 'login', value: '= body.access_token', ttl: '= body.expires_in' },
    operations: {
      login: { method: 'GET', path: '/token' },
      go: {
        method: 'GET',
        path: '/send',
        query: { t: '= token' },
        success: { all: [{ fact: 'body', path: '$.errcode', operator: 'equal', value: 0 }] },
        refreshToken: { all: [{ fact: 'body', path: '$.errcode', operator: 'equal', value: 40014 }] },
      },
    },
  } as unknown as Partial<ConnectorDefinition>;
  const [one, other] = [clientFor(definition), clientFor(definition)];
  const many = await Promise.all([one, other, one, other, one].map((client) => call(client)));
  expect(many.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'done', 'done']);
  expect(issued).toBe(1);
  valid = 'revoked by the other side';
  const after = await Promise.all([one, other, one].map((client) => call(client)));
  expect(after.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
  expect(issued).toBe(2);
});

test('a rate limit is held over all processes: in no window more than it says', async () => {
  const definition: Partial<ConnectorDefinition> = {
    rateLimit: '3/PT1M',
    operations: { go: { method: 'GET', path: '/' } },
  };
  const clients = [clientFor(definition), clientFor(definition)];
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, at) => call(clients[at % 2] as ConnectorClient, {}, { timeoutMs: 300 })),
  );
  expect(results.filter(({ kind }) => kind === 'done')).toHaveLength(3);
  expect(seen).toHaveLength(3);
  const waiting = results.filter((result) => result.kind === 'retry');
  for (const one of waiting) expect(one).toMatchObject({ code: 'rate_limited', unsent: true });
  const [first] = waiting;
  expect(first?.kind === 'retry' && first.afterMs).toBeGreaterThan(50_000);
});

test('a turn under a rate limit comes back when the oldest call is a period ago', async () => {
  const limit = readLimit('2/PT1S');
  expect([await takeTurn(knex, 'k', limit), await takeTurn(knex, 'k', limit)]).toEqual([0, 0]);
  const wait = await takeTurn(knex, 'k', limit);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(1_000);
  await knex.raw(
    `update engine.rate_limit set calls = array(select c - interval '1 second' from unnest(calls) c where c > '-infinity') where key = 'k'`,
  );
  expect(await takeTurn(knex, 'k', limit)).toBe(0);
});

test('a call-back is taken only with its signature, and says which record, which rows and what to answer', () => {
  const connector = {
    key: 'carrier',
    label: 'Carrier',
    baseUrl: 'https://x.example.com',
    secrets: ['salt'],
    operations: {},
  };
  const hook = {
    encoding: 'form',
    let: { push: '= parseJson(body.param)' },
    verify: '= same(md5(body.param + secret.salt, "HEX"), body.sign)',
    key: '= md5(body.param)',
    form: 'parcel',
    match: { no: '= push.nu' },
    set: { status: '= if push.state = "3" then "signed" else "moving"' },
    append: { events: { from: '= push.data', fill: { at: '= row.time' }, key: 'at' } },
    signal: 'moved',
    signalWhen: '= push.state = "3"',
    reply: { result: true },
  } as const;
  const clock = new ManualClock('2026-03-02T01:00:00Z');
  const compiled = compileHook(
    connector as unknown as ConnectorDefinition,
    hook as never,
    connectorFunctions(() => clock.now()),
  );
  const installation = { baseUrl: '', secret: { salt: 'pepper' }, config: {}, missing: [] };
  const param = JSON.stringify({ nu: 'YT1', state: '3', data: [{ time: 't1' }, { time: 't2' }] });
  const sign = createHash('md5').update(`${param}pepper`).digest('hex').toUpperCase();
  const request = (signature: string) => ({
    raw: new URLSearchParams({ param, sign: signature }).toString(),
    headers: {},
    query: {},
  });
  expect(compiled.read(request('0'.repeat(32)), installation, formulaEnv)).toBeUndefined();
  expect(compiled.read({ raw: '', headers: {}, query: {} }, installation, formulaEnv)).toBeUndefined();
  expect(compiled.read(request(sign), installation, formulaEnv)).toMatchObject({
    form: 'parcel',
    match: { no: 'YT1' },
    set: { status: 'signed' },
    append: { events: { rows: [{ at: 't1' }, { at: 't2' }], key: 'at' } },
    signal: 'moved',
    reply: { result: true },
  });
});
