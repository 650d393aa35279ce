import type { DraftView, Values } from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';
import type { CommandResult } from '../door/index.ts';

/** What is typed and not yet submitted; of one person, or of whoever proves the same as the visitor did. */
export interface Drafts {
  list(app: string, form: string, actor: Actor, locale: Locale): Promise<DraftView[]>;
  get(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<DraftView>;
  /** `id` is made by the caller (uuid): saving again with it overwrites. */
  save(
    app: string,
    form: string,
    draft: { id: string; data: Values; chosen?: Record<string, string[]>; step?: number },
    actor: Actor,
    locale: Locale,
  ): Promise<DraftView>;
  remove(app: string, form: string, id: string, actor: Actor): Promise<void>;
  /**
   * Submits it: done, or `checking` when an outside system did not answer within 3 s; then it is tried again by itself
   * for portal.retry, and nothing is submitted unchecked.
   */
  submit(
    app: string,
    form: string,
    id: string,
    command: string,
    actor: Actor,
    /** Of the app whose form was filled in. */
    version?: number,
  ): Promise<{ status: 'done'; result: CommandResult } | { status: 'checking'; until: string }>;
}
