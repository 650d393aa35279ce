import type { FastifyInstance } from 'fastify';
import type { DraftChange } from '../../../wire.ts';
import type { Design } from '../../design/design.ts';
import { sessionOf } from '../identity.ts';
import { documented, object, params, type Schema, text } from '../schema.ts';

interface Place {
  app: string;
}

const MB = 1024 * 1024;
/** A file is at most 1 MB of text; what is saved together is a few of them. */
const SAVE_BYTES = 16 * MB;

const change: Schema = object(
  {
    path: text(120),
    revision: { type: 'integer', minimum: 0 },
    json: { description: 'The file’s content, an object; null removes the file.' },
  },
  ['path', 'revision', 'json'],
);

/** For whoever designs an app, in front of a screen: drafts. */
export function designRoutes(app: FastifyInstance, design: Design): void {
  const tags = ['design'];
  const one = params('app');

  app.get('/api/design/apps', { schema: documented({ tags, summary: 'The apps that one may design' }) }, (request) =>
    design.apps(sessionOf(request).user),
  );

  app.get(
    '/api/design/:app',
    {
      schema: documented({ tags, summary: 'The draft of an app: its files and what is wrong with them', params: one }),
    },
    (request) => design.view((request.params as Place).app, sessionOf(request).user),
  );

  const save = {
    tags,
    summary: 'Save files of the draft, all or none; a stale revision is refused with what is there now',
    params: one,
    body: object({ changes: { type: 'array', items: change, minItems: 1, maxItems: 2000 } }, ['changes']),
  };
  app.post('/api/design/:app/save', { schema: documented(save), bodyLimit: SAVE_BYTES }, (request) => {
    const { changes } = request.body as { changes: DraftChange[] };
    return design.save((request.params as Place).app, changes, sessionOf(request).user);
  });

  const discard = {
    tags,
    summary: 'Take the draft’s changes back, all or those of some files',
    params: one,
    body: object({ paths: { type: 'array', items: text(120), maxItems: 2000 } }),
  };
  app.post('/api/design/:app/discard', { schema: documented(discard) }, (request) => {
    const { paths } = request.body as { paths?: string[] };
    return design.discard((request.params as Place).app, paths, sessionOf(request).user);
  });
}
