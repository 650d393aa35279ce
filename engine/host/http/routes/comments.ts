import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CommentOrder } from '../../../wire.ts';
import type { RecordPlace } from '../../comments/ports.ts';
import { userOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { documented, key, object, text, uuid } from '../schema.ts';

const PLACE = { app: key, form: key, record: uuid };
const IDS = { type: 'array', items: uuid, maxItems: 50, uniqueItems: true };
const TEXT = text(5_000);

export function commentRoutes(app: FastifyInstance, { host: { comments } }: Edge): void {
  const tags = ['comments'];
  const base = '/api/apps/:app/forms/:form/records/:record';
  const where = object(PLACE, Object.keys(PLACE));
  const one = object({ ...PLACE, comment: uuid }, [...Object.keys(PLACE), 'comment']);

  const list = documented({ tags, summary: 'What staff say to each other about a record', params: where });
  app.get(`${base}/comments`, { schema: list }, (request) =>
    comments.list(placeOf(request), userOf(request), localeFor(request)),
  );

  const write = {
    tags,
    summary: 'Write a comment; who is mentioned gets a message',
    params: where,
    body: object({ id: uuid, text: TEXT, mentions: IDS, files: { ...IDS, maxItems: 20 } }, ['id', 'text']),
  };
  app.post(`${base}/comments`, { schema: documented(write) }, async (request, reply) => {
    const order = request.body as CommentOrder;
    return reply.code(201).send(await comments.write(placeOf(request), order, userOf(request), localeFor(request)));
  });

  const edit = {
    tags,
    summary: 'Change one’s own comment',
    params: one,
    body: object({ text: TEXT, mentions: IDS }, ['text']),
  };
  app.patch(`${base}/comments/:comment`, { schema: documented(edit) }, (request) => {
    const order = { ...(request.body as { text: string; mentions?: string[] }), id: commentOf(request) };
    return comments.edit(placeOf(request), order, userOf(request), localeFor(request));
  });

  const remove = documented({ tags, summary: 'Remove one’s own comment', params: one });
  app.delete(`${base}/comments/:comment`, { schema: remove }, async (request, reply) => {
    await comments.remove(placeOf(request), commentOf(request), userOf(request));
    return reply.code(204).send();
  });

  const people = {
    tags,
    summary: 'Who may be mentioned: the people who may see the record',
    params: where,
    querystring: object({ search: text() }),
  };
  app.get(`${base}/people`, { schema: documented(people) }, (request) => {
    const { search } = request.query as { search?: string };
    return comments.people(placeOf(request), search, userOf(request), localeFor(request));
  });
}

function placeOf(request: FastifyRequest): RecordPlace {
  const { app, form, record } = request.params as unknown as RecordPlace;
  return { app, form, record };
}

function commentOf(request: FastifyRequest): string {
  return (request.params as { comment: string }).comment;
}
