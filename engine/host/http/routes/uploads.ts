import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AppModel } from '../../../definition/index.ts';
import { refusals } from '../../door/refusal.ts';
import { Previews } from '../../files/previews.ts';
import type { Uploads } from '../../files/uploads.ts';
import { actorOf } from '../identity.ts';
import type { Edge } from '../options.ts';
import { documented, key, object, params, text } from '../schema.ts';

const LONGEST_PIECE = 4 * 1024 * 1024;
const DIGEST = { type: 'string', pattern: '^[0-9a-f]{64}$' };

/** A file in pieces: begun, added to, asked after, given up. The last piece answers with the file. */
export function uploadRoutes(app: FastifyInstance, { host, files }: Edge, uploads: Uploads): void {
  const tags = ['files'];
  const base = '/api/apps/:app/uploads';
  const ids = (request: FastifyRequest) => request.params as { app: string; id: string };
  const modelOf = (request: FastifyRequest): AppModel => {
    const { app: name } = ids(request);
    const model = host.apps.get(name);
    if (!model) throw refusals.unknown('app', name);
    return model;
  };
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: LONGEST_PIECE },
    (_request, body, done) => done(null, body),
  );

  const begin = {
    tags,
    summary: 'Begin to send a file in pieces',
    params: params('app'),
    querystring: object({ form: key, field: text(100) }, ['form', 'field']),
    body: object({ name: text(1000), size: { type: 'integer', minimum: 1 }, sha256: DIGEST }, ['name', 'size']),
  };
  app.post(base, { schema: documented(begin) }, async (request, reply) => {
    const place = request.query as { form: string; field: string };
    const file = request.body as { name: string; size: number; sha256?: string };
    return reply.code(201).send(await uploads.begin(modelOf(request), place, file, actorOf(request)));
  });

  const one = { tags, summary: 'How far an upload is', params: params('app', 'id') };
  app.get(`${base}/:id`, { schema: documented(one) }, (request) =>
    uploads.state(modelOf(request), ids(request).id, actorOf(request)),
  );

  const piece = {
    tags,
    summary: 'Add a piece (application/octet-stream, its digest in x-content-sha256); the last answers with the file',
    params: params('app', 'id'),
    querystring: object({ at: { type: 'integer', minimum: 0 } }, ['at']),
  };
  app.put(`${base}/:id`, { schema: documented(piece) }, (request) => {
    if (!Buffer.isBuffer(request.body)) throw refusals.badCommand('file');
    const digest = request.headers['x-content-sha256'];
    const sent = {
      at: (request.query as { at: number }).at,
      bytes: request.body,
      sha256: typeof digest === 'string' ? digest : undefined,
    };
    return uploads.add(modelOf(request), ids(request).id, sent, actorOf(request));
  });

  const drop = { tags, summary: 'Give an upload up', params: params('app', 'id') };
  app.delete(`${base}/:id`, { schema: documented(drop) }, async (request, reply) => {
    await uploads.drop(modelOf(request), ids(request).id, actorOf(request));
    return reply.code(204).send();
  });
  const previews = new Previews(files);
  const preview = {
    tags,
    summary: 'Add a small JPEG (application/octet-stream, at most 60 kB) to a picture that nothing holds yet',
    params: params('app', 'id'),
  };
  app.put('/api/apps/:app/files/:id/preview', { schema: documented(preview) }, async (request, reply) => {
    if (!Buffer.isBuffer(request.body)) throw refusals.badCommand('file');
    await previews.keep(modelOf(request).app.key, ids(request).id, request.body, actorOf(request));
    return reply.code(204).send();
  });
}
