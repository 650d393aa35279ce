import type { FastifyInstance } from 'fastify';
import type { RetiredPlace } from '../../../wire.ts';
import type { Design } from '../../design/design.ts';
import { sessionOf } from '../identity.ts';
import { documented, key, object, params, text } from '../schema.ts';

/** Fields that forms have no more, whose values the database still has. */
export function retiredRoutes(app: FastifyInstance, { retired }: Design): void {
  const tags = ['design'];
  const base = '/api/design/:app/retired';
  const appOf = (request: { params: unknown }): string => (request.params as { app: string }).app;
  const place = { form: key, table: key, key: text(63) };

  const all = { tags, summary: 'Fields that went, with how many records have a value', params: params('app') };
  app.get(base, { schema: documented(all) }, (request) => retired.list(appOf(request), sessionOf(request).user));

  const restore = {
    tags,
    summary: 'Bring a field back into the draft; its values come back with the next publish',
    params: params('app'),
    body: object(place, ['form', 'key']),
  };
  app.post(`${base}/restore`, { schema: documented(restore) }, (request) =>
    retired.restore(appOf(request), request.body as RetiredPlace, sessionOf(request).user),
  );

  const remove = {
    tags,
    summary: 'Delete a field’s values for good; `confirm` is its key, typed by whoever means it',
    params: params('app'),
    body: object({ ...place, confirm: text(63) }, ['form', 'key', 'confirm']),
  };
  app.post(`${base}/delete`, { schema: documented(remove) }, (request) => {
    const { confirm, ...where } = request.body as RetiredPlace & { confirm: string };
    return retired.remove(appOf(request), where, confirm, sessionOf(request).user);
  });
}
