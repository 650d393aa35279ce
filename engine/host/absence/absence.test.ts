import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadApp } from '../../definition/index.ts';
import type { MessageView, MyProxies, ProxyView, Session } from '../../wire.ts';
import { readAppFolder } from '../apps/folder.ts';
import { installApp } from '../apps/install.ts';
import { as, codeOf, day, endAll, id, moveTo, openOffice, order, signIn, the } from '../testing/office.ts';
import { EXPENSES } from '../testing/stage.ts';

beforeAll(openOffice);

describe('who may act for whom', () => {
  it('is refused with a cure: oneself, the past, somebody disabled, somebody from elsewhere, twice at once', async () => {
    expect(await codeOf('mia', order('mia'))).toBe('proxy_self');
    expect(await codeOf('mia', order('max', { until: day(-1) }))).toBe('proxy_dates');
    expect(await codeOf('mia', order('max', { from: day(3), until: day(2) }))).toBe('proxy_dates');
    expect(await codeOf('mia', { ...order('max'), proxy: randomUUID() })).toBe('unknown_person');
    expect(await codeOf('mia', order('max', { app: 'nowhere' }))).toBe('unknown_app');
    await the.database.knex('engine.app_user').where({ login: 'cara' }).update({ disabled: true });
    const refused = await as('mia')('POST', '/api/me/proxies', order('cara'));
    await the.database.knex('engine.app_user').where({ login: 'cara' }).update({ disabled: false });
    expect(refused.json()).toMatchObject({ error: { code: 'proxy_disabled', cure: expect.any(String) as string } });
    const first = await as('mia')('POST', '/api/me/proxies', order('max'));
    expect(first.json()).toMatchObject({ status: 'holds', proxy: { name: 'Max' } });
    expect(await codeOf('mia', order('emil', { from: day(2) }))).toBe('proxy_overlap');
    // Another scope is another matter, and later is later.
    expect((await as('mia')('POST', '/api/me/proxies', order('max', { app: 'expenses' }))).statusCode).toBe(200);
    expect(
      (await as('mia')('POST', '/api/me/proxies', order('emil', { from: day(8), until: day(9) }))).statusCode,
    ).toBe(200);
    await endAll();
  });

  it('goes in no ring, not even where two choose each other at the same moment', async () => {
    await as('mia')('POST', '/api/me/proxies', order('max'));
    await as('max')('POST', '/api/me/proxies', order('emil'));
    expect(await codeOf('emil', order('mia'))).toBe('proxy_ring');
    expect(
      (await as('emil')('POST', '/api/me/proxies', order('mia', { from: day(8), until: day(9) }))).statusCode,
    ).toBe(200);
    await endAll();
    const both = await Promise.all([
      as('mia')('POST', '/api/me/proxies', order('max')),
      as('max')('POST', '/api/me/proxies', order('mia')),
    ]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    await endAll();
  });

  it('is done once however often it is sent, and says which roles the proxy lacks', async () => {
    const wanted = order('emil');
    const [one, two] = [
      await as('mia')('POST', '/api/me/proxies', wanted),
      await as('mia')('POST', '/api/me/proxies', wanted),
    ];
    expect(two?.json<{ id: string }>().id).toBe(one?.json<{ id: string }>().id);
    expect(one?.json()).toMatchObject({ gaps: [{ app: 'expenses', roles: [expect.anything()] }] });
    expect((await as('max')('DELETE', `/api/me/proxies/${wanted.command}`)).statusCode).toBe(404);
    expect((await as('mia')('DELETE', `/api/me/proxies/${wanted.command}`)).statusCode).toBe(204);
    expect((await as('mia')('GET', '/api/me/proxies')).json()).toEqual({ mine: [], forOthers: [] });
  });

  it('an administrator says for others, in their own app', async () => {
    const wanted = { ...order('max'), person: id.mia };
    expect((await as('eve')('POST', '/api/apps/expenses/proxies', wanted)).statusCode).toBe(403);
    const made = await as('ada')('POST', '/api/apps/expenses/proxies', wanted);
    expect(made.json()).toMatchObject({ person: { login: 'mia' }, scope: { app: expect.anything() as string } });
    expect((await as('ada')('GET', '/api/apps/expenses/proxies')).json()).toHaveLength(1);
    expect((await as('ada')('DELETE', `/api/apps/expenses/proxies/${wanted.command}`)).statusCode).toBe(204);
  });
});

describe('a proxy that has been chosen', () => {
  const put = (login: string, path: string, wanted: object) => as(login)('PUT', path, wanted);
  const mineOf = async (login: string) => (await as(login)('GET', '/api/me/proxies')).json<MyProxies>().mine;

  it('is changed before it begins, dates, person and scope alike; once it holds, when it began stays', async () => {
    const wanted = order('max', { from: day(1), until: day(3), handOver: true });
    await as('mia')('POST', '/api/me/proxies', wanted);
    const path = `/api/me/proxies/${wanted.command}`;
    const moved = { ...wanted, proxy: id.cara, from: day(2), until: day(4), app: 'expenses', form: 'claim' };
    const changed = (await put('mia', path, moved)).json<ProxyView>();
    expect(changed).toMatchObject({ id: wanted.command, proxy: { login: 'cara' }, from: day(2), form: 'claim' });
    expect(changed.scope).toMatchObject({ part: expect.anything() as string });
    expect(await mineOf('mia')).toHaveLength(1);
    expect((await put('max', path, moved)).statusCode).toBe(404);
    await moveTo(day(2));
    const longer = { ...moved, from: changed.from, until: day(9) };
    expect((await put('mia', path, longer)).json()).toMatchObject({
      id: wanted.command,
      until: day(9),
      status: 'holds',
    });
    expect((await put('mia', path, { ...longer, from: day(1) })).json()).toMatchObject({
      error: { code: 'proxy_begun' },
    });
    await endAll();
  });

  it('goes on as another one where somebody else acts from now on', async () => {
    const wanted = order('max');
    await as('mia')('POST', '/api/me/proxies', wanted);
    const next = { ...order('cara'), until: wanted.until };
    const path = `/api/me/proxies/${wanted.command}`;
    expect((await put('mia', path, next)).json()).toMatchObject({ id: next.command, proxy: { login: 'cara' } });
    // Sent again, it is the same one.
    expect((await put('mia', path, next)).json()).toMatchObject({ id: next.command });
    expect((await mineOf('mia')).map(({ proxy }) => proxy.login)).toEqual(['cara']);
    expect((await put('mia', `/api/me/proxies/${next.command}`, order('mia'))).json()).toMatchObject({
      error: { code: 'proxy_self' },
    });
    expect((await mineOf('mia')).map(({ proxy }) => proxy.login)).toEqual(['cara']);
    await endAll();
  });

  it('is changed and ended by an administrator; what holds everywhere, where they look after all of it', async () => {
    const wanted = order('max');
    await as('mia')('POST', '/api/me/proxies', wanted);
    const list = (await as('ada')('GET', '/api/apps/expenses/proxies')).json<ProxyView[]>();
    expect(list.map(({ id: one, isTheirs }) => [one, isTheirs])).toEqual([[wanted.command, undefined]]);
    const path = `/api/apps/expenses/proxies/${wanted.command}`;
    const longer = { ...wanted, person: id.mia, everywhere: true, until: day(10) };
    expect((await put('eve', path, longer)).statusCode).toBe(403);
    expect((await put('ada', path, longer)).json()).toMatchObject({ until: day(10) });
    expect((await as('ada')('DELETE', path)).statusCode).toBe(204);
    expect(await mineOf('mia')).toEqual([]);
  });

  it('is left alone by an administrator of one app where it holds in another as well', async () => {
    const { files } = await readAppFolder(EXPENSES);
    const club = files.map((file) => {
      if (file.path !== 'app.json') return file;
      const json = 'text' in file ? (JSON.parse(file.text) as object) : (file.json as object);
      return { path: file.path, json: { ...json, key: 'club' } };
    });
    const { app: model } = loadApp(club);
    if (!model) throw new Error('It is the same app under another name.');
    await installApp(the.database.knex, model);
    await the.host.refresh();
    await the.database.knex('engine.user_role').insert({ user_id: id.mia, app: 'club', role: 'employee' });
    await signIn();
    const wanted = order('max');
    await as('mia')('POST', '/api/me/proxies', wanted);
    const path = '/api/apps/expenses/proxies';
    expect((await as('ada')('GET', path)).json()).toMatchObject([{ id: wanted.command, isTheirs: true }]);
    const theirs = { error: { code: 'proxy_elsewhere_too', cure: expect.any(String) as string } };
    const whole = { ...wanted, person: id.mia, everywhere: true };
    expect((await put('ada', `${path}/${wanted.command}`, whole)).json()).toMatchObject(theirs);
    expect((await as('ada')('DELETE', `${path}/${wanted.command}`)).json()).toMatchObject(theirs);
    const more = { ...whole, command: randomUUID(), from: day(8), until: day(9) };
    expect((await as('ada')('POST', path, more)).json()).toMatchObject(theirs);
    // In their own app they may.
    expect((await as('ada')('POST', path, { ...more, everywhere: false })).statusCode).toBe(200);
    await the.database.knex('engine.user_role').where({ app: 'club' }).delete();
    await signIn();
    await endAll();
  });

  it('is told to whoever acts when it is chosen, changed, ended and over; to the other one where somebody else did it', async () => {
    const told = async (login: string): Promise<string[]> => {
      await the.host.settle();
      const rows = (await as(login)('GET', '/api/messages')).json<MessageView[]>();
      await as(login)('POST', '/api/messages/read', {});
      return rows
        .filter((row) => row.read_at === undefined)
        .map(({ title, link }) => `${title} ${link?.replace(/.*\/w/, '/w')}`);
    };
    for (const login of ['max', 'mia']) {
      await as(login)('PUT', '/api/session', { locale: 'en' });
      await told(login);
    }
    const wanted = order('max', { until: day(1) });
    await as('mia')('POST', '/api/me/proxies', wanted);
    expect(await told('max')).toEqual(['You act for Mia /w/me']);
    expect(await told('mia')).toEqual([]);
    const path = `/api/apps/expenses/proxies/${wanted.command}`;
    await put('ada', path, { ...wanted, person: id.mia, everywhere: true, until: day(2) });
    expect(await told('max')).toEqual(['Acting for Mia has changed /w/me']);
    expect(await told('mia')).toEqual(['Ada has changed who acts for you: Max /w/me']);
    await as('ada')('DELETE', path);
    expect(await told('max')).toEqual(['You no longer act for Mia /w/me']);
    expect(await told('mia')).toEqual(['Ada has ended that Max acts for you /w/me']);
    await as('mia')('POST', '/api/me/proxies', order('max', { until: day(1) }));
    await told('max');
    await moveTo(day(1));
    expect(await told('max')).toEqual(['Acting for Mia is over /w/me']);
  });

  it('goes by the channels that tasks go by, but for rooms: who is away is nobody else’s business', async () => {
    const wanted = order('max');
    await as('mia')('POST', '/api/me/proxies', wanted);
    const row = await the.database
      .knex('engine.outbox')
      .where({ order_key: `${wanted.command}:proxy` })
      .first<{ data: { orders: { to: object; channels: string[] }[] } }>('data');
    expect(row.data.orders).toMatchObject([{ to: { user: id.max }, channels: ['chat'] }]);
    await endAll();
  });

  it('begins and ends by the clock of whoever is away, as their own screen last said', async () => {
    const mars = (await as('mia')('PUT', '/api/session', { timeZone: 'Mars/Olympus' })).json<Session>();
    expect(mars.user.timeZone).toBeUndefined();
    const session = (await as('mia')('PUT', '/api/session', { timeZone: 'Europe/Berlin' })).json<Session>();
    expect(session.user.timeZone).toBe('Europe/Berlin');
    const made = (await as('ada')('POST', '/api/apps/expenses/proxies', { ...order('max'), person: id.mia })).json();
    expect(made).toMatchObject({ timeZone: 'Europe/Berlin' });
    await endAll();
  });
});
