import type { AddressInfo } from 'node:net';
import fastify, { type FastifyRequest } from 'fastify';
import type { CarrierCounterpart, ParcelState } from './carrier.ts';
import type { Counterpart } from './counterpart.ts';
import { inboxPage, LIVE_SCRIPT } from './inbox-page.ts';
import type { Counterparts } from './index.ts';
import { formBody, pathParameter, queryOf } from './json-body.ts';

export type Inbox = { url: string; stop(): Promise<void> };

export type Language = 'zh-CN' | 'en';

const PARCEL_WORDS: Record<string, string> = {
  '1': '快件已揽收',
  '0': '快件已到达【上海转运中心】',
  '5': '快件正在派送',
  '3': '已签收，签收人：退货仓',
};

function languageOf(request: FastifyRequest): Language {
  const asked = queryOf(request).lang;
  if (asked === 'en' || asked === 'zh-CN') return asked;
  return (request.headers['accept-language'] ?? '').toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

function switchFault(counterpart: Counterpart, fault: string): void {
  if (fault === 'down') counterpart.faults.down();
  if (fault === 'slow') counterpart.faults.slow(5000);
  if (fault === 'refuse') counterpart.faults.failNext(1, 503);
  if (fault === 'lose') counterpart.faults.loseNextAnswers(1);
  if (fault === 'up') counterpart.faults.up();
}

async function moveParcel(carrier: CarrierCounterpart, form: Record<string, string>): Promise<void> {
  const state = form.state ?? '';
  const words = PARCEL_WORDS[state];
  if (words !== undefined && form.number) await carrier.move(form.number, state as ParcelState, words);
}

/** A page for whoever tries the demo: what outside systems received, and buttons for what may go wrong with them. */
export async function start(all: Counterparts, listen: { host?: string; port?: number }): Promise<Inbox> {
  const app = fastify({ forceCloseConnections: true });
  const servers = new Map<string, Counterpart>(Object.entries(all));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onSend', async (_request, reply) => {
    reply.header(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    );
    reply.header('cache-control', 'no-store');
  });
  app.get('/', (request, reply) => reply.type('text/html; charset=utf-8').send(inboxPage(all, languageOf(request))));
  app.get('/live.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(LIVE_SCRIPT));
  app.get('/messages.json', (_request, reply) =>
    reply.send({
      sms: all.sms.messages,
      dingtalk: all.dingtalk.messages,
      wecom: all.wecom.messages,
      refunds: all.wechatRefund.refunds,
    }),
  );
  app.post('/faults/:name', (request, reply) => {
    const counterpart = servers.get(pathParameter(request, 'name'));
    if (counterpart) switchFault(counterpart, formBody(request).fault ?? '');
    return reply.redirect(`/?lang=${languageOf(request)}`, 303);
  });
  app.post('/refunds/outcome', (request, reply) => {
    const outcome = formBody(request).outcome;
    if (outcome === 'SUCCESS' || outcome === 'ABNORMAL' || outcome === 'CLOSED') all.wechatRefund.force(outcome);
    return reply.redirect(`/?lang=${languageOf(request)}`, 303);
  });
  app.post('/parcels', async (request, reply) => {
    await moveParcel(all.carrier, formBody(request));
    return reply.redirect(`/?lang=${languageOf(request)}`, 303);
  });
  const host = listen.host ?? '127.0.0.1';
  await app.listen({ host, port: listen.port ?? 0 });
  const address = app.server.address() as AddressInfo;
  return { url: `http://${host}:${address.port}`, stop: () => app.close() };
}
