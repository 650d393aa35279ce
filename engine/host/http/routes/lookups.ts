import type { FastifyInstance } from 'fastify';
import type { Json } from '../../../expression/types.ts';
import { actorOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { optionsAsk, optionsQuery } from '../optionsAsk.ts';
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

  const people = { params: params('app', 'form'), body: object({ values }, ['values']) };
  app.post(
    `${base}/choices`,
    { config: { scope: 'read' }, schema: doc('Whom whoever submits this has to choose for its flow', people) },
    (request) => {
      const { app: key, form } = request.params as Place;
      const { values: given } = request.body as { values: Data };
      return host.records.choices(key, form, given, actorOf(request), localeFor(request));
    },
  );
  const among = { params: params('app', 'form', 'node'), querystring: object({ search: text(), record: uuid }) };
  app.get(`${base}/choices/:node`, { schema: doc('Among whom may be chosen for a step', among) }, (request) => {
    const { app: key, form, node } = request.params as Place & { node: string };
    const { search = '', record } = request.query as { search?: string; record?: string };
    const asked = { app: key, form, node, search, ...(record ? { record } : {}) };
    return host.records.choosable(asked, actorOf(request), localeFor(request));
  });

  const path = { type: 'string', pattern: '^\\p{L}[\\p{L}\\p{N}_]*(\\.\\p{L}[\\p{L}\\p{N}_]*)?$' };
  const options = {
    params: object({ app: key, form: key, field: path }, ['app', 'form', 'field']),
    querystring: optionsQuery,
  };
  app.get(
    `${base}/options/:field`,
    { schema: doc('Choices of a select, reference or user field', options) },
    (request) => {
      const { app: name, form, field } = request.params as Place & { field: string };
      return host.records.options(name, form, field, optionsAsk(request), actorOf(request), localeFor(request));
    },
  );
}
