import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** /api/openapi.json is made from the schemas that check the requests, so it cannot say anything else. */
export async function addDocuments(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'API',
        version: '1',
        description:
          'Values are plain JSON: money and decimals are strings, times are ISO instants in UTC. Every change takes a command id and is done once.',
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'session', description: 'With the header x-csrf-token.' },
          apiKey: { type: 'http', scheme: 'bearer' },
          visitor: {
            type: 'apiKey',
            in: 'header',
            name: 'authorization',
            description: '"Visitor " and the token of a proof.',
          },
        },
      },
      security: [{ session: [] }, { apiKey: [] }, { visitor: [] }],
    },
    hideUntagged: true,
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true, uiConfig: { deepLinking: true } });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
