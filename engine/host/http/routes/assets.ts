import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { refusals } from '../../door/refusal.ts';
import type { Edge } from '../options.ts';
import { documented, key, object, text } from '../schema.ts';

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};

/** The one picture of an app's folder that its definition names; nothing else of the folder is served. */
export function assetRoute(app: FastifyInstance, { host }: Edge): void {
  const folder = resolve(host.env.APPS_DIR ?? 'apps');
  const schema = documented({
    tags: ['portal'],
    summary: 'The app’s logo',
    params: object({ app: key, name: text() }, ['app', 'name']),
    security: [],
  });
  app.get('/api/portal/:app/assets/:name', { schema }, async (request, reply) => {
    const { app: place, name } = request.params as { app: string; name: string };
    const type = TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''];
    if (host.apps.get(place)?.app.brand?.logo !== name || type === undefined) throw refusals.notFound();
    const content = await readFile(join(folder, place, name)).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') throw refusals.notFound();
      throw cause;
    });
    reply.headers({
      'cache-control': 'public, max-age=3600',
      'x-content-type-options': 'nosniff',
      // A drawing may hold scripts: opened by itself it runs none.
      'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    });
    return reply.type(type).send(content);
  });
}
