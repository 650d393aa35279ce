import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BulkLine, BulkOrder } from '../../../wire.ts';
import { Refusal } from '../../door/refusal.ts';
import { bulkEdit } from '../../records/bulk.ts';
import { userOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { documented, object, params, text, uuid, values } from '../schema.ts';

/** More is a job for an import, which outlives the browser's page. */
const MOST = 10_000;

const BODY = object(
  {
    command: uuid,
    records: { type: 'array', items: uuid, minItems: 1, maxItems: MOST },
    match: object({ search: text(), filter: { type: 'object', additionalProperties: true } }),
    data: { ...values, minProperties: 1, maxProperties: 50 },
  },
  ['command', 'data'],
);

/** Answers line by line how far it is; whoever hangs up stops it, and what is done stays done. */
export function bulkEditRoute(app: FastifyInstance, { host, access }: Edge): void {
  const schema = documented({
    tags: ['records'],
    summary: 'Set the same fields in many records: those named, or all that match',
    params: params('app', 'form'),
    body: BODY,
    produces: ['application/x-ndjson'],
  });
  app.post('/api/apps/:app/forms/:form/bulk', { compress: false, schema }, async (request, reply) => {
    const { app: key, form } = request.params as { app: string; form: string };
    const actor = userOf(request);
    const { command, records, match = {}, data } = request.body as BulkOrder;
    const ids = records ?? (await host.records.ids(key, form, match, actor, MOST + 1));
    if (ids.length > MOST) throw tooMany();
    await access.audit.write(actor, {
      action: 'bulk_edit',
      app: key,
      target: form,
      data: { command, fields: Object.keys(data), records: ids.length },
    });
    const isStopped = stopped(request);
    const locale = localeFor(request);
    const definition = host.apps.get(key)?.forms.get(form);
    const run = { command, app: key, form, data, definition, actor, locale, isStopped };
    const lines = bulkEdit(host.door, host.records, ids, run);
    return reply.type('application/x-ndjson; charset=utf-8').send(Readable.from(written(lines)));
  });
}

function stopped(request: FastifyRequest): () => boolean {
  let isOver = false;
  request.raw.socket.once('close', () => {
    isOver = true;
  });
  return () => isOver;
}

async function* written(lines: AsyncIterable<BulkLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

function tooMany(): Refusal {
  return new Refusal(
    'too_many_records',
    { 'zh-CN': `一次最多修改 ${MOST} 条记录。`, en: `At most ${MOST} records are changed at once.` },
    { status: 422, cure: { 'zh-CN': '请缩小筛选范围后分批修改。', en: 'Narrow the filter and change them in parts.' } },
  );
}
