import type { FastifyInstance } from 'fastify';
import { userOf } from '../identity.ts';
import type { Edge } from '../options.ts';
import { documented, object, uuid } from '../schema.ts';

export function messageRoutes(app: FastifyInstance, { inbox }: Edge): void {
  const tags = ['messages'];
  const query = object({ unread: { type: 'boolean' }, before: { type: 'string', format: 'date-time' } });
  app.get(
    '/api/messages',
    { schema: documented({ tags, summary: 'One’s messages, newest first', querystring: query }) },
    (request) => inbox.list(userOf(request), request.query as { unread?: boolean; before?: string }),
  );
  const body = object({ ids: { type: 'array', items: uuid, maxItems: 1000 } });
  app.post(
    '/api/messages/read',
    { schema: documented({ tags, summary: 'Mark some as read, or all', body }) },
    async (request) => {
      const { ids } = request.body as { ids?: string[] };
      return { read: await inbox.read(userOf(request), ids) };
    },
  );
}
