import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../../wire.ts';
import { type Locale, SCOPES, type Scope, type UserActor } from '../../access/index.ts';
import { refusals } from '../../door/refusal.ts';
import { cookieName, sessionOf, userOf } from '../identity.ts';
import type { Edge } from '../options.ts';
import { documented, key, object, params, text } from '../schema.ts';

const SIGN_IN = object({ login: text(), password: text(1000) }, ['login', 'password']);
const CHANGE = object({
  locale: { enum: ['zh-CN', 'en'] },
  timeZone: text(64),
  password: object({ current: text(1000), next: text(1000) }, ['current', 'next']),
});
const NEW_KEY = object(
  {
    name: text(),
    scopes: { type: 'array', items: { enum: [...SCOPES] }, minItems: 1, uniqueItems: true },
    app: key,
    expires: { type: 'string', format: 'date-time' },
  },
  ['name', 'scopes'],
);

export function sessionRoutes(app: FastifyInstance, { access }: Edge, secure: boolean): void {
  const tags = ['session'];
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;

  app.post(
    '/api/session',
    { schema: documented({ tags, summary: 'Sign in', body: SIGN_IN }) },
    async (request, reply) => {
      const { login, password } = request.body as { login: string; password: string };
      const { token, csrf } = await access.login(login, password, request.ip);
      const session = await access.sessions.find(token);
      if (!session) throw refusals.notAllowed();
      reply.setCookie(cookieName(secure), token, cookie);
      return wireSession(session.user, csrf);
    },
  );

  app.get('/api/session', { schema: documented({ tags, summary: 'Who is signed in' }) }, (request) => {
    const { user, csrf } = sessionOf(request);
    return wireSession(user, csrf);
  });

  app.delete('/api/session', { schema: documented({ tags, summary: 'Sign out' }) }, async (request, reply) => {
    const { user, token } = sessionOf(request);
    await access.sessions.end(token);
    await access.audit.write(user, { action: 'logout' });
    return reply.clearCookie(cookieName(secure), cookie).code(204).send();
  });

  app.put(
    '/api/session',
    { schema: documented({ tags, summary: 'Change one’s language, time zone or password', body: CHANGE }) },
    change,
  );

  async function change(request: FastifyRequest): Promise<Session> {
    const { user, token } = sessionOf(request);
    const { locale, timeZone, password } = request.body as {
      locale?: Locale;
      timeZone?: string;
      password?: { current: string; next: string };
    };
    if (password) await access.changePassword(user, token, password.current, password.next, request.ip);
    if (locale) await access.setLocale(user, locale);
    if (timeZone) await access.setTimeZone(user, timeZone);
    const session = await access.sessions.find(token);
    if (!session) throw refusals.notAllowed();
    return wireSession(session.user, session.csrf);
  }
}

/** A key acts for the one who made it; only a person in front of a screen makes one. */
export function keyRoutes(app: FastifyInstance, { access }: Edge): void {
  const tags = ['API keys'];
  app.get('/api/keys', { schema: documented({ tags, summary: 'One’s API keys' }) }, (request) =>
    access.keys.list(userOf(request).id),
  );

  app.post(
    '/api/keys',
    { schema: documented({ tags, summary: 'Make an API key; its token is shown this once', body: NEW_KEY }) },
    async (request, reply: FastifyReply) => {
      const { user } = sessionOf(request);
      const { expires, ...wanted } = request.body as { name: string; scopes: Scope[]; app?: string; expires?: string };
      const made = await access.keys.create(user.id, { ...wanted, ...(expires && { expiresAt: expires }) });
      await access.audit.write(user, {
        action: 'key_created',
        target: made.id,
        data: { name: wanted.name, scopes: wanted.scopes },
      });
      return reply.code(201).send(made);
    },
  );

  app.delete(
    '/api/keys/:id',
    { schema: documented({ tags, summary: 'Revoke an API key', params: params('id') }) },
    async (request, reply) => {
      const { user } = sessionOf(request);
      const { id } = request.params as { id: string };
      if (!(await access.keys.revoke(user.id, id))) throw refusals.notFound();
      await access.audit.write(user, { action: 'key_revoked', target: id });
      return reply.code(204).send();
    },
  );
}

function wireSession(user: UserActor, csrf: string): Session {
  const { id, login, name, locale, timeZone, department } = user;
  const roles = Object.entries(user.roles).flatMap(([app, keys]) => keys.map((role) => ({ app, role })));
  const place = { ...(department !== null && { department }), ...(timeZone !== undefined && { timeZone }) };
  return { user: { id, login, name, locale, ...place }, csrf, roles };
}
