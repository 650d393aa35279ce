import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Label } from '../../../definition/index.ts';
import type { SimulationOrder, Values } from '../../../wire.ts';
import type { CopyOrder } from '../../simulation/copy.ts';
import type { Asked, Simulations } from '../../simulation/simulations.ts';
import { sessionOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import { optionsAsk, optionsQuery } from '../optionsAsk.ts';
import { documented, key, object, params, type Schema, text, uuid, values } from '../schema.ts';

interface Place {
  app: string;
  id: string;
  who: string;
  form: string;
  record: string;
  task: string;
  path: string;
  node: string;
}

/** A story with the values of its steps; files are only named in it. */
const SCRIPT_BYTES = 1024 * 1024;
const MOST_STEPS = 200;

const script: Schema = {
  type: 'object',
  description: 'A scenario without its name and what it expects at its end.',
  properties: {
    clock: text(40),
    steps: { type: 'array', items: { type: 'object', additionalProperties: true }, maxItems: MOST_STEPS },
    given: { type: 'array', maxItems: MOST_STEPS },
    answers: { type: 'array', maxItems: MOST_STEPS },
    people: { type: 'array', maxItems: 2000 },
  },
  required: ['clock', 'steps'],
  additionalProperties: true,
};
const order = { flow: key, script, hash: text(64) };
const label: Schema = { anyOf: [text(), object({ 'zh-CN': text(), en: text() }, ['zh-CN', 'en'])] };

const tags = ['design'];
const base = '/api/design/:app/simulations/:id';
const person = `${base}/as/:who`;
/** With what a customer proves. */
const who = text(1000);

const asked = (request: FastifyRequest): Asked => {
  const { app, id } = request.params as Place;
  return { app, id, user: sessionOf(request).user, locale: localeFor(request) };
};
const place = (names: Schema): Schema => object({ app: key, id: uuid, ...names }, ['app', 'id', ...Object.keys(names)]);

/** For whoever designs a flow: it is played through in a database of its own, where nothing is real. */
export function simulationRoutes(app: FastifyInstance, simulations: Simulations): void {
  const play = {
    tags,
    summary: 'Play a story through the draft; the whole of it is sent each time, and only what is new is played',
    params: params('app', 'id'),
    body: object(order, ['flow']),
  };
  app.post(`${base}/play`, { schema: documented(play), bodyLimit: SCRIPT_BYTES }, (request) =>
    simulations.play(asked(request), request.body as SimulationOrder),
  );

  const keep = {
    tags,
    summary: 'The story as a scenario, with what came of it',
    params: params('app', 'id'),
    body: object({ ...order, key, label }, ['flow', 'script', 'key', 'label']),
  };
  app.post(`${base}/keep`, { schema: documented(keep), bodyLimit: SCRIPT_BYTES }, async (request) => {
    const body = request.body as SimulationOrder & { key: string; label: Label };
    return { scenario: await simulations.keep(asked(request), body) };
  });

  const end = { tags, summary: 'End a simulation', params: params('app', 'id') };
  app.delete(base, { schema: documented(end) }, async (request, reply) => {
    await simulations.close(asked(request));
    return reply.code(204).send();
  });
  eyes(app, simulations);
}

/** What each would see. */
function eyes(app: FastifyInstance, simulations: Simulations): void {
  const ofRecord = object({ record: uuid });
  const desk = { tags, summary: 'The app as somebody sees it', params: place({ who }), querystring: ofRecord };
  app.get(person, { schema: documented(desk) }, (request) =>
    simulations.desk(asked(request), (request.params as Place).who, (request.query as { record?: string }).record),
  );

  const task = { tags, summary: 'A task as somebody sees it', params: place({ who, task: uuid }) };
  app.get(`${person}/tasks/:task`, { schema: documented(task) }, (request) => {
    const { who: login, task: id } = request.params as Place;
    return simulations.task(asked(request), login, id);
  });

  const record = { tags, summary: 'A record as somebody sees it', params: place({ who, form: key, record: uuid }) };
  app.get(`${person}/forms/:form/records/:record`, { schema: documented(record) }, (request) => {
    const { who: login, form, record: id } = request.params as Place;
    return simulations.record(asked(request), login, form, id);
  });

  const answers = {
    tags,
    summary: 'What the form that somebody fills in asks',
    params: place({ who, form: key }),
    body: object({ values, record: uuid }, ['values']),
  };
  app.post(`${person}/forms/:form/answers`, { schema: documented(answers) }, (request) => {
    const { who: login, form } = request.params as Place;
    const { values: typed, record: id } = request.body as { values: Values; record?: string };
    return simulations.answers(asked(request), login, form, typed, id);
  });

  const options = {
    tags,
    summary: 'What can be chosen in a field',
    params: place({ who, form: key, path: text(120) }),
    querystring: optionsQuery,
  };
  app.get(`${person}/forms/:form/options/:path`, { schema: documented(options) }, (request) => {
    const { who: login, form, path } = request.params as Place;
    return simulations.options(asked(request), login, form, path, optionsAsk(request));
  });

  const choices = {
    tags,
    summary: 'Whom whoever submits this has to choose for its flow',
    params: place({ who, form: key }),
    body: object({ values }, ['values']),
  };
  app.post(`${person}/forms/:form/choices`, { schema: documented(choices) }, (request) => {
    const { who: login, form } = request.params as Place;
    return simulations.choices(asked(request), login, form, (request.body as { values: Values }).values);
  });

  const among = {
    tags,
    summary: 'Among whom may be chosen for a step',
    params: place({ who, form: key, node: key }),
    querystring: object({ search: text(), record: uuid }),
  };
  app.get(`${person}/forms/:form/choices/:node`, { schema: documented(among) }, (request) => {
    const { who: login, form, node } = request.params as Place;
    const { search: words = '', record: id } = request.query as { search?: string; record?: string };
    const order = { form, node, search: words, ...(id === undefined ? {} : { record: id }) };
    return simulations.choosable(asked(request), login, order);
  });

  const copy = {
    tags,
    summary: 'A record of the live app as the story can have it, and what could not come along',
    params: params('app', 'id'),
    body: object({ form: key, record: uuid, whole: { type: 'boolean' } }, ['form', 'record', 'whole']),
  };
  app.post(`${base}/copies`, { schema: documented(copy) }, (request) =>
    simulations.copy(asked(request), request.body as CopyOrder),
  );

  const people = {
    tags,
    summary: 'The people of the story, by login',
    params: params('app', 'id'),
    querystring: object({ search: text() }),
  };
  app.get(`${base}/people`, { schema: documented(people) }, (request) =>
    simulations.people(asked(request), (request.query as { search?: string }).search ?? ''),
  );
}
