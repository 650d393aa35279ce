import type { Json } from '../../expression/types.ts';

/** A person with an account, by a session in the browser or by an API key. */
export interface UserActor {
  kind: 'user';
  id: string;
  login: string;
  name: string;
  locale: Locale;
  /** Where their own screen last was. */
  timeZone?: string;
  /** Department id, null for none. */
  department: string | null;
  /** App key → role keys. */
  roles: Readonly<Record<string, readonly string[]>>;
  /** What roles carry for this person (a keeper's warehouse): `user.<attribute>` in conditions. */
  attributes: Readonly<Record<string, Json>>;
  via: 'session' | 'api_key';
  /** What an API key is limited to; absent for a session. */
  scopes?: readonly string[];
}

/** Somebody without an account who has proved to know certain values: the role `visitor` of one app. */
export interface VisitorActor {
  kind: 'visitor';
  app: string;
  /** Field key → proved value: `proof.<field>` in row conditions. */
  proof: Readonly<Record<string, string>>;
  /** Has no more than the link of this public form: the role `public`, for one submission. What it brings is its own. */
  form?: string;
}

/** The engine itself: timers, rules, the outbox, call-backs whose signature was verified. */
export interface EngineActor {
  kind: 'engine';
  /** What made the engine act: "timer", "rule", "hook oms.paid". Goes into the history. */
  cause: string;
}

export type Actor = UserActor | VisitorActor | EngineActor;

export type Locale = 'zh-CN' | 'en';

export const LOCALES: readonly Locale[] = ['zh-CN', 'en'];

/** The roles that count in one app. */
export function rolesIn(actor: Actor, app: string): readonly string[] {
  if (actor.kind === 'user') return actor.roles[app] ?? [];
  if (actor.kind === 'visitor' && actor.app === app) return [actor.form === undefined ? 'visitor' : 'public'];
  return [];
}
