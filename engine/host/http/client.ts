import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addNotFound } from './refusals.ts';

const YEAR_S = 31_536_000;

/** The built screens: hashed assets for ever, the three pages never without asking, and each page for all its addresses. */
export async function addClient(app: FastifyInstance, clientDir: string | undefined): Promise<void> {
  if (clientDir !== undefined) {
    await app.register(fastifyStatic, {
      root: clientDir,
      index: false,
      // Packed twins, which the build has made, for browsers that take them.
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const isHashed = /[\\/]assets[\\/]/.test(path);
        reply.header('cache-control', isHashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
      },
    });
  }
  // The folder itself is nobody's to list, so its own address never comes as far as the pages below.
  if (clientDir !== undefined)
    app.get('/', { schema: { hide: true } }, (_request, reply) => sendPage(reply, 'runtime/index.html'));
  app.setNotFoundHandler((request, reply) => {
    const page = clientDir === undefined ? undefined : pageFor(request);
    return page === undefined ? addNotFound(reply, request) : sendPage(reply, page);
  });
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.code(200).sendFile(page);
}

function pageFor(request: FastifyRequest): string | undefined {
  const [path = ''] = request.url.split('?');
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  if (path.startsWith('/portal/') || path === '/portal') return 'runtime/portal.html';
  if (path.startsWith('/design/') || path === '/design') return 'designer/index.html';
  if (path === '/' || path === '/login' || path === '/w' || path.startsWith('/w/')) return 'runtime/index.html';
  return undefined;
}
