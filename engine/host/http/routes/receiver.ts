import type { FastifyInstance } from 'fastify';
import type { ReceiverAsk } from '../../../wire.ts';
import { userOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { documented, object, params, uuid } from '../schema.ts';

const ASK = object(
  {
    operation: { enum: ['transfer', 'delegate', 'add_signer', 'reassign'] },
    task: uuid,
    to: uuid,
    position: { enum: ['before', 'after', 'beside'] },
  },
  ['operation', 'task', 'to'],
);

/** Before a task is given on by hand: is whoever is named there, and who would have it? */
export function receiverRoute(app: FastifyInstance, { host }: Edge): void {
  const asked = documented({
    tags: ['absence'],
    summary: 'Whether somebody to whom a task is to be given is away, and who would have it; nothing is done',
    params: params('app', 'form', 'id'),
    body: ASK,
  });
  app.post('/api/apps/:app/forms/:form/records/:id/receiver', { schema: asked }, (request) => {
    const { app: key, form, id } = request.params as { app: string; form: string; id: string };
    const ask = request.body as ReceiverAsk;
    return host.records.receiver(key, form, id, ask, userOf(request), localeFor(request));
  });
}
