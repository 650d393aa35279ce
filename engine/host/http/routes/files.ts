import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FileView } from '../../../wire.ts';
import { refusals } from '../../door/refusal.ts';
import type { StoredFile } from '../../files/files.ts';
import { disposition } from '../../files/name.ts';
import { smallOf } from '../../files/previews.ts';
import { actorOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { documented, key, object, params, text } from '../schema.ts';

export function fileRoutes(app: FastifyInstance, { host, files }: Edge): void {
  const tags = ['files'];
  const upload = {
    tags,
    summary: 'Send a file for a field; the record names its id',
    params: params('app'),
    querystring: object({ form: key, field: text(100) }, ['form', 'field']),
    consumes: ['multipart/form-data'],
  };
  app.post('/api/apps/:app/files', { schema: documented(upload) }, async (request, reply) => {
    const actor = actorOf(request);
    const { app: name } = request.params as { app: string };
    const model = host.apps.get(name);
    if (!model) throw refusals.unknown('app', name);
    const part = await request.file();
    if (!part) throw refusals.badCommand('file');
    const place = request.query as { form: string; field: string };
    const kept = await files.receive(model, place, { name: part.filename, stream: part.file }, actor);
    return reply.code(201).send(kept);
  });

  const one = {
    tags,
    summary: 'The content of a file; size=small: a small JPEG of a picture, where there is one',
    params: params('app', 'id'),
    querystring: object({ inline: { type: 'boolean' }, size: { enum: ['small'] } }),
  };
  app.get('/api/apps/:app/files/:id', { compress: false, schema: documented(one) }, async (request, reply) => {
    const { app: name, id } = request.params as { app: string; id: string };
    const file = await files.find(name, id, actorOf(request), localeFor(request));
    const { inline, size } = request.query as { inline?: boolean; size?: 'small' };
    return send(request, reply, size === 'small' ? await smallOf(file) : file, inline === true);
  });

  const about = { tags, summary: 'What a file is called, and what it is', params: params('app', 'id') };
  app.get('/api/apps/:app/files/:id/about', { schema: documented(about) }, async (request): Promise<FileView> => {
    const { app: name, id: wanted } = request.params as { app: string; id: string };
    const found = await files.find(name, wanted, actorOf(request), localeFor(request));
    return { id: found.id, name: found.name, mediaType: found.mediaType, size: found.size };
  });
}

function send(request: FastifyRequest, reply: FastifyReply, file: StoredFile, inline: boolean): FastifyReply {
  const shown = inline && /^(image|video)\//.test(file.mediaType);
  reply.headers({
    'content-type': file.mediaType,
    'content-disposition': disposition(shown ? 'inline' : 'attachment', file.name),
    'x-content-type-options': 'nosniff',
    'content-security-policy':
      "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'",
    'cache-control': 'private, max-age=300',
    'accept-ranges': 'bytes',
    etag: `"${file.sha256}"`,
  });
  if (request.headers['if-none-match'] === `"${file.sha256}"`) return reply.code(304).send();
  const range = rangeOf(request.headers.range, file.size);
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${file.size}`).send();
  if (!range) return reply.header('content-length', file.size).send(createReadStream(file.path));
  const [start, end] = range;
  reply.code(206).headers({ 'content-range': `bytes ${start}-${end}/${file.size}`, 'content-length': end - start + 1 });
  return reply.send(createReadStream(file.path, { start, end }));
}

/** One range, which is what players ask for; several are answered with the whole file, as RFC 9110 allows. */
function rangeOf(header: string | undefined, size: number): [number, number] | 'unsatisfiable' | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!found) return undefined;
  const [, from = '', to = ''] = found;
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(size - Number(to), 0) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || start >= size ? 'unsatisfiable' : [start, end];
}
