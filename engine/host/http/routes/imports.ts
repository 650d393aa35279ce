import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { refusals } from '../../door/refusal.ts';
import { disposition } from '../../files/name.ts';
import { type Mapping, mappingSchema } from '../../import/mapping.ts';
import { userOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { documented, key, object, params } from '../schema.ts';

export function importRoutes(app: FastifyInstance, { host, imports, access }: Edge): void {
  const tags = ['imports'];
  const config = { scope: 'import' } as const;
  const one = params('id');
  const upload = {
    tags,
    summary: 'Send a CSV; answers with a suggested mapping and a preview',
    params: params('app'),
    querystring: object({ form: key }, ['form']),
    consumes: ['multipart/form-data'],
  };
  app.post('/api/apps/:app/imports', { config, schema: documented(upload) }, async (request, reply) => {
    const user = userOf(request);
    const { app: name } = request.params as { app: string };
    const model = host.apps.get(name);
    if (!model) throw refusals.unknown('app', name);
    const part = await request.file({ limits: { fileSize: 500 * 1024 * 1024 } });
    if (!part) throw refusals.badCommand('file');
    const { form } = request.query as { form: string };
    const id = await imports.upload(model, form, { name: part.filename, stream: part.file }, user);
    return reply.code(201).send(await imports.get(id, user, localeFor(request)));
  });

  app.get(
    '/api/apps/:app/imports',
    { config, schema: documented({ tags, summary: 'One’s imports', params: params('app') }) },
    (request) => imports.list((request.params as { app: string }).app, userOf(request), localeFor(request)),
  );
  app.get(
    '/api/imports/:id',
    { config, schema: documented({ tags, summary: 'An import: mapping, preview, progress', params: one }) },
    (request) => imports.get((request.params as { id: string }).id, userOf(request), localeFor(request)),
  );

  const remap = {
    tags,
    summary: 'Another mapping; answers with its preview',
    params: one,
    body: object({ mapping: mappingSchema }, ['mapping']),
  };
  app.put('/api/imports/:id', { config, schema: documented(remap) }, async (request) => {
    const { id } = request.params as { id: string };
    const user = userOf(request);
    await imports.remap(id, (request.body as { mapping: Mapping }).mapping, user);
    return imports.get(id, user, localeFor(request));
  });
  app.post(
    '/api/imports/:id/start',
    { config, schema: documented({ tags, summary: 'Begin', params: one }) },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const user = userOf(request);
      await imports.begin(id, user);
      const view = await imports.get(id, user, localeFor(request));
      await access.audit.write(user, {
        action: 'import',
        app: view.app,
        target: view.form,
        data: { import: id, file: view.name },
      });
      return reply.code(202).send(view);
    },
  );
  app.post(
    '/api/imports/:id/cancel',
    { config, schema: documented({ tags, summary: 'Stop; what is in stays in', params: one }) },
    async (request) => {
      const { id } = request.params as { id: string };
      await imports.cancel(id, userOf(request));
      return imports.get(id, userOf(request), localeFor(request));
    },
  );

  const report = {
    tags,
    summary: 'The lines that did not get in, with their reasons',
    params: one,
    produces: ['text/csv'],
  };
  app.get('/api/imports/:id/rows.csv', { config, schema: documented(report) }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const user = userOf(request);
    const { name } = await imports.get(id, user, localeFor(request));
    const lines = imports.report(id, user, localeFor(request));
    reply.header('content-disposition', disposition('attachment', name.replace(/(\.csv)?$/i, '-report.csv')));
    return reply.type('text/csv; charset=utf-8').send(Readable.from(withMark(lines)));
  });
}

/** Excel takes UTF-8 without this mark for the local encoding. */
async function* withMark(lines: AsyncIterable<string>): AsyncGenerator<string> {
  yield '\ufeff';
  yield* lines;
}
