import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AppModel, ConnectorDefinition } from '../../../definition/index.ts';
import { rolesIn, type UserActor } from '../../access/index.ts';
import type { StaffChange } from '../../access/staff.ts';
import { variableOf } from '../../connectors/installation.ts';
import { SecretStore } from '../../connectors/secrets.ts';
import { refusals } from '../../door/refusal.ts';
import { sessionOf } from '../identity.ts';
import type { Edge } from '../options.ts';
import { documented, key, LABEL, object, params, text } from '../schema.ts';

interface Place {
  app: string;
  login: string;
  connector: string;
  name: string;
}

const LOGIN = { type: 'string', pattern: '^[\\p{L}\\p{N}_.@-]{1,64}$' };
const MAYBE = { type: ['string', 'null'], maxLength: 200 };

/** For the app's administrators, in front of a screen: people, and what connectors need. */
export function adminRoutes(app: FastifyInstance, { host, access, box }: Edge): void {
  const tags = ['administration'];
  const store = new SecretStore(host.database.knex, box);

  app.get(
    '/api/apps/:app/staff',
    { schema: documented({ tags, summary: 'The people of an app', params: params('app') }) },
    (request) => {
      const { model, user } = adminOf(request);
      return access.staff.list(model.app.key, model.app.admin, user);
    },
  );

  const change = object({
    name: LABEL,
    roles: { type: 'array', items: key, maxItems: 100, uniqueItems: true },
    disabled: { type: 'boolean' },
    password: text(1000),
    department: MAYBE,
    phone: MAYBE,
    email: MAYBE,
    attributes: { type: 'object', additionalProperties: true },
  });
  const save = {
    tags,
    summary: 'Make or change a person',
    params: object({ app: key, login: LOGIN }, ['app', 'login']),
    body: change,
  };
  app.put('/api/apps/:app/staff/:login', { schema: documented(save) }, async (request) => {
    const { model, user } = adminOf(request);
    const { login } = request.params as Place;
    const wanted = request.body as StaffChange;
    const unknown = wanted.roles?.find((role) => !model.app.roles.some((one) => one.key === role));
    if (unknown !== undefined) throw refusals.badCommand(`roles: ${unknown}`);
    const id = await access.staff.save(model.app.key, model.app.admin, login, wanted, user);
    const { password, ...told } = wanted;
    const data = { ...told, ...(password !== undefined && { password: 'changed' }) };
    await access.audit.write(user, { action: 'person_changed', app: model.app.key, target: id, data: data as never });
    return { id, login };
  });

  app.get(
    '/api/apps/:app/connectors',
    { schema: documented({ tags, summary: 'Which connectors are set up', params: params('app') }) },
    (request) => {
      const { model } = adminOf(request);
      return Promise.all([...model.connectors.values()].map((connector) => statusOf(model.app.key, connector)));
    },
  );

  const secret = params('app', 'connector', 'name');
  const set = {
    tags,
    summary: 'Enter a secret; it is kept encrypted and never shown',
    params: secret,
    body: object({ value: text(10_000) }, ['value']),
  };
  app.put('/api/apps/:app/connectors/:connector/secrets/:name', { schema: documented(set) }, async (request, reply) => {
    const { model, user, place } = secretOf(request);
    await store.set(model.app.key, place.connector, place.name, (request.body as { value: string }).value);
    await access.audit.write(user, {
      action: 'secret_set',
      app: model.app.key,
      target: `${place.connector}.${place.name}`,
    });
    return reply.code(204).send();
  });
  app.delete(
    '/api/apps/:app/connectors/:connector/secrets/:name',
    { schema: documented({ tags, summary: 'Forget a secret', params: secret }) },
    async (request, reply) => {
      const { model, user, place } = secretOf(request);
      await store.remove(model.app.key, place.connector, place.name);
      await access.audit.write(user, {
        action: 'secret_removed',
        app: model.app.key,
        target: `${place.connector}.${place.name}`,
      });
      return reply.code(204).send();
    },
  );

  function adminOf(request: FastifyRequest): { model: AppModel; user: UserActor } {
    const { user } = sessionOf(request);
    const { app: name } = request.params as Place;
    const model = host.apps.get(name);
    if (!model) throw refusals.unknown('app', name);
    if (!rolesIn(user, name).includes(model.app.admin)) throw refusals.notAllowed();
    return { model, user };
  }

  function secretOf(request: FastifyRequest): { model: AppModel; user: UserActor; place: Place } {
    const place = request.params as Place;
    const found = adminOf(request);
    if (!found.model.connectors.get(place.connector)?.secrets?.includes(place.name)) throw refusals.notFound();
    return { ...found, place };
  }

  async function statusOf(
    appKey: string,
    { key: connector, label, secrets = [] }: ConnectorDefinition,
  ): Promise<object> {
    const stored = await store.of(appKey, connector);
    const from = (name: string): string => {
      if (host.env[variableOf(appKey, connector, name)] !== undefined) return 'environment';
      return Object.hasOwn(stored, name) ? 'store' : 'missing';
    };
    return {
      key: connector,
      label,
      secrets: secrets.map((name) => ({ name, from: from(name), variable: variableOf(appKey, connector, name) })),
    };
  }
}
