import type { FastifyInstance } from 'fastify';
import type { Json } from '../../../expression/types.ts';
import { actorOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { type Doc, documented, key, object, params, text, uuid, values } from '../schema.ts';

type Data = Record<string, Json>;

interface Place {
  app: string;
  form: string;
}

const doc = (summary: string, more: Partial<Doc> = {}): ReturnType<typeof documented> =>
  documented({ tags: ['records'], summary, ...more });

/** What a form being filled in asks for. */
export function lookupRoutes(app: FastifyInstance, { host }: Edge): void {
  const base = '/api/apps/:app/forms/:form';
  const lookup = { params: params('app', 'form', 'lookup'), body: object({ values }, ['values']) };
  app.post(
    `${base}/lookups/:lookup`,
    { config: { scope: 'read' }, schema: doc('A linked query while somebody types', lookup) },
    (request) => {
      const { app: key, form, lookup: name } = request.params as Place & { lookup: string };
      const { values: given } = request.body as { values: Data };
      return host.records.lookup(key, form, name, given, actorOf(request), localeFor(request));
    },
  );

  const ask = { params: params('app', 'form'), body: object({ values, record: uuid }, ['values']) };
  app.post(
    `${base}/answers`,
    {
      config: { scope: 'read' },
      schema: doc('What a form being filled in has to know from outside: lookups and rollups', ask),
    },
    (request) => {
      const { app: key, form } = request.params as Place;
      const { values: given, record } = request.body as { values: Data; record?: string };
      return host.records.answers(key, form, given, record, actorOf(request), localeFor(request));
    },
  );

  const path = { type: 'string', pattern: '^\\p{L}[\\p{L}\\p{N}_]*(\\.\\p{L}[\\p{L}\\p{N}_]*)?$' };
  const options = {
    params: object({ app: key, form: key, field: path }, ['app', 'form', 'field']),
    querystring: object({ search: text() }),
  };
  app.get(
    `${base}/options/:field`,
    { schema: doc('Choices of a select, reference or user field', options) },
    (request) => {
      const { app: name, form, field } = request.params as Place & { field: string };
      const { search } = request.query as { search?: string };
      return host.records.options(name, form, field, search, actorOf(request), localeFor(request));
    },
  );
}
