import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { PublicFormView } from '../../../wire.ts';
import { refusals } from '../../door/refusal.ts';
import { Challenges } from '../../public/challenge.ts';
import { closedBy, formClosed } from '../../public/closed.ts';
import type { Edge } from '../options.ts';
import { documented, object, params, text } from '../schema.ts';
import { summaryOf } from './apps.ts';
import { settingsOf } from './portal.ts';

interface Place {
  app: string;
  form: string;
}

/** Whoever asks for more from one address is a robot. */
const PER_MINUTE = { rateLimit: { max: 30, timeWindow: 60_000 } };

/** Forms that anybody may fill in who has the link. What is submitted goes the records route with the token. */
export function publicRoutes(app: FastifyInstance, { host, access, box }: Edge): void {
  const tags = ['public forms'];
  const base = '/api/public/:app/:form';
  const where = params('app', 'form');
  const challenges = new Challenges(host.database.knex, host.clock, box.derive('public challenge'));
  const open = (summary: string, more: object = {}) =>
    documented({ tags, summary, params: where, security: [], ...more });
  const placeOf = ({ app: key, form }: Place): string => `${key}/${form}`;

  app.get(base, { schema: open('A public form') }, (request) => viewOf(host, request.params as Place));

  app.get(
    `${base}/challenge`,
    { schema: open('Work to be done before a submission'), config: PER_MINUTE },
    (request) => {
      const place = request.params as Place;
      mustBeOpen(host, place);
      return challenges.make(placeOf(place));
    },
  );

  const body = object({ solution: text(4000) }, ['solution']);
  app.post(
    `${base}/token`,
    { schema: open('A token for one submission', { body }), config: PER_MINUTE },
    async (request) => {
      const place = request.params as Place;
      mustBeOpen(host, place);
      await challenges.redeem(placeOf(place), (request.body as { solution: string }).solution);
      return access.visitors.issuePublic(place.app, place.form, randomUUID());
    },
  );
}

function pageOf(host: Edge['host'], { app, form }: Place) {
  const model = host.apps.get(app);
  const definition = model?.forms.get(form);
  const page = definition?.public;
  if (!model || !definition || !page) throw refusals.unknown('form', form);
  return { model, definition, page };
}

function mustBeOpen(host: Edge['host'], place: Place): void {
  const { model, page } = pageOf(host, place);
  if (closedBy(page, host.clock.now(), model.app.timeZone) !== undefined) throw formClosed(page);
}

async function viewOf(host: Edge['host'], place: Place): Promise<PublicFormView> {
  const { model, definition, page } = pageOf(host, place);
  const form = host.records.publicForm(place.app, place.form);
  const closed =
    closedBy(page, host.clock.now(), model.app.timeZone) ??
    ((await host.records.isFull(place.app, place.form)) ? 'most' : undefined);
  return {
    ...summaryOf(model),
    timeZone: model.app.timeZone,
    currency: model.app.currency,
    version: host.apps.number(place.app),
    settings: settingsOf(form, host.apps.settings(place.app)),
    page,
    title: page.title ?? definition.label,
    ...(closed === undefined ? {} : { closed }),
    form,
  };
}
