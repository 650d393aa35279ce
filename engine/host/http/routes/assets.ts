import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findPicture, isHashed, type Picture } from '../../apps/pictures.ts';
import { refusals } from '../../door/refusal.ts';
import { sessionOf } from '../identity.ts';
import type { Edge } from '../options.ts';
import { documented, key, object, params, text } from '../schema.ts';

const named = object({ app: key, name: text() }, ['app', 'name']);

/** The picture that the published version names as its logo, for everybody; no other picture of the app is served here. */
export function assetRoute(app: FastifyInstance, { host }: Edge): void {
  const schema = documented({ tags: ['portal'], summary: 'The app’s logo', params: named, security: [] });
  app.get('/api/portal/:app/assets/:name', { schema }, async (request, reply) => {
    const { app: place, name } = request.params as { app: string; name: string };
    if (host.apps.get(place)?.app.brand?.logo !== name) throw refusals.notFound();
    const picture = await findPicture(host.database.knex, place, name);
    return send(request, reply, picture, 'public');
  });
}

/** Logos that are being chosen: sent, and shown to whoever designs the app. In the scope that takes files. */
export function pictureRoutes(app: FastifyInstance, { design }: Edge): void {
  const tags = ['design'];
  const upload = {
    tags,
    summary: 'Keep a picture for the app, PNG, JPEG or WebP up to 512 kB; answers with the name for brand.logo',
    consumes: ['multipart/form-data'],
    params: params('app'),
  };
  app.post('/api/design/:app/pictures', { schema: documented(upload) }, async (request, reply) => {
    const file = await request.file({ limits: { files: 1, fileSize: 4 * 1024 * 1024 } });
    if (!file) throw refusals.badCommand('file');
    const content = await file.toBuffer();
    const { app: place } = request.params as { app: string };
    return reply.code(201).send(await design.pictures.keep(place, content, sessionOf(request).user));
  });

  const one = { tags, summary: 'A picture that was kept for the app', params: named };
  app.get('/api/design/:app/pictures/:name', { schema: documented(one) }, async (request, reply) => {
    const { app: place, name } = request.params as { app: string; name: string };
    return send(request, reply, await design.pictures.find(place, name, sessionOf(request).user), 'private');
  });
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  picture: Picture | undefined,
  who: 'public' | 'private',
): FastifyReply {
  if (picture === undefined) throw refusals.notFound();
  const tag = `"${picture.sha256.slice(0, 32)}"`;
  reply.headers({
    'cache-control': isHashed(picture.name) ? `${who}, max-age=31536000, immutable` : `${who}, no-cache`,
    etag: tag,
    'x-content-type-options': 'nosniff',
    // A drawing of an operator's folder may hold scripts: opened by itself it runs none.
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
  });
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  return reply.type(picture.mediaType).send(picture.content);
}
