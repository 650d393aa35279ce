import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sameText } from '../access/digest.ts';
import type { Access, Actor, Scope, UserActor, VisitorActor } from '../access/index.ts';
import { Refusal, refusals } from '../door/refusal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | undefined;
    /** Of a session in a browser. */
    session: { token: string; csrf: string } | undefined;
  }
  interface FastifyContextConfig {
    /** What an API key needs for this route; by default `read` for GET and `write` for the rest. */
    scope?: Scope;
    /** The route judges who calls by itself (a call-back's signature). */
    open?: boolean;
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** In a plain HTTP development set-up a browser would not keep a __Host- cookie. */
export function cookieName(secure: boolean): string {
  return secure ? '__Host-session' : 'session';
}

/** Finds out who calls, and refuses what a foreign page could have made the browser send. */
export function addIdentity(app: FastifyInstance, access: Access, secure: boolean): void {
  app.decorateRequest('actor', undefined);
  app.decorateRequest('session', undefined);
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/') || request.routeOptions.config.open) return;
    const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(/ +(.*)/s);
    if (scheme !== '') return identifyByHeader(access, request, reply, scheme.toLowerCase(), token.trim());
    const cookie = request.cookies[cookieName(secure)];
    if (cookie !== undefined) await identifyByCookie(access, request, cookie);
  });
}

async function identifyByHeader(
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
  scheme: string,
  token: string,
): Promise<void> {
  if (scheme === 'bearer') {
    const user = await access.keys.find(token);
    if (!user) throw notSignedIn();
    const wanted = request.routeOptions.config.scope ?? (SAFE.has(request.method) ? 'read' : 'write');
    if (!user.scopes?.includes(wanted)) throw missingScope(wanted);
    request.actor = user;
    return;
  }
  const visitor = scheme === 'visitor' ? access.visitors.read(token) : undefined;
  if (!visitor) throw notSignedIn();
  request.actor = visitor.actor;
  if (visitor.renewed) {
    reply.header('x-visitor-token', visitor.renewed.token);
    reply.header('x-visitor-expires', visitor.renewed.expires);
  }
}

async function identifyByCookie(access: Access, request: FastifyRequest, token: string): Promise<void> {
  const session = await access.sessions.find(token);
  // A cookie that is over is no reason to refuse what anybody may do (to sign in again).
  if (!session) return;
  const given = request.headers['x-csrf-token'];
  const isNewLogin = request.method === 'POST' && request.routeOptions.url === '/api/session';
  if (!SAFE.has(request.method) && !isNewLogin && !(typeof given === 'string' && sameText(given, session.csrf))) {
    throw missingCsrf();
  }
  request.actor = session.user;
  request.session = { token, csrf: session.csrf };
}

export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw notSignedIn();
  return request.actor;
}

export function userOf(request: FastifyRequest): UserActor {
  const actor = actorOf(request);
  if (actor.kind !== 'user') throw refusals.notAllowed();
  return actor;
}

export function visitorOf(request: FastifyRequest, app: string): VisitorActor {
  const actor = actorOf(request);
  if (actor.kind !== 'visitor' || actor.app !== app || actor.form !== undefined) throw refusals.notAllowed();
  return actor;
}

/** Things that belong to a person in front of a screen, never to a program with a key. */
export function sessionOf(request: FastifyRequest): { user: UserActor; token: string; csrf: string } {
  const user = userOf(request);
  if (!request.session) throw refusals.notAllowed();
  return { user, ...request.session };
}

function notSignedIn(): Refusal {
  return new Refusal(
    'not_signed_in',
    { 'zh-CN': '请先登录。', en: 'You are not signed in.' },
    { status: 401, cure: { 'zh-CN': '请登录后重试。', en: 'Sign in and try again.' } },
  );
}

function missingCsrf(): Refusal {
  return new Refusal(
    'csrf_missing',
    { 'zh-CN': '请求缺少页面凭证。', en: 'The request does not carry the page’s token.' },
    { status: 403, cure: { 'zh-CN': '请刷新页面后重试。', en: 'Reload the page and try again.' } },
  );
}

function missingScope(scope: Scope): Refusal {
  return new Refusal(
    'scope_missing',
    { 'zh-CN': `此 API 密钥没有 ${scope} 权限。`, en: `This API key does not have the scope ${scope}.` },
    { status: 403, at: scope },
  );
}
