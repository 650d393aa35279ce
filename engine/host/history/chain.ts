import { createHmac, hash } from 'node:crypto';
import { canonical } from '../../definition/index.ts';
import type { FlowEvent } from '../../flow/index.ts';

type Who = Readonly<Record<string, unknown>>;

/** What stands before a hash: whether it also says whose event it is, and whether it was made with the operator's key. */
const OWN = 'i';
const KEYED = 'k';
const MARKS = /^(i?)(k?):/;

export const isKeyed = (hash: string): boolean => MARKS.exec(hash)?.[2] === KEYED;

/** Hashes of before this mark do not: they go on being checked as they were made, and whole histories can be swapped. */
export const isOwn = (hash: string): boolean => MARKS.exec(hash)?.[1] === OWN;

export interface Binding {
  /** Whose event it is; undefined: as hashes were made before they said so. */
  instance: string | undefined;
  key: string | undefined;
}

/**
 * Each event's hash covers the one before it and the instance it belongs to: a history that was changed afterwards, or put
 * in another's place, can be told. With a key (HISTORY_KEY) nobody who has only the database can make the hashes anew.
 */
export function chained(before: string, event: FlowEvent, actor: Who, { instance, key }: Binding): string {
  const text = before + (instance ?? '') + canonical({ ...event, actor });
  const own = instance === undefined ? '' : OWN;
  if (key !== undefined) return `${own}${KEYED}:${createHmac('sha256', key).update(text).digest('hex')}`;
  const made = hash('sha256', text);
  return instance === undefined ? made : `${own}:${made}`;
}
