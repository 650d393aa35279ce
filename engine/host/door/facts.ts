import type { Env, Facts } from '../../expression/index.ts';
import { recordFacts, type SystemFacts, type UserFacts } from '../../form/index.ts';
import type { Json, Values } from '../../wire.ts';
import { type Actor, rolesIn } from '../access/actor.ts';
import type { LiveApp } from '../apps/live.ts';
import type { RecordHead } from '../records/storage.ts';
import type { Held } from './held.ts';
import type { Work } from './work.ts';

/** What rules and flows may know of the task that something is about. */
export interface TaskFacts {
  [name: string]: Json;
  node: string;
  assignee: string | null;
  due_at: string | null;
  outcome: string | null;
  reason: string | null;
}

export function envOf(app: LiveApp, now: string): Env {
  return { now, timeZone: app.timeZone };
}

export function systemFacts(head: RecordHead): SystemFacts {
  const { id, state, created_at, created_by, updated_at, revision } = head;
  return { id, state, created_at, created_by, updated_at, revision };
}

/** Of an actor, by app: one command asks several times. */
const known = new WeakMap<Actor, Map<string, UserFacts>>();

export function userFacts(actor: Actor, app: string): UserFacts | undefined {
  if (actor.kind !== 'user') return undefined;
  const before = known.get(actor)?.get(app);
  if (before) return before;
  const { attributes, id, login, name, department } = actor;
  const facts = { ...attributes, id, login, name, roles: [...rolesIn(actor, app)], department };
  known.set(actor, (known.get(actor) ?? new Map<string, UserFacts>()).set(app, facts));
  return facts;
}

export function proofOf(actor: Actor, app: string): Values | undefined {
  const hasProved = actor.kind === 'visitor' && actor.app === app && actor.form === undefined;
  return hasProved ? { ...actor.proof } : undefined;
}

/** The roles that count on forms and flows of this app; 'everyone' is any user who has a role in it. */
export function actingRoles(actor: Actor, app: string): readonly string[] {
  const roles = rolesIn(actor, app);
  return actor.kind === 'user' && roles.length > 0 ? [...roles, 'everyone'] : roles;
}

export function factsOf(work: Work, held: Held, actor: Actor = work.actor, task?: TaskFacts): Facts {
  const app = held.app.key;
  const user = userFacts(actor, app);
  const proof = proofOf(actor, app);
  const facts = recordFacts(held.values, {
    record: systemFacts(held.head),
    settings: work.parts.shelf.settings(app),
    ...(user ? { user } : {}),
    ...(proof ? { proof } : {}),
  });
  return task ? { ...facts, task } : facts;
}
