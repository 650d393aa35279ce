import type { FastifyInstance } from 'fastify';
import type { ViewOrder } from '../../views/views.ts';
import { userOf } from '../identity.ts';
import type { Edge } from '../options.ts';
import { documented, object, params, text, uuid } from '../schema.ts';

const COLUMN = object({ key: text(100), width: { type: 'integer', minimum: 40, maximum: 1200 } }, ['key']);
const LOOK = object({
  columns: { type: 'array', items: COLUMN, maxItems: 200 },
  sort: { type: 'array', items: text(100), maxItems: 3 },
  search: text(),
  filter: { type: 'object', additionalProperties: true },
});

interface Place {
  app: string;
  form: string;
  id: string;
}

export function viewRoutes(app: FastifyInstance, { views }: Edge): void {
  const tags = ['views'];
  const base = '/api/apps/:app/forms/:form/views';
  const where = params('app', 'form');
  app.get(base, { schema: documented({ tags, summary: 'Saved views of a list', params: where }) }, (request) => {
    const { app: key, form } = request.params as Place;
    return views.list(key, form, userOf(request));
  });

  const save = {
    tags,
    summary: 'Keep a view, or change it',
    params: params('app', 'form', 'id'),
    body: object({ label: { ...text(80), minLength: 1 }, look: LOOK, isShared: { type: 'boolean' } }, [
      'label',
      'look',
    ]),
  };
  app.put(`${base}/:id`, { schema: documented(save) }, async (request) => {
    const { app: key, form, id } = request.params as Place;
    await views.save(key, form, id, request.body as ViewOrder, userOf(request));
    return views.list(key, form, userOf(request));
  });
  app.delete(
    `${base}/:id`,
    { schema: documented({ tags, summary: 'Remove a view', params: params('app', 'form', 'id') }) },
    async (request) => {
      const { app: key, form, id } = request.params as Place;
      await views.remove(key, form, id, userOf(request));
      return views.list(key, form, userOf(request));
    },
  );

  const begin = {
    tags,
    summary: 'Begin one’s list with this view; null: as the form says',
    params: where,
    body: object({ view: { anyOf: [uuid, { type: 'null' }] } }, ['view']),
  };
  app.put('/api/apps/:app/forms/:form/view', { schema: documented(begin) }, async (request) => {
    const { app: key, form } = request.params as Place;
    await views.begin(key, form, (request.body as { view: string | null }).view, userOf(request));
    return views.list(key, form, userOf(request));
  });
}
