import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v5 as uuidV5 } from 'uuid';
import type { AppModel, ConnectorDefinition, FormDefinition } from '../../../definition/index.ts';
import type { Json } from '../../../expression/types.ts';
import type { EngineActor } from '../../access/actor.ts';
import { columnsOf, quoted, tableName } from '../../apps/names.ts';
import { connectorFunctions } from '../../connectors/functions.ts';
import { type CompiledHook, compileHook, type HookOrder } from '../../connectors/hook.ts';
import { installationOf } from '../../connectors/installation.ts';
import { SecretStore } from '../../connectors/secrets.ts';
import { Refusal, refusals } from '../../door/refusal.ts';
import type { Edge } from '../options.ts';
import { documented, params } from '../schema.ts';

/** Command ids of call-backs: the same call-back is the same command, whichever process gets it. */
const NAMESPACE = '5d0f7f0c-6f3a-5c1e-9a53-2b7c0a8f4e11';
const BODY_BYTES = 1024 * 1024;

interface Place {
  app: string;
  connector: string;
  hook: string;
}

/** What outside systems tell us. The signature is verified over the very bytes that came. */
export function hookRoutes(app: FastifyInstance, edge: Edge): void {
  const compiled = new WeakMap<ConnectorDefinition, Map<string, CompiledHook>>();
  const functions = connectorFunctions(() => edge.host.clock.now());
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
    const place = request.params as Place;
    const model = edge.host.apps.get(place.app);
    const connector = model?.connectors.get(place.connector);
    const hook = connector && hookOf(connector, place.hook);
    if (!model || !connector || !hook) throw refusals.notFound();
    const installation = await installationOf(place.app, connector, edge.host.env, store);
    if (installation.missing.length > 0) throw notConfigured();
    const env = { now: edge.host.clock.now().toISOString(), timeZone: model.app.timeZone };
    const order = hook.read(requestOf(request), installation, env);
    if (!order) throw badSignature();
    await carryOut(model, place, order);
    return order.reply;
  }

  async function carryOut(model: AppModel, place: Place, order: HookOrder): Promise<void> {
    const form = model.forms.get(order.form);
    const record = form && (await recordOf(place.app, form, order.match));
    if (!record) throw refusals.notFound();
    const name = `${place.app}/${place.connector}/${place.hook}/${order.key ?? `${record}/${JSON.stringify(order)}`}`;
    const actor: EngineActor = { kind: 'engine', cause: `hook ${place.connector}.${place.hook}` };
    const base = { app: place.app, form: order.form, record };
    const { set, append, signal } = order;
    if (Object.keys(set).length > 0 || Object.keys(append).length > 0) {
      const command = uuidV5(`${name}/set`, NAMESPACE);
      await edge.host.door.execute({ ...base, type: 'update', command, data: set, append }, actor);
    }
    if (signal === null) return;
    const command = uuidV5(`${name}/signal`, NAMESPACE);
    await edge.host.door.execute({ ...base, type: 'signal', command, signal }, actor).catch((cause: unknown) => {
      // The flow may be past the point that waited for it: nothing the other side could do about that.
      if (!(cause instanceof Refusal)) throw cause;
    });
  }

  async function recordOf(
    appKey: string,
    form: FormDefinition,
    match: Record<string, Json>,
  ): Promise<string | undefined> {
    const columns = new Map(columnsOf(form.fields).map((column) => [column.key, column]));
    const wanted = Object.entries(match);
    if (wanted.length === 0 || wanted.some(([key, value]) => value === null || !columns.has(key))) return undefined;
    const where = wanted
      .map(([key]) => `${quoted(key)} = cast(? as ${columns.get(key)?.sqlType ?? 'text'})`)
      .join(' and ');
    const { rows } = await edge.host.database.knex.raw<{ rows: { id: string }[] }>(
      `select id from ${tableName(appKey, form.key)} where ${where} order by created_at desc limit 1`,
      wanted.map(([, value]) => String(value)),
    );
    return rows[0]?.id;
  }

  function hookOf(connector: ConnectorDefinition, key: string): CompiledHook | undefined {
    const definition = connector.hooks && Object.hasOwn(connector.hooks, key) ? connector.hooks[key] : undefined;
    if (!definition) return undefined;
    const known = compiled.get(connector) ?? new Map<string, CompiledHook>();
    compiled.set(connector, known);
    const found = known.get(key) ?? compileHook(connector, definition, functions);
    known.set(key, found);
    return found;
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
