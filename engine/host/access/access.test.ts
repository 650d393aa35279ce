import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AppModel } from '../../definition/index.ts';
import type { LookupView, Values } from '../../wire.ts';
import { ManualClock } from '../clock.ts';
import { createSecretBox } from '../connectors/index.ts';
import type { Host } from '../host.ts';
import { buildHttp } from '../http/index.ts';
import { testDatabase } from '../testing/database.ts';
import { hashPassword } from './password.ts';

const database = await testDatabase();
const { knex } = database;
const clock = new ManualClock('2026-03-02T01:00:00Z');
const SECRET = 'shared with the shop’s backend';

const field = (key: string) => ({ key, type: 'text', label: key });
const form = {
  key: 'request',
  label: 'Request',
  fields: [field('order_no'), field('phone')],
  lookups: [{ key: 'order', on: ['order_no'], from: { form: 'order' }, match: {}, fill: { phone: '= phone' } }],
};
const model = {
  app: {
    key: 'shop',
    label: 'Shop',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    roles: [],
    portal: {
      apply: 'request',
      proof: { fields: ['order_no', 'phone'], lookup: 'order' },
      embed: ['https://shop.example.com'],
    },
  },
  forms: new Map([['request', form]]),
} as unknown as AppModel;

/** Identity needs one thing of the records: the lookup that a proof is held against. */
const orders: Record<string, string> = { SO1: '13800138000', SO2: '13900139000' };
const lookup = (_app: string, _form: string, _lookup: string, values: Values): Promise<LookupView> => {
  const phone = orders[String(values.order_no)];
  const fill: Values = phone === undefined ? {} : { phone };
  return Promise.resolve({ found: phone !== undefined, fill, rows: {} });
};

let server: FastifyInstance;
let folder: string;
let person: string;
/** Made once: each one takes as long as it is meant to. */
let password: string;

beforeAll(async () => {
  password = await hashPassword('correct horse');
  folder = await mkdtemp(join(tmpdir(), 'edge-'));
  const host = {
    database,
    clock,
    env: { SHOP_PORTAL_SECRET: SECRET },
    apps: {
      get: (key: string) => (key === 'shop' ? model : undefined),
      list: () => [model],
      number: () => 1,
      settings: () => ({}),
    },
    records: { lookup },
  } as unknown as Host;
  const box = createSecretBox('the master key of this test, long enough');
  server = await buildHttp({ host, box, dataDir: folder, publicUrl: 'http://127.0.0.1:3000' });
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await knex.raw(
    'truncate engine.session, engine.api_key, engine.user_role, engine.audit, engine.rate_limit, engine.used_once',
  );
  await knex('engine.app_user').delete();
  person = randomUUID();
  await knex('engine.app_user').insert({
    id: person,
    login: 'agent_1',
    name: JSON.stringify({ 'zh-CN': '小王', en: 'Wang' }),
    password_hash: password,
    locale: 'en',
  });
  await knex('engine.user_role').insert({ user_id: person, app: 'shop', role: 'agent' });
});

async function signIn(): Promise<{ cookie: string; csrf: string }> {
  const answer = await server.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login: 'agent_1', password: 'correct horse' },
  });
  expect(answer.statusCode).toBe(200);
  const [one] = answer.cookies;
  return { cookie: `${one?.name}=${one?.value}`, csrf: answer.json<{ csrf: string }>().csrf };
}

/** The notice goes through the database; what is asked is what a browser would ask next. */
async function until(answer: () => Promise<number>, wanted: number): Promise<void> {
  await expect.poll(answer, { timeout: 3_000, interval: 10 }).toBe(wanted);
}

const whoAmI = async (cookie: string): Promise<number> =>
  (await server.inject({ url: '/api/session', headers: { cookie } })).statusCode;

test('a session lives in a cookie that scripts cannot read and foreign sites cannot send', async () => {
  const answer = await server.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login: ' AGENT_1', password: 'correct horse' },
  });
  expect(answer.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(answer.json()).toMatchObject({
    user: { login: 'agent_1', name: 'Wang' },
    roles: [{ app: 'shop', role: 'agent' }],
  });
  const stored = await knex('engine.session').first<{ token_hash: string }>();
  expect(answer.cookies[0]?.value).not.toContain(stored.token_hash);
});

test('an unknown login, a wrong password and a disabled person get the same answer', async () => {
  const attempt = async (login: string, password: string) =>
    (
      await server.inject({
        method: 'POST',
        url: '/api/session',
        payload: { login, password },
        headers: { 'accept-language': 'en' },
      })
    ).json();
  const wrong = await attempt('agent_1', 'nope');
  expect(await attempt('nobody', 'nope')).toEqual(wrong);
  await knex('engine.app_user').update({ disabled: true });
  expect(await attempt('agent_1', 'correct horse')).toEqual(wrong);
  expect(wrong).toMatchObject({
    error: { code: 'wrong_login', message: 'The user name or the password is not right.' },
  });
});

test('errors are in the language that is asked for, Chinese by default', async () => {
  const message = async (language?: string) =>
    (
      await server.inject({
        url: '/api/session',
        headers: language === undefined ? {} : { 'accept-language': language },
      })
    ).json().error.message;
  expect(await message()).toBe('请先登录。');
  expect(await message('en-GB,en;q=0.9')).toBe('You are not signed in.');
  expect(await message('fr, zh;q=0.5')).toBe('请先登录。');
});

test('after ten wrong passwords there is a pause, for the right one too; a right one before does not count', async () => {
  const attempt = async (password: string) =>
    (await server.inject({ method: 'POST', url: '/api/session', payload: { login: 'agent_1', password } })).statusCode;
  for (let count = 0; count < 3; count += 1) expect(await attempt('correct horse')).toBe(200);
  const codes = await Promise.all(Array.from({ length: 12 }, () => attempt('wrong')));
  expect(codes.filter((code) => code === 401)).toHaveLength(10);
  expect(codes.filter((code) => code === 429)).toHaveLength(2);
  expect(await attempt('correct horse')).toBe(429);
});

test('security: a session dies at once when the person is disabled', async () => {
  const { cookie } = await signIn();
  expect(await whoAmI(cookie)).toBe(200);
  await knex('engine.app_user').where({ id: person }).update({ disabled: true });
  await until(() => whoAmI(cookie), 401);
});

test('security: a role that is taken is gone at once, in a session that goes on', async () => {
  const { cookie } = await signIn();
  const roles = async () =>
    (await server.inject({ url: '/api/session', headers: { cookie } })).json().roles.length as number;
  expect(await roles()).toBe(1);
  await knex('engine.user_role').where({ user_id: person }).delete();
  await until(roles, 0);
});

test('security: signing out ends the session, not only the cookie', async () => {
  const { cookie, csrf } = await signIn();
  const out = await server.inject({ method: 'DELETE', url: '/api/session', headers: { cookie, 'x-csrf-token': csrf } });
  expect(out.statusCode).toBe(204);
  expect(await whoAmI(cookie)).toBe(401);
});

test('security: a change without the page’s token is refused (CSRF)', async () => {
  const { cookie, csrf } = await signIn();
  const change = async (headers: Record<string, string>) =>
    server.inject({
      method: 'PUT',
      url: '/api/session',
      payload: { locale: 'zh-CN' },
      headers: { cookie, ...headers },
    });
  expect((await change({})).json()).toMatchObject({ error: { code: 'csrf_missing' } });
  expect((await change({ 'x-csrf-token': 'x'.repeat(csrf.length) })).statusCode).toBe(403);
  expect((await change({ 'x-csrf-token': csrf })).statusCode).toBe(200);
});

test('a session ends after twelve hours without use and after a week in any case', async () => {
  const { cookie } = await signIn();
  const start = clock.now();
  const after = (hours: number) => clock.moveTo(new Date(start.getTime() + hours * 3_600_000));
  after(11);
  expect(await whoAmI(cookie)).toBe(200);
  after(22);
  expect(await whoAmI(cookie)).toBe(200);
  after(35);
  expect(await whoAmI(cookie)).toBe(401);
  const { cookie: other } = await signIn();
  for (let hours = 35; hours < 35 + 7 * 24; hours += 10) {
    after(hours);
    expect(await whoAmI(other)).toBe(200);
  }
  after(36 + 7 * 24);
  expect(await whoAmI(other)).toBe(401);
  clock.moveTo(start);
});

test('a new password ends the other sessions', async () => {
  const [mine, other] = [await signIn(), await signIn()];
  const change = (current: string, next: string) =>
    server.inject({
      method: 'PUT',
      url: '/api/session',
      payload: { password: { current, next } },
      headers: { cookie: mine.cookie, 'x-csrf-token': mine.csrf },
    });
  expect((await change('wrong', 'battery staple')).statusCode).toBe(401);
  expect((await change('correct horse', 'short')).statusCode).toBe(422);
  expect((await change('correct horse', 'battery staple')).statusCode).toBe(200);
  expect([await whoAmI(mine.cookie), await whoAmI(other.cookie)]).toEqual([200, 401]);
});

test('an API key acts within its scopes, is stored as a hash, and is dead when it is revoked', async () => {
  const { cookie, csrf } = await signIn();
  const headers = { cookie, 'x-csrf-token': csrf };
  const made = (
    await server.inject({ method: 'POST', url: '/api/keys', payload: { name: 'robot', scopes: ['read'] }, headers })
  ).json();
  const bearer = { authorization: `Bearer ${made.token}` };
  const get = async () => (await server.inject({ url: '/api/apps', headers: bearer })).statusCode;
  expect(await get()).toBe(200);
  const post = await server.inject({ method: 'POST', url: '/api/messages/read', payload: {}, headers: bearer });
  expect(post.json()).toMatchObject({ error: { code: 'scope_missing' } });
  const makeAnother = await server.inject({
    method: 'POST',
    url: '/api/keys',
    payload: { name: 'x', scopes: ['read'] },
    headers: bearer,
  });
  expect(makeAnother.statusCode).toBe(403);
  expect(JSON.stringify(await knex('engine.api_key').first())).not.toContain(made.token);
  await server.inject({ method: 'DELETE', url: `/api/keys/${made.id}`, headers });
  expect(await get()).toBe(401);
});

const prove = async (order_no: string, phone: string) =>
  server.inject({ method: 'POST', url: '/api/portal/shop/proof', payload: { fields: { order_no, phone } } });

test('a visitor proves what belongs together, and is not told which part was wrong', async () => {
  const right = await prove('SO1', '13800138000');
  expect(right.json()).toMatchObject({ token: expect.any(String), expires: '2026-03-02T03:00:00.000Z' });
  const [unknownOrder, wrongPhone, mixed, empty] = await Promise.all([
    prove('SO9', '13800138000'),
    prove('SO1', '13800138001'),
    prove('SO1', '13900139000'),
    prove('SO1', ''),
  ]);
  expect(unknownOrder.json()).toMatchObject({ error: { code: 'not_found_together' } });
  for (const other of [wrongPhone, mixed, empty]) expect(other.json()).toEqual(unknownOrder.json());
});

test('security: phone numbers cannot be tried out on an order', async () => {
  const codes: number[] = [];
  for (let count = 0; count < 12; count += 1) codes.push((await prove('SO1', `1380013${8100 + count}`)).statusCode);
  expect(codes.slice(0, 10).every((code) => code === 404)).toBe(true);
  expect(codes.slice(10)).toEqual([429, 429]);
});

test('security: a visitor’s token cannot be changed, outlives nothing, and opens no staff route', async () => {
  const { token } = (await prove('SO1', '13800138000')).json<{ token: string }>();
  const messages = (given: string) =>
    server.inject({ url: '/api/messages', headers: { authorization: `Visitor ${given}` } });
  expect((await messages(token)).statusCode).toBe(403);
  const [body = '', mac = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const forged = Buffer.from(JSON.stringify({ ...claims, proof: { order_no: 'SO2', phone: '13900139000' } })).toString(
    'base64url',
  );
  expect((await messages(`${forged}.${mac}`)).statusCode).toBe(401);
  expect((await messages(`${body}.`)).statusCode).toBe(401);
  const start = clock.now();
  clock.moveTo(new Date(start.getTime() + 90 * 60_000));
  const renewed = (await messages(token)).headers['x-visitor-token'];
  clock.moveTo(new Date(start.getTime() + 125 * 60_000));
  expect((await messages(token)).statusCode).toBe(401);
  expect((await messages(String(renewed))).statusCode).toBe(403);
  clock.moveTo(new Date(start.getTime() + 25 * 3_600_000));
  expect((await messages(String(renewed))).statusCode).toBe(401);
  clock.moveTo(start);
});

function jwt(claims: object, secret = SECRET, header: object = { alg: 'HS256', typ: 'JWT' }): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

test('security: a token of the shop’s backend is taken once, fresh, and only with the right signature and algorithm', async () => {
  const redeem = async (token: string) =>
    (await server.inject({ method: 'POST', url: '/api/portal/shop/token', payload: { jwt: token } })).statusCode;
  const iat = Math.floor(clock.now().getTime() / 1000);
  const proof = { order_no: 'SO1', phone: '13800138000' };
  const good = jwt({ iat, proof });
  expect(await redeem(good)).toBe(200);
  expect(await redeem(good)).toBe(401);
  const bad = [
    jwt({ iat, proof }, 'another secret'),
    jwt({ iat, proof }, SECRET, { alg: 'none' }),
    jwt({ iat: iat - 700, proof }),
    jwt({ iat: iat + 700, proof }),
    jwt({ proof }),
    jwt({ iat, exp: iat - 1, proof }),
    jwt({ iat, aud: 'another_app', proof }),
    jwt({ iat, proof: { order_no: 'SO1' } }),
    jwt({ iat, proof: { order_no: 'SO1', phone: { $ne: '' } } }),
    jwt({ iat }),
    'a.b.c',
    '',
  ];
  for (const token of bad) expect(await redeem(token)).toBe(401);
});

test('what people did with their access is in the audit log, without a secret in it', async () => {
  await signIn();
  await server.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login: 'agent_1', password: 'a wrong password' },
  });
  await prove('SO1', '13800138001');
  const rows = await knex('engine.audit').orderBy('at').select<{ action: string; target: string | null }[]>();
  expect(rows.map(({ action }) => action).sort()).toEqual(['login', 'login_failed', 'proof_failed']);
  expect(JSON.stringify(rows)).not.toMatch(/correct horse|wrong password|13800138001/);
});

test('pages: no scripts from elsewhere, no frames but where the app allows the portal', async () => {
  const policy = async (url: string) => String((await server.inject({ url })).headers['content-security-policy']);
  expect(await policy('/w/tasks/todo')).toMatch(/script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'/);
  expect(await policy('/portal/shop')).toMatch(/frame-ancestors 'self' https:\/\/shop\.example\.com$/);
  expect(await policy('/portal/other')).toMatch(/frame-ancestors 'self'$/);
  expect(await policy('/portal/shop')).not.toMatch(/unsafe-eval'(?<!wasm-unsafe-eval')|script-src[^;]*unsafe-inline/);
});

test('the API describes itself in OpenAPI 3.1', async () => {
  const description = (await server.inject({ url: '/api/openapi.json' })).json();
  expect(description.openapi).toBe('3.1.0');
  expect(Object.keys(description.paths).length).toBeGreaterThan(40);
  expect(description.paths['/api/apps/{app}/forms/{form}/records'].post.requestBody).toBeDefined();
  expect((await server.inject({ url: '/api/docs/' })).statusCode).toBe(200);
});

test('a body is taken as it is: no text becomes a number, and an unknown key is an error', async () => {
  const { cookie, csrf } = await signIn();
  const patch = (payload: object) =>
    server.inject({
      method: 'PATCH',
      url: `/api/apps/shop/forms/request/records/${randomUUID()}`,
      payload,
      headers: { cookie, 'x-csrf-token': csrf },
    });
  expect((await patch({ revision: '1', data: {} })).json()).toMatchObject({
    error: { code: 'bad_request', problems: [{ path: 'revision' }] },
  });
  expect((await patch({ revision: 1, data: {}, extra: 1 })).statusCode).toBe(400);
});
