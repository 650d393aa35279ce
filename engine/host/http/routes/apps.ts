import type { FastifyInstance } from 'fastify';
import type { AppModel } from '../../../definition/index.ts';
import type { AppSummary, AppView } from '../../../wire.ts';
import { rolesIn } from '../../access/index.ts';
import type { Filters, TileMark } from '../../reports/ports.ts';
import { actorOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { documented, object, params, text } from '../schema.ts';

export function summaryOf({ app }: AppModel): AppSummary {
  return { key: app.key, label: app.label, ...(app.brand && { brand: app.brand }) };
}

export function appRoutes(app: FastifyInstance, { host }: Edge): void {
  const tags = ['apps'];
  app.get('/api/apps', { schema: documented({ tags, summary: 'The apps one works in' }) }, (request) => {
    const actor = actorOf(request);
    return host.apps
      .list()
      .filter((one) => rolesIn(actor, one.app.key).length > 0)
      .map(summaryOf);
  });
  app.get(
    '/api/apps/:app',
    { schema: documented({ tags, summary: 'What one may know of an app', params: params('app') }) },
    async (request): Promise<AppView> => {
      const { app: key } = request.params as { app: string };
      const view = await host.records.app(key, actorOf(request));
      return host.env.DEMO === '1' ? { ...view, demo: true } : view;
    },
  );
}

const ONE_OR_MORE = { anyOf: [text(), { type: 'array', items: text(), maxItems: 200 }] };
const FILTERS = { type: 'object', additionalProperties: ONE_OR_MORE };
const MARK = object({
  dimensions: { type: 'array', maxItems: 4 },
  except: { type: 'array', maxItems: 100 },
  measure: text(),
});

/** Figures of a board: reading, though the filters come in a body. */
export function boardRoutes(app: FastifyInstance, { host }: Edge): void {
  const tags = ['boards'];
  const base = '/api/apps/:app/boards/:board';
  const config = { scope: 'read' } as const;
  app.get(base, { schema: documented({ tags, summary: 'A board', params: params('app', 'board') }) }, (request) => {
    const { app: key, board } = request.params as { app: string; board: string };
    return host.boards.board(key, board, actorOf(request));
  });
  app.get(
    `${base}/filters`,
    { schema: documented({ tags, summary: 'Choices of its filters', params: params('app', 'board') }) },
    (request) => {
      const { app: key, board } = request.params as { app: string; board: string };
      return host.boards.filters(key, board, actorOf(request), localeFor(request));
    },
  );

  const tile = params('app', 'board', 'tile');
  const figures = { tags, summary: 'The figures of a tile', params: tile, body: object({ filters: FILTERS }) };
  app.post(`${base}/tiles/:tile`, { config, schema: documented(figures) }, (request) => {
    const place = request.params as { app: string; board: string; tile: string };
    const { filters = {} } = request.body as { filters?: Filters };
    return host.boards.tile(place.app, place.board, place.tile, filters, actorOf(request), localeFor(request));
  });

  const rows = {
    tags,
    summary: 'The records behind a mark',
    params: tile,
    body: object({ filters: FILTERS, mark: MARK }),
  };
  app.post(`${base}/tiles/:tile/rows`, { config, schema: documented(rows) }, (request) => {
    const place = request.params as { app: string; board: string; tile: string };
    const { filters = {}, mark = {} } = request.body as { filters?: Filters; mark?: TileMark };
    return host.boards.rows(place.app, place.board, place.tile, filters, mark, actorOf(request), localeFor(request));
  });
}
