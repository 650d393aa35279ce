import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Json } from '../../../expression/types.ts';
import type { CommandResult, WireError } from '../../../wire.ts';
import type { Command } from '../../door/index.ts';
import { Refusal } from '../../door/refusal.ts';
import type { TaskPlace, TaskQuery } from '../../tasks/ports.ts';
import { commandId, wireResult } from '../command.ts';
import { userOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { wireError } from '../refusals.ts';
import {
  chosen,
  command,
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

interface Act {
  /** Of the record, as it was looked at. */
  revision?: number;
  /** Of the app whose form was filled in. */
  version?: number;
  outcome?: string;
  data?: Record<string, Json>;
  to?: string;
  reason?: string;
  position?: 'before' | 'after' | 'beside';
  resume?: boolean;
  chosen?: Record<string, string[]>;
}

/** Actions on one task are many on several; more at once would hold a request for longer than people wait. */
const BULK = 100;
const OPERATIONS = [
  'approve',
  'reject',
  'complete',
  'return',
  'transfer',
  'claim',
  'unclaim',
  'comment',
  'cc',
  'delegate',
  'add_signer',
  'remove_signer',
] as const;
const QUERY = object(
  {
    box: { enum: ['todo', 'done', 'started', 'copied'] },
    app: key,
    flow: key,
    node: key,
    search: text(),
    overdue: { type: 'boolean' },
    page,
    size,
  },
  ['box'],
);
const ACT = {
  outcome: key,
  data: values,
  to: text(),
  reason: text(2000),
  position: { enum: ['before', 'after', 'beside'] },
  resume: { type: 'boolean' },
  chosen,
};

export function taskRoutes(app: FastifyInstance, edge: Edge): void {
  const { host } = edge;
  const tags = ['tasks'];
  app.get('/api/tasks', { schema: documented({ tags, summary: 'One’s tasks', querystring: QUERY }) }, (request) =>
    host.tasks.list(request.query as TaskQuery, userOf(request), localeFor(request)),
  );
  app.get('/api/tasks/counts', { schema: documented({ tags, summary: 'How many there are' }) }, (request) =>
    host.tasks.counts(userOf(request)),
  );
  app.get(
    '/api/tasks/:id',
    { schema: documented({ tags, summary: 'A task, with the record as its node may see it', params: params('id') }) },
    (request) => {
      const { id } = request.params as { id: string };
      return host.tasks.get(id, userOf(request), localeFor(request));
    },
  );

  const place = object({ id: uuid, operation: { enum: [...OPERATIONS] } }, ['id', 'operation']);
  const body = object({ command, revision, version, ...ACT });
  app.post(
    '/api/tasks/:id/:operation',
    { schema: documented({ tags, summary: 'Act on a task', params: place, body }) },
    (request) => {
      const { id, operation } = request.params as { id: string; operation: string };
      return act(edge, request, id, operation, request.body as Act, commandId(request));
    },
  );
}

/** Each task on its own: one that is refused does not hold back the others. */
export function bulkRoute(app: FastifyInstance, edge: Edge): void {
  const one = object({ command, id: uuid, revision }, ['id']);
  const body = object(
    { operation: { enum: [...OPERATIONS] }, tasks: { type: 'array', items: one, minItems: 1, maxItems: BULK }, ...ACT },
    ['operation', 'tasks'],
  );
  const schema = documented({
    tags: ['tasks'],
    summary: 'The same on several tasks; each has an answer of its own',
    body,
  });
  app.post('/api/tasks/bulk', { schema }, async (request) => {
    const { operation, tasks, ...rest } = request.body as Act & {
      operation: string;
      tasks: { id: string; command?: string; revision?: number }[];
    };
    // What one of them has made of a record is no surprise to the next on the same record.
    const own = new Map<string, { seen: number; now: number }>();
    const results: ({ task: string } & ({ result: CommandResult } | WireError))[] = [];
    for (const { id, command: given, revision: seen } of tasks) {
      try {
        const record = (await edge.host.tasks.placeOf(id))?.record ?? '';
        const before = own.get(record);
        const revision = before !== undefined && before.seen === seen ? before.now : seen;
        const order = { ...rest, ...(revision !== undefined && { revision }) };
        const result = await act(edge, request, id, operation, order, given ?? crypto.randomUUID());
        if (seen !== undefined && !result.already) own.set(record, { seen, now: result.revision });
        results.push({ task: id, result });
      } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause;
        results.push({ task: id, ...wireError(cause, localeFor(request)) });
      }
    }
    return { results };
  });
}

async function act(
  { host }: Edge,
  request: FastifyRequest,
  task: string,
  operation: string,
  { outcome, data, to, reason, position, resume, chosen: people, revision: seen, version: filledIn }: Act,
  id: string,
): Promise<CommandResult> {
  const user = userOf(request);
  const { app, ...at } = await placeOf(host, task);
  const command: Command = {
    type: 'task',
    command: id,
    app,
    task,
    at,
    operation,
    ...(seen !== undefined && { revision: seen }),
    ...(filledIn !== undefined && { version: filledIn }),
    ...(outcome !== undefined && { outcome }),
    ...(data && { data }),
    ...(to !== undefined && { to }),
    ...(reason !== undefined && { reason }),
    ...(position !== undefined && { position }),
    ...(resume !== undefined && { resume }),
    ...(people && { chosen: people }),
  };
  return wireResult(await host.door.execute(command, user), localeFor(request));
}

async function placeOf(host: Edge['host'], task: string): Promise<TaskPlace> {
  const place = await host.tasks.placeOf(task);
  if (place === undefined)
    throw new Refusal('not_found', { 'zh-CN': '没有这个任务。', en: 'There is no such task.' }, { status: 404 });
  return place;
}
