import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Json } from '../../../expression/types.ts';
import { connectorFunctions } from '../../connectors/functions.ts';
import { installationOf } from '../../connectors/installation.ts';
import { carryOut, type HookPlace, Hooks } from '../../connectors/received.ts';
import { SecretStore } from '../../connectors/secrets.ts';
import { Refusal, refusals } from '../../door/refusal.ts';
import type { Edge } from '../options.ts';
import { documented, params } from '../schema.ts';

const BODY_BYTES = 1024 * 1024;

/** What outside systems tell us. The signature is verified over the very bytes that came. */
export function hookRoutes(app: FastifyInstance, edge: Edge): void {
  const hooks = new Hooks(connectorFunctions(() => edge.host.clock.now()));
  const store = new SecretStore(edge.host.database.knex, edge.box);

  void app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_BYTES }, (_request, body, parsed) =>
      parsed(null, body),
    );
    const schema = documented({
      tags: ['hooks'],
      summary: 'A call-back of an outside system',
      params: params('app', 'connector', 'hook'),
      security: [],
    });
    scope.post('/api/hooks/:app/:connector/:hook', { config: { open: true }, schema }, receive);
    done();
  });

  async function receive(request: FastifyRequest): Promise<Json> {
    const place = request.params as HookPlace;
    const model = edge.host.apps.get(place.app);
    const connector = model?.connectors.get(place.connector);
    const hook = connector && hooks.find(connector, place.hook);
    if (!model || !connector || !hook) throw refusals.notFound();
    const installation = await installationOf(place.app, connector, edge.host.env, store);
    if (installation.missing.length > 0) throw notConfigured();
    const env = { now: edge.host.clock.now().toISOString(), timeZone: model.app.timeZone };
    const order = hook.read(requestOf(request), installation, env);
    if (!order) throw badSignature();
    await carryOut(edge.host, model, place, order);
    return order.reply;
  }
}

function requestOf(request: FastifyRequest): {
  raw: string;
  headers: Record<string, string>;
  query: Record<string, string>;
} {
  const texts = (pairs: object): Record<string, string> =>
    Object.fromEntries(
      Object.entries(pairs).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
  return {
    raw: typeof request.body === 'string' ? request.body : '',
    headers: texts(request.headers),
    query: texts(request.query as object),
  };
}

function badSignature(): Refusal {
  return new Refusal('bad_signature', { 'zh-CN': '签名不正确。', en: 'The signature is not right.' }, { status: 401 });
}

function notConfigured(): Refusal {
  return new Refusal(
    'connector_not_configured',
    { 'zh-CN': '此接口尚未配置。', en: 'This connector is not set up yet.' },
    { status: 503 },
  );
}
