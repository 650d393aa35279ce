import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Condition, Json } from '../../../expression/types.ts';
import type { CommandResult } from '../../../wire.ts';
import type { Command } from '../../door/index.ts';
import { refusals } from '../../door/refusal.ts';
import { UTF8_MARK } from '../../export/csv.ts';
import { disposition } from '../../files/name.ts';
import type { ListQuery } from '../../records/ports.ts';
import { commandId, wireResult } from '../command.ts';
import { actorOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import {
  chosen,
  command,
  type Doc,
  documented,
  key,
  object,
  page,
  params,
  revision,
  size,
  text,
  uuid,
  values,
  version,
} from '../schema.ts';

type Data = Record<string, Json>;
type Chosen = Record<string, string[]>;
/** A command without what every command has: left out of each kind by itself, so that each keeps its own fields. */
type Order<C extends Command = Command> = C extends Command ? Omit<C, 'command' | 'app'> : never;

/** Of the record, as it was looked at, and of the app whose form was filled in. */
interface Seen {
  revision?: number;
  version?: number;
}

interface Place {
  app: string;
  form: string;
  id: string;
}

const QUERY = {
  page,
  size,
  sort: { ...text(), description: 'Field keys with commas between them, - in front for descending.' },
  search: text(),
  filter: { ...text(20_000), description: 'A condition (json-rules-engine’s JSON).' },
  columns: { ...text(2000), description: 'Field keys with commas between them.' },
  count: { type: 'boolean', description: 'false: not counted; for the pages after the first.' },
};
const REASON = text(2000);
const BASE = '/api/apps/:app/forms/:form/records';

const doc = (summary: string, more: Partial<Doc> = {}): ReturnType<typeof documented> =>
  documented({ tags: ['records'], summary, ...more });

export function listQuery(query: Record<string, unknown>): ListQuery {
  const { page: at, size: rows, search, sort, columns, filter } = query as Record<string, string | undefined>;
  return {
    ...(at !== undefined && { page: Number(at) }),
    ...(rows !== undefined && { size: Number(rows) }),
    ...(search && { search }),
    ...(sort && { sort: sort.split(',') }),
    ...(columns && { columns: columns.split(',') }),
    ...(filter && { filter: readCondition(filter) }),
    ...(query.count === false && { count: false }),
  };
}

function readCondition(json: string): Condition {
  try {
    return JSON.parse(json) as Condition;
  } catch {
    throw refusals.badCommand('filter');
  }
}

export function recordRoutes(app: FastifyInstance, { host, access }: Edge): void {
  const where = params('app', 'form');
  app.get(
    BASE,
    { schema: doc('A page of the records one may see', { params: where, querystring: object(QUERY) }) },
    (request) => {
      const { app: key, form } = request.params as Place;
      return host.records.list(key, form, listQuery(request.query as Data), actorOf(request), localeFor(request));
    },
  );

  for (const format of ['csv', 'xlsx'] as const) {
    const querystring = object({
      ...QUERY,
      rows: { ...key, description: 'A sub-table: a line for each of its rows.' },
    });
    const schema = doc(TABLES[format].summary, { params: where, querystring, produces: [TABLES[format].type] });
    app.get(`${BASE}.${format}`, { schema, compress: format === 'csv' ? {} : false }, async (request, reply) => {
      const { app: name, form } = request.params as Place;
      const actor = actorOf(request);
      const { rows } = request.query as { rows?: string };
      const query = { ...listQuery(request.query as Data), ...(rows !== undefined && { rows }) };
      const parts = await opened<string | Buffer>(host.records[format](name, form, query, actor, localeFor(request)));
      await access.audit.write(actor, {
        action: 'export',
        app: name,
        target: form,
        data: { ...query, format } as Json,
      });
      reply.header('content-disposition', disposition('attachment', `${form}.${format}`));
      return reply.type(TABLES[format].type).send(Readable.from(format === 'csv' ? marked(parts) : parts));
    });
  }

  const one = params('app', 'form', 'id');
  app.get(
    `${BASE}/:id`,
    { schema: doc('A record as one may see it, and what one may do with it', { params: one }) },
    (request) => {
      const { app: key, form, id } = request.params as Place;
      return host.records.get(key, form, id, actorOf(request), localeFor(request));
    },
  );
  for (const part of ['history', 'flow', 'related', 'subflows'] as const) {
    app.get(`${BASE}/:id/${part}`, { schema: doc(PARTS[part], { params: one }) }, (request) => {
      const { app: key, form, id } = request.params as Place;
      return host.records[part](key, form, id, actorOf(request), localeFor(request));
    });
  }
}

const TABLES = {
  csv: { summary: 'The same records as CSV', type: 'text/csv; charset=utf-8' },
  xlsx: {
    summary: 'The same records as a workbook of Excel',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
} as const;

const PARTS = {
  history: 'What happened to a record',
  flow: 'The picture of its flow, by state',
  related: 'Records beside it',
  subflows: 'The flow that began its own, and those that its own has begun',
} as const;

/** What administrators do to a case. It is in its history; who keeps watch over them reads the audit. */
const ADMINS = new Set(['suspend', 'resume', 'terminate', 'jump', 'reassign']);
const TOKEN = { type: 'integer', minimum: 1 };

export function recordCommands(app: FastifyInstance, { host, access }: Edge): void {
  const audited = (request: FastifyRequest, operation: string, data: Json): Promise<void> => {
    const { app: key, id } = request.params as Place;
    return access.audit.write(actorOf(request), { action: `case_${operation}`, app: key, target: id, data });
  };

  const run = async (request: FastifyRequest, order: Order): Promise<CommandResult> => {
    const { app: key } = request.params as Place;
    const full: Command = { ...order, command: commandId(request), app: key };
    return wireResult(await host.door.execute(full, actorOf(request)), localeFor(request));
  };

  const create = { params: params('app', 'form'), body: object({ command, version, data: values, chosen }, ['data']) };
  app.post(BASE, { schema: doc('Create and submit a record', create) }, async (request, reply: FastifyReply) => {
    const { form } = request.params as Place;
    const { data, version: seen, chosen: people } = request.body as { data: Data; version?: number; chosen?: Chosen };
    const base = { type: 'create' as const, form, data, ...(people && { chosen: people }) };
    const order = { ...base, ...(seen !== undefined && { version: seen }) };
    return reply.code(201).send(await run(request, order));
  });

  const one = params('app', 'form', 'id');
  const change = {
    params: one,
    body: object({ command, version, revision, data: values }, ['revision', 'data']),
  };
  app.patch(`${BASE}/:id`, { schema: doc('Change fields of a record', change) }, (request) => {
    const { form, id } = request.params as Place;
    const { revision, data, version: seen } = request.body as { revision: number; data: Data; version?: number };
    const order = { type: 'update' as const, form, record: id, revision, data };
    return run(request, { ...order, ...(seen !== undefined && { version: seen }) });
  });

  const remove = { params: one, querystring: object({ revision }) };
  app.delete(`${BASE}/:id`, { schema: doc('Delete a record', remove) }, async (request, reply) => {
    const { form, id } = request.params as Place;
    const { revision } = request.query as { revision?: number };
    await run(request, { type: 'delete', form, record: id, ...(revision !== undefined && { revision }) });
    return reply.code(204).send();
  });

  const signal = {
    params: params('app', 'form', 'id', 'signal'),
    body: object({ command, revision, version, data: values, chosen, reason: REASON }),
  };
  app.post(`${BASE}/:id/signals/:signal`, { schema: doc('Send a signal to the record’s flow', signal) }, (request) => {
    const { form, id, signal: name } = request.params as Place & { signal: string };
    const {
      data,
      reason,
      chosen: people,
      ...seen
    } = request.body as Seen & { data?: Data; reason?: string; chosen?: Chosen };
    return run(request, {
      type: 'signal',
      form,
      record: id,
      signal: name,
      ...(seen.revision !== undefined && { revision: seen.revision }),
      ...(seen.version !== undefined && { version: seen.version }),
      ...(data && { data }),
      ...(people && { chosen: people }),
      ...(reason && { reason }),
    });
  });

  const edge = { params: params('app', 'form', 'id', 'on'), body: object({ command, reason: REASON }) };
  app.post(
    `${BASE}/:id/edges/:on`,
    { schema: doc('Take an edge that is open from several states (cancel)', edge) },
    (request) => {
      const { form, id, on } = request.params as Place & { on: string };
      const { reason } = request.body as { reason?: string };
      return run(request, { type: 'edge', form, record: id, on, ...(reason && { reason }) });
    },
  );

  const back = { params: one, body: object({ command, reason: REASON }) };
  app.post(`${BASE}/:id/withdraw`, { schema: doc('Take back what one began', back) }, (request) => {
    const { form, id } = request.params as Place;
    const { reason } = request.body as { reason?: string };
    return run(request, { type: 'withdraw', form, record: id, ...(reason && { reason }) });
  });
  app.post(
    `${BASE}/:id/retry`,
    {
      schema: doc('Try again what went wrong in the flow, or go past it with an outcome (administrators)', {
        params: one,
        body: object({ command, token: TOKEN, outcome: text(), reason: REASON }),
      }),
    },
    async (request) => {
      const { form, id } = request.params as Place;
      const { command: _command, ...more } = request.body as { command?: string; outcome?: string };
      const result = await run(request, { type: 'retry', form, record: id, ...more });
      await audited(request, more.outcome === undefined ? 'retry' : 'skip', more);
      return result;
    },
  );

  // What may be done is the flow's to say: the door knows the operations.
  const onCase = {
    params: params('app', 'form', 'id', 'operation'),
    body: object({ command, to: text(), reason: REASON, task: uuid, token: TOKEN }),
  };
  const summary = 'On the case as a whole: take_back, urge, suspend, resume, terminate, jump, reassign';
  app.post(`${BASE}/:id/case/:operation`, { schema: doc(summary, onCase) }, async (request) => {
    const { form, id, operation } = request.params as Place & { operation: string };
    const { command: _command, ...more } = request.body as { command?: string; to?: string; reason?: string };
    const result = await run(request, { type: 'case', form, record: id, operation, ...more });
    if (ADMINS.has(operation)) await audited(request, operation, more);
    return result;
  });

  const button = { params: params('app', 'form', 'id', 'rule'), body: object({ command, task: uuid }) };
  app.post(`${BASE}/:id/buttons/:rule`, { schema: doc('Press a button: a rule', button) }, (request) => {
    const { form, id, rule } = request.params as Place & { rule: string };
    const { task } = request.body as { task?: string };
    return run(request, { type: 'button', form, record: id, rule, ...(task && { task }) });
  });
}

/** The first part is asked for before anything is answered: a refusal still is one, not half a file. */
async function opened<T>(parts: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    if (!first.done) yield first.value;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  })();
}

async function* marked<T>(parts: AsyncIterable<T>): AsyncGenerator<T | string> {
  yield UTF8_MARK;
  yield* parts;
}
