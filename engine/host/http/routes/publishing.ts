import type { FastifyInstance } from 'fastify';
import type { AppBundle, LookupTrial, NewApp } from '../../../wire.ts';
import type { Design } from '../../design/design.ts';
import { disposition } from '../../files/name.ts';
import { sessionOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import { command, documented, key, object, params, type Schema, text, uuid, values } from '../schema.ts';

interface Place {
  app: string;
  form: string;
  number: number;
  id: string;
}

const MB = 1024 * 1024;
/** 2,000 files; what is larger than this is no app. */
const BUNDLE_BYTES = 32 * MB;

const label: Schema = { anyOf: [text(), object({ 'zh-CN': text(), en: text() }, ['zh-CN', 'en'])] };
const bundle: Schema = { type: 'object', description: 'An app as an export gave it.', additionalProperties: true };
const ofVersion = object({ app: key, number: { type: 'integer', minimum: 1 } }, ['app', 'number']);
const tags = ['design'];

/** For whoever designs an app: what publishing would change, publishing, versions. */
export function publishingRoutes(app: FastifyInstance, design: Design): void {
  const one = params('app');
  const base = '/api/design/:app';

  const plan = { tags, summary: 'What publishing the draft would change, in words', params: one };
  app.get(`${base}/plan`, { schema: documented(plan) }, (request) =>
    design.plan((request.params as Place).app, sessionOf(request).user),
  );

  const publish = {
    tags,
    summary: 'Publish the draft; answers `running` where it takes longer than some seconds',
    params: one,
    body: object({ command, hash: text(64), note: text(2000) }, ['command', 'hash']),
  };
  app.post(`${base}/publish`, { schema: documented(publish) }, (request) => {
    const order = request.body as { command: string; hash: string; note?: string };
    return design.publish((request.params as Place).app, order, sessionOf(request).user);
  });

  const progress = { tags, summary: 'How far a publish is', params: object({ app: key, id: uuid }, ['app', 'id']) };
  app.get(`${base}/publishes/:id`, { schema: documented(progress) }, (request) => {
    const { app: name, id } = request.params as Place;
    return design.publishOf(name, id, sessionOf(request).user);
  });

  const versions = { tags, summary: 'The published versions, the newest first', params: one };
  app.get(`${base}/versions`, { schema: documented(versions) }, (request) =>
    design.versions((request.params as Place).app, sessionOf(request).user),
  );

  const version = { tags, summary: 'The files of a version', params: ofVersion };
  app.get(`${base}/versions/:number`, { schema: documented(version) }, (request) => {
    const { app: name, number } = request.params as Place;
    return design.version(name, number, sessionOf(request).user);
  });

  const restore = { tags, summary: 'Make a version’s files the draft', params: ofVersion };
  app.post(`${base}/versions/:number/restore`, { schema: documented(restore) }, (request) => {
    const { app: name, number } = request.params as Place;
    return design.restore(name, number, sessionOf(request).user);
  });
}

/** Apps as a whole: made, copied, taken out and brought in as one file. */
export function bundleRoutes(app: FastifyInstance, design: Design): void {
  const make = {
    tags,
    summary: 'Make an app: from nothing, as a copy, or from a bundle',
    body: object(
      { key: text(60), label, from: { anyOf: [object({ app: key }, ['app']), object({ bundle }, ['bundle'])] } },
      ['key', 'label'],
    ),
  };
  app.post('/api/design/apps', { schema: documented(make), bodyLimit: BUNDLE_BYTES }, async (request, reply) =>
    reply.code(201).send(await design.make(request.body as NewApp, sessionOf(request).user)),
  );

  const bring = {
    tags,
    summary: 'Import a bundle, as a new app or as the draft of one that is there',
    body: object({ bundle, key: text(60), replace: { type: 'boolean' } }, ['bundle']),
  };
  app.post('/api/design/import', { schema: documented(bring), bodyLimit: BUNDLE_BYTES }, async (request, reply) => {
    const body = request.body as { bundle: AppBundle; key?: string; replace?: boolean };
    const made = await design.import(body.bundle, body.key, body.replace ?? false, sessionOf(request).user);
    return reply.code(body.replace ? 200 : 201).send(made);
  });

  const take = {
    tags,
    summary: 'An app as one file: the published version, another one, or the draft',
    params: params('app'),
    querystring: object({ version: { anyOf: [{ type: 'integer', minimum: 1 }, { const: 'draft' }] } }),
  };
  app.get('/api/design/:app/export', { schema: documented(take) }, async (request, reply) => {
    const { version } = request.query as { version?: number | 'draft' };
    const { name, bundle: made } = await design.export((request.params as Place).app, version, sessionOf(request).user);
    reply.header('content-disposition', disposition('attachment', name));
    return reply.type('application/json; charset=utf-8').send(`${JSON.stringify(made, null, 2)}\n`);
  });
}

/** What the editors try out and show. */
export function trialRoutes(app: FastifyInstance, design: Design): void {
  const form: Schema = { ...values, description: 'The form as it is in the editor.' };
  const lookup = {
    tags,
    summary: 'Try a linked query of a form that is being designed',
    params: params('app'),
    body: object({ form: { ...form, required: ['key'] }, lookup: key, values }, ['form', 'lookup', 'values']),
  };
  app.post('/api/design/:app/try/lookup', { schema: documented(lookup), bodyLimit: 4 * MB }, (request) => {
    const trial = request.body as LookupTrial;
    return design.tryLookup((request.params as Place).app, trial, sessionOf(request).user, localeFor(request));
  });

  const samples = {
    tags,
    summary: 'Some records of a form, for previews',
    params: params('app', 'form'),
    querystring: object({ limit: { type: 'integer', minimum: 1, maximum: 50, default: 20 } }),
  };
  app.get('/api/design/:app/samples/:form', { schema: documented(samples) }, (request) => {
    const { app: name, form: wanted } = request.params as Place;
    const { limit } = request.query as { limit: number };
    return design.samples(name, wanted, limit, sessionOf(request).user, localeFor(request));
  });

  const people = { tags, summary: 'The roles of the draft, and who holds them', params: params('app') };
  app.get('/api/design/:app/people', { schema: documented(people) }, (request) =>
    design.people((request.params as Place).app, sessionOf(request).user),
  );
}
