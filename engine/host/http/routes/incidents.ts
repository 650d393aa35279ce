import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BulkLine, IncidentOrder, Json, MoveOrder } from '../../../wire.ts';
import type { Incidents } from '../../incidents/incidents.ts';
import { moveAll, movePlaces } from '../../incidents/move.ts';
import { repair } from '../../incidents/repair.ts';
import { userOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { documented, object, params, text, uuid } from '../schema.ts';

/** More at once is more than one person answers for. */
const MOST = 2_000;
const IDS = { type: 'array', items: text(120), minItems: 1, maxItems: MOST };
const REASON = { ...text(2000), minLength: 1 };
const WHICH = {
  records: { type: 'array', items: uuid, minItems: 1, maxItems: MOST },
  match: object({ search: text(), filter: { type: 'object', additionalProperties: true } }),
};

interface Place {
  app: string;
  form: string;
  id: string;
}

/** For the app's administrators: what went wrong, and cases that have to be put right. */
export function incidentRoutes(app: FastifyInstance, edge: Edge, incidents: Incidents): void {
  const { host, access } = edge;
  const tags = ['administration'];
  const base = '/api/apps/:app/incidents';
  const where = params('app');

  app.get(
    base,
    { schema: documented({ tags, summary: 'What went wrong and is open, by cause', params: where }) },
    (request) => {
      const { app: key } = request.params as Place;
      return incidents.list(key, userOf(request), localeFor(request));
    },
  );
  app.get(
    `${base}/count`,
    { schema: documented({ tags, summary: 'How much of it', params: where }) },
    async (request) => {
      const { app: key } = request.params as Place;
      return { count: await incidents.count(key, userOf(request)) };
    },
  );

  for (const how of ['retry', 'skip'] as const) {
    const body = object({ command: uuid, ids: IDS, outcome: text(), reason: REASON }, ['command', 'ids']);
    const schema = documented({ tags, summary: REPAIRS[how], params: where, body, produces: ['application/x-ndjson'] });
    app.post(`${base}/${how}`, { compress: false, schema }, async (request, reply) => {
      const { app: key } = request.params as Place;
      const actor = userOf(request);
      incidents.mustAdmin(key, actor);
      const order = request.body as IncidentOrder;
      const { ids, outcome, reason } = order;
      const data = { ids, outcome: outcome ?? null, reason: reason ?? null };
      await access.audit.write(actor, { action: `incidents_${how}`, app: key, data });
      const run = { ...order, app: key, actor, locale: localeFor(request), isStopped: stopped(request) };
      return lines(reply, repair(host, how, run));
    });
  }

  moveRoutes(app, edge, incidents);
}

function moveRoutes(app: FastifyInstance, { host, access }: Edge, incidents: Incidents): void {
  const tags = ['administration'];
  const where = params('app', 'form');
  const base = '/api/apps/:app/forms/:form';
  const which = (request: FastifyRequest): Promise<string[]> => {
    const { app: key, form } = request.params as Place;
    const { records, match } = request.body as Pick<MoveOrder, 'records' | 'match'>;
    if (records) return Promise.resolve(records);
    return host.records.ids(key, form, (match ?? {}) as never, userOf(request), MOST);
  };

  const preview = {
    tags,
    summary: 'Where these records stand, and where they may be put',
    params: where,
    body: object(WHICH),
  };
  app.post(`${base}/move/preview`, { schema: documented(preview) }, async (request) => {
    const { app: key, form } = request.params as Place;
    const model = incidents.mustAdmin(key, userOf(request));
    return movePlaces(host, model, form, await which(request), localeFor(request));
  });

  const body = object({ ...WHICH, command: uuid, from: text(), to: text(), reason: REASON }, [
    'command',
    'from',
    'to',
    'reason',
  ]);
  const summary = 'Put all of these records that stand at one step to another';
  const schema = documented({ tags, summary, params: where, body, produces: ['application/x-ndjson'] });
  app.post(`${base}/move`, { compress: false, schema }, async (request, reply) => {
    const { app: key, form } = request.params as Place;
    const actor = userOf(request);
    incidents.mustAdmin(key, actor);
    const { command, from, to, reason } = request.body as MoveOrder;
    const ids = await which(request);
    const data: Json = { command, from, to, reason, records: ids.length };
    await access.audit.write(actor, { action: 'case_move', app: key, target: form, data });
    const run = {
      command,
      app: key,
      form,
      from,
      to,
      reason,
      actor,
      locale: localeFor(request),
      isStopped: stopped(request),
    };
    return lines(reply, moveAll(host, ids, run));
  });

  const one = { tags, summary: 'What a jump would do; nothing is done', params: params('app', 'form', 'id') };
  const jump = object({ to: text(), token: { type: 'integer', minimum: 1 } }, ['to']);
  app.post(`${base}/records/:id/case/jump/preview`, { schema: documented({ ...one, body: jump }) }, (request) => {
    const { app: key, form, id } = request.params as Place;
    const wanted = request.body as { to: string; token?: number };
    return host.records.preview(key, form, id, wanted, userOf(request), localeFor(request));
  });
}

const REPAIRS = {
  retry: 'Try again what went wrong: steps of flows, calls, timers',
  skip: 'Go past a step with an outcome, or give a call up',
} as const;

function stopped(request: FastifyRequest): () => boolean {
  let isOver = false;
  request.raw.socket.once('close', () => {
    isOver = true;
  });
  return () => isOver;
}

function lines(reply: FastifyReply, parts: AsyncIterable<BulkLine>): FastifyReply {
  async function* written(): AsyncGenerator<string> {
    for await (const line of parts) yield `${JSON.stringify(line)}\n`;
  }
  return reply.type('application/x-ndjson; charset=utf-8').send(Readable.from(written()));
}
