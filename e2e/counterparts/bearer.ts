import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { header } from './json-body.ts';

/** Every route of a neutral counterpart wants `Authorization: Bearer <token>`. */
export function requireBearer(app: FastifyInstance, token: string): void {
  const expected = Buffer.from(`Bearer ${token}`);
  app.addHook('preHandler', async (request, reply) => {
    const given = Buffer.from(header(request, 'authorization'));
    if (given.length === expected.length && timingSafeEqual(given, expected)) return;
    return reply.code(401).send({ code: 'unauthorized', message: 'the bearer token is missing or wrong' });
  });
}
