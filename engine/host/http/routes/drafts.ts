import type { FastifyInstance } from 'fastify';
import type { Values } from '../../../wire.ts';
import { commandId, wireResult } from '../command.ts';
import { actorOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { chosen, command, documented, object, params, values, version } from '../schema.ts';

interface Place {
  app: string;
  form: string;
  id: string;
}

const BASE = '/api/apps/:app/forms/:form/drafts';

/** What is typed and not yet submitted. */
export function draftRoutes(app: FastifyInstance, { host }: Edge): void {
  const tags = ['drafts'];
  const one = params('app', 'form', 'id');
  app.get(BASE, { schema: documented({ tags, summary: 'One’s drafts', params: params('app', 'form') }) }, (request) => {
    const { app: key, form } = request.params as Place;
    return host.drafts.list(key, form, actorOf(request), localeFor(request));
  });
  app.get(`${BASE}/:id`, { schema: documented({ tags, summary: 'A draft', params: one }) }, (request) => {
    const { app: key, form, id } = request.params as Place;
    return host.drafts.get(key, form, id, actorOf(request), localeFor(request));
  });

  const body = object({ data: values, chosen, step: { type: 'integer', minimum: 0, maximum: 100 } }, ['data']);
  app.put(
    `${BASE}/:id`,
    { schema: documented({ tags, summary: 'Keep a draft; the id is the caller’s', params: one, body }) },
    (request) => {
      const { app: key, form, id } = request.params as Place;
      const draft = { id, ...(request.body as { data: Values; chosen?: Record<string, string[]>; step?: number }) };
      return host.drafts.save(key, form, draft, actorOf(request), localeFor(request));
    },
  );
  app.delete(
    `${BASE}/:id`,
    { schema: documented({ tags, summary: 'Throw a draft away', params: one }) },
    async (request, reply) => {
      const { app: key, form, id } = request.params as Place;
      await host.drafts.remove(key, form, id, actorOf(request));
      return reply.code(204).send();
    },
  );

  const summary = 'Submit a draft; 202 while an outside system does not answer and it is tried again';
  const submit = { tags, summary, params: one, body: object({ command, version }) };
  app.post(`${BASE}/:id/submit`, { schema: documented(submit) }, async (request, reply) => {
    const { app: key, form, id } = request.params as Place;
    const { version: seen } = (request.body ?? {}) as { version?: number };
    const answer = await host.drafts.submit(key, form, id, commandId(request), actorOf(request), seen);
    if (answer.status === 'checking') return reply.code(202).send(answer);
    return reply.code(201).send(wireResult(answer.result, localeFor(request)));
  });
}
