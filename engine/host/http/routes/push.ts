import type { FastifyInstance } from 'fastify';
import { actorOf } from '../identity.ts';
import type { Edge } from '../options.ts';
import { documented } from '../schema.ts';

export function pushRoute(app: FastifyInstance, { push }: Edge): void {
  const schema = documented({
    tags: ['push'],
    summary: 'What has changed, as server-sent events',
    produces: ['text/event-stream'],
  });
  app.get('/api/push', { compress: false, config: { rateLimit: false }, schema }, (request, reply) => {
    const actor = actorOf(request);
    const last = request.headers['last-event-id'];
    reply.hijack();
    push.open(actor, reply.raw, typeof last === 'string' ? last : undefined);
  });
}
