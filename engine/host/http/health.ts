import type { FastifyInstance } from 'fastify';
import type { Host } from '../host.ts';

/** 200 while the server can serve, which it cannot without its database. */
export function healthRoute(app: FastifyInstance, host: Host): void {
  app.get('/healthz', { logLevel: 'silent', schema: { hide: true } }, async (_request, reply) => {
    try {
      await host.database.knex.raw('select 1').timeout(2_000, { cancel: true });
      return { status: 'ok' };
    } catch {
      // Why is in the log of whoever asked the database; a probe only needs to know that.
      return reply.code(503).send({ status: 'no_database' });
    }
  });
}
