import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Label } from '../../../definition/index.ts';
import type { HandOverDraft, HandOverOrder, OptionView, ProxyOrder, ProxyOrderFor } from '../../../wire.ts';
import { mustBeAdmin } from '../../absence/proxies.ts';
import { textOf, type UserActor } from '../../access/index.ts';
import { refusals } from '../../door/refusal.ts';
import { sessionOf, userOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { command, documented, key, object, params, text, uuid } from '../schema.ts';

const INSTANT = { type: 'string', format: 'date-time' };
const IN_APP = {
  command,
  proxy: uuid,
  from: INSTANT,
  until: INSTANT,
  form: key,
  flow: key,
  reason: text(500),
  handOver: { type: 'boolean' },
};
const ORDER = { ...IN_APP, app: key };
const NEEDED = ['command', 'proxy', 'from', 'until'];
const MOST = 50;
const tags = ['absence'];

/** Who does my work while I am away. */
export function myProxyRoutes(app: FastifyInstance, { host, access }: Edge): void {
  app.get(
    '/api/me/proxies',
    { schema: documented({ tags, summary: 'Who acts for me, and for whom I act' }) },
    (request) => host.proxies.ofPerson(userOf(request), localeFor(request)),
  );

  const save = documented({ tags, summary: 'Somebody acts for me, from when until when', body: object(ORDER, NEEDED) });
  app.post('/api/me/proxies', { schema: save }, async (request) => {
    const { user } = sessionOf(request);
    const order = request.body as ProxyOrder;
    const view = await host.proxies.create(user.id, order, user, localeFor(request));
    await access.audit.write(user, { action: 'proxy_chosen', target: user.id, data: order as never });
    return view;
  });

  const other = documented({
    tags,
    summary: 'Other dates, another proxy or another scope, from now on',
    params: params('id'),
    body: object(ORDER, NEEDED),
  });
  app.put('/api/me/proxies/:id', { schema: other }, async (request) => {
    const { user } = sessionOf(request);
    const { id } = request.params as { id: string };
    const order = request.body as ProxyOrder;
    const view = await host.proxies.change(id, { person: user.id }, order, user, localeFor(request));
    await access.audit.write(user, { action: 'proxy_changed', target: user.id, data: { ...order, id } as never });
    return view;
  });

  const end = documented({ tags, summary: 'It ends now', params: params('id') });
  app.delete('/api/me/proxies/:id', { schema: end }, async (request, reply) => {
    const { user } = sessionOf(request);
    const { id } = request.params as { id: string };
    await host.proxies.end(id, { person: user.id }, user);
    await access.audit.write(user, { action: 'proxy_ended', target: id });
    return reply.code(204).send();
  });

  const find = documented({
    tags,
    summary: 'Colleagues in any of my apps',
    querystring: object({ search: text(), app: key }),
  });
  app.get('/api/me/colleagues', { schema: find }, (request) => {
    const { search = '', app: only } = request.query as { search?: string; app?: string };
    const user = userOf(request);
    const apps = Object.keys(user.roles).filter((one) => only === undefined || one === only);
    return colleagues(host.database.knex, { apps, search, me: user.id }, request);
  });
}

async function colleagues(
  knex: Edge['host']['database']['knex'],
  { apps, search, me }: { apps: string[]; search: string; me: string },
  request: FastifyRequest,
): Promise<OptionView[]> {
  const like = `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const rows = await knex('engine.app_user as u')
    .where({ disabled: false })
    .whereNot('u.id', me)
    .whereExists((of) => of.from('engine.user_role as r').whereRaw('r.user_id = u.id').whereIn('r.app', apps))
    .whereRaw('(u.login ilike ? or u.name::text ilike ?)', [like, like])
    .orderBy('login')
    .limit(MOST)
    .select<{ id: string; name: Label }[]>('id', 'name');
  return rows.map(({ id, name }) => ({ value: id, label: textOf(name, localeFor(request)) }));
}

/** For the app's administrators: who acts for whom in their app. */
export function appProxyRoutes(app: FastifyInstance, { host, access }: Edge): void {
  const admin = (request: FastifyRequest): { user: UserActor; app: string } => {
    const { user } = sessionOf(request);
    const { app: name } = request.params as { app: string };
    mustBeAdmin(host.apps, name, user);
    return { user, app: name };
  };

  const list = documented({ tags, summary: 'Who acts for whom in an app', params: params('app') });
  app.get('/api/apps/:app/proxies', { schema: list }, (request) => {
    const { app: name, user } = admin(request);
    return host.proxies.ofApp(name, user, localeFor(request));
  });

  const body = object({ ...IN_APP, person: uuid, everywhere: { type: 'boolean' } }, [...NEEDED, 'person']);
  /** In this app, unless it is said to hold in all of theirs. */
  const orderOf = (request: FastifyRequest, name: string): { person: string; order: ProxyOrder } => {
    const { person, everywhere, ...order } = request.body as ProxyOrderFor;
    return { person, order: everywhere ? order : { ...order, app: name } };
  };
  const save = documented({
    tags,
    summary: 'Somebody acts for somebody else in this app',
    params: params('app'),
    body,
  });
  app.post('/api/apps/:app/proxies', { schema: save }, async (request) => {
    const { user, app: name } = admin(request);
    const { person, order } = orderOf(request, name);
    await mustWorkIn(host.database.knex, name, person);
    const view = await host.proxies.create(person, order, user, localeFor(request));
    await access.audit.write(user, { action: 'proxy_chosen', app: name, target: person, data: order as never });
    return view;
  });

  const other = documented({
    tags,
    summary: 'Other dates, another proxy or another scope, from now on',
    params: params('app', 'id'),
    body,
  });
  app.put('/api/apps/:app/proxies/:id', { schema: other }, async (request) => {
    const { user, app: name } = admin(request);
    const { id } = request.params as { id: string };
    const { person, order } = orderOf(request, name);
    const view = await host.proxies.change(id, { within: name, admin: user }, order, user, localeFor(request));
    const data = { ...order, id } as never;
    await access.audit.write(user, { action: 'proxy_changed', app: name, target: person, data });
    return view;
  });

  const end = documented({
    tags,
    summary: 'It ends now; one that holds everywhere, where you look after all of their apps',
    params: params('app', 'id'),
  });
  app.delete('/api/apps/:app/proxies/:id', { schema: end }, async (request, reply) => {
    const { user, app: name } = admin(request);
    const { id } = request.params as { id: string };
    await host.proxies.end(id, { within: name, admin: user }, user);
    await access.audit.write(user, { action: 'proxy_ended', app: name, target: id });
    return reply.code(204).send();
  });
}

/** An administrator says it for the people of their app. */
async function mustWorkIn(knex: Edge['host']['database']['knex'], app: string, person: string): Promise<void> {
  const found = await knex('engine.user_role').where({ app, user_id: person }).first('role');
  if (found === undefined) throw refusals.unknownPerson();
}

const MOVES = {
  type: 'array',
  maxItems: 1000,
  items: object(
    { app: key, flow: key, node: key, to: { type: 'array', items: uuid, maxItems: 50, uniqueItems: true } },
    ['app', 'flow', 'node', 'to'],
  ),
};

const FIELDS = {
  type: 'array',
  maxItems: 500,
  items: object(
    {
      app: key,
      form: key,
      field: text(130),
      to: { type: 'array', items: uuid, maxItems: 50, uniqueItems: true },
      all: { type: 'boolean' },
    },
    ['app', 'form', 'field', 'to'],
  ),
};

/** All open work of somebody who leaves, given to others. */
export function handOverRoutes(app: FastifyInstance, { host, access }: Edge): void {
  const look = documented({
    tags,
    summary: 'What lies with somebody, and what would go where',
    body: object({ person: uuid, moves: MOVES, fields: FIELDS }, ['person', 'moves']),
  });
  app.post('/api/handovers/preview', { schema: look }, (request) =>
    host.handOvers.preview(request.body as HandOverDraft, administrator(request), localeFor(request)),
  );

  const order = object({ command, person: uuid, moves: MOVES, fields: FIELDS, reason: text(500), proxyTo: uuid }, [
    'command',
    'person',
    'moves',
    'reason',
  ]);
  app.post(
    '/api/handovers',
    { schema: documented({ tags, summary: 'Hand over, in the background', body: order }) },
    async (request) => {
      const user = administrator(request);
      const wanted = request.body as HandOverOrder;
      const view = await host.handOvers.start(wanted, user, localeFor(request));
      await access.audit.write(user, { action: 'hand_over', target: wanted.person, data: { id: view.id } });
      return view;
    },
  );

  const one = params('id');
  app.get(
    '/api/handovers/:id',
    { schema: documented({ tags, summary: 'How far it is, and what did not go over', params: one }) },
    (request) => host.handOvers.view((request.params as { id: string }).id, administrator(request), localeFor(request)),
  );
  app.post(
    '/api/handovers/:id/cancel',
    { schema: documented({ tags, summary: 'Stop it; what has gone over stays there', params: one }) },
    (request) =>
      host.handOvers.cancel((request.params as { id: string }).id, administrator(request), localeFor(request)),
  );

  /** Of some app at least; which apps count is asked of each piece. */
  function administrator(request: FastifyRequest): UserActor {
    const { user } = sessionOf(request);
    const isAdmin = host.apps.list().some(({ app: { key: name, admin } }) => user.roles[name]?.includes(admin));
    if (!isAdmin) throw refusals.notAllowed();
    return user;
  }
}
