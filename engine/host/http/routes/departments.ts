import type { FastifyInstance, FastifyRequest } from 'fastify';
import { rolesIn, type UserActor } from '../../access/index.ts';
import type { DepartmentChange } from '../../access/departments.ts';
import { refusals } from '../../door/refusal.ts';
import { sessionOf } from '../identity.ts';
import type { Edge } from '../options.ts';
import { documented, key, LABEL, object } from '../schema.ts';

interface Place {
  app: string;
  key: string;
}

const MAYBE = { type: ['string', 'null'], maxLength: 64 };

/** For administrators, in front of a screen: who leads which part of the company, and what stands below what. */
export function departmentRoutes(app: FastifyInstance, { host, access }: Edge): void {
  const tags = ['administration'];
  const path = '/api/apps/:app/departments/:key';
  const params = object({ app: key, key }, ['app', 'key']);

  const save = {
    tags,
    summary: 'Make or change a department',
    params,
    body: object({ label: LABEL, parent: MAYBE, head: MAYBE }, ['label', 'parent', 'head']),
  };
  app.put(path, { schema: documented(save) }, async (request, reply) => {
    const { user, place } = adminOf(request);
    const change = request.body as DepartmentChange;
    await access.departments.save(place.key, change, lookedAfterBy(user));
    const data = { ...change } as never;
    await access.audit.write(user, { action: 'department_changed', app: place.app, target: place.key, data });
    return reply.code(204).send();
  });

  const remove = { tags, summary: 'Remove an empty department', params };
  app.delete(path, { schema: documented(remove) }, async (request, reply) => {
    const { user, place } = adminOf(request);
    await access.departments.remove(place.key, lookedAfterBy(user));
    await access.audit.write(user, { action: 'department_removed', app: place.app, target: place.key });
    return reply.code(204).send();
  });

  function adminOf(request: FastifyRequest): { user: UserActor; place: Place } {
    const { user } = sessionOf(request);
    const place = request.params as Place;
    if (!lookedAfterBy(user).administers(place.app)) throw refusals.notAllowed();
    return { user, place };
  }

  function lookedAfterBy(user: UserActor): { administers(app: string): boolean } {
    return {
      administers: (name) => {
        const model = host.apps.get(name);
        return model !== undefined && rolesIn(user, name).includes(model.app.admin);
      },
    };
  }
}
