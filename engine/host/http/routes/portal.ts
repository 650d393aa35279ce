import type { FastifyInstance } from 'fastify';
import type { FormDefinition } from '../../../definition/index.ts';
import type { FormView, PortalView, Values } from '../../../wire.ts';
import { refusals } from '../../door/refusal.ts';
import { visitorOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { documented, object, params, text } from '../schema.ts';
import { summaryOf } from './apps.ts';

interface Place {
  app: string;
  id: string;
}

/** What somebody without an account may do: prove who they are, then the records routes with the token. */
export function portalRoutes(app: FastifyInstance, { host, access }: Edge): void {
  const tags = ['portal'];
  const where = params('app');
  app.get(
    '/api/portal/:app',
    { schema: documented({ tags, summary: 'What anybody may know', params: where, security: [] }) },
    (request) => {
      return portalView(host, (request.params as Place).app);
    },
  );

  const fields = { type: 'object', additionalProperties: text(), maxProperties: 8 };
  const proof = {
    tags,
    summary: 'Prove who one is; gives a short-lived token',
    params: where,
    body: object({ fields }, ['fields']),
    security: [],
  };
  app.post('/api/portal/:app/proof', { schema: documented(proof) }, (request) => {
    const { fields: given } = request.body as { fields: Record<string, string> };
    return access.prove((request.params as Place).app, given, request.ip, localeFor(request));
  });

  const jwt = {
    tags,
    summary: 'A token signed by the customer’s own backend',
    params: where,
    body: object({ jwt: text(4000) }, ['jwt']),
    security: [],
  };
  app.post('/api/portal/:app/token', { schema: documented(jwt) }, async (request) => {
    const { app: key } = request.params as Place;
    const issued = await access.customerToken(key, (request.body as { jwt: string }).jwt, request.ip);
    return { ...issued, proof: access.visitors.read(issued.token)?.actor.proof };
  });

  app.get(
    '/api/portal/:app/records',
    { schema: documented({ tags, summary: 'One’s own records', params: where }) },
    (request) => {
      const { app: key } = request.params as Place;
      return host.records.mine(key, visitorOf(request, key), localeFor(request));
    },
  );
  app.get(
    '/api/portal/:app/records/:id',
    { schema: documented({ tags, summary: 'The state of a record', params: params('app', 'id') }) },
    (request) => {
      const { app: key, id } = request.params as Place;
      return host.records.portal(key, id, visitorOf(request, key), localeFor(request));
    },
  );
}

function portalView(host: Edge['host'], key: string): PortalView {
  const model = host.apps.get(key);
  const portal = model?.app.portal;
  const form = portal && model.forms.get(portal.apply);
  if (!model || !portal || !form) throw refusals.unknown('app', key);
  const view = host.records.portalForm(key);
  return {
    ...summaryOf(model),
    timeZone: model.app.timeZone,
    currency: model.app.currency,
    version: host.apps.number(key),
    settings: settingsOf(view, host.apps.settings(key)),
    portal,
    form: view,
    proof: portal.proof.fields.flatMap((name) => fieldOf(form, name)),
    ...(host.env.DEMO === '1' && { demo: true }),
  };
}

function fieldOf(form: FormDefinition, name: string): FormDefinition['fields'] {
  return form.fields.filter(({ key }) => key === name);
}

/** Only what the form itself reads: limits of approval and the like are nobody's business outside. */
export function settingsOf(form: FormView, settings: Values): Values {
  const text = JSON.stringify(form.definition);
  return Object.fromEntries(
    Object.entries(settings).filter(([key]) => new RegExp(`settings\\.${key}(?![\\p{L}\\p{N}_])`, 'u').test(text)),
  );
}
