import { createHmac, hash } from 'node:crypto';
import { canonical, sortedKeys } from '../../definition/index.ts';
import type { FlowEvent } from '../../flow/index.ts';

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

/** An event as its hash covers it, and what of it has no column of its own: canonical JSON, made in one go. */
export interface EventText {
  whole: string;
  data: string;
}

/** `actor`: who did it, as canonical JSON. */
export function eventText(event: FlowEvent, actor: string): EventText {
  const told = event as unknown as Record<string, unknown>;
  let whole = '';
  let data = '';
  let hasActor = false;
  for (const name of sortedKeys(event)) {
    if (!hasActor && name >= 'actor') {
      whole += `,"actor":${actor}`;
      hasActor = true;
    }
    const item = told[name];
    if (item === undefined || name === 'actor') continue;
    const entry = `,${canonical(name)}:${canonical(item)}`;
    whole += entry;
    if (name !== 'seq' && name !== 'at' && name !== 'type') data += entry;
  }
  return { whole: `{${whole.slice(1)}}`, data: `{${data.slice(1)}}` };
}

/**
 * Each event's hash covers the one before it and the instance it belongs to: a history that was changed afterwards, or put
 * in another's place, can be told. With a key (HISTORY_KEY) nobody who has only the database can make the hashes anew.
 */
export function chained(before: string, { whole }: EventText, { instance, key }: Binding): string {
  const text = before + (instance ?? '') + whole;
  const own = instance === undefined ? '' : OWN;
  if (key !== undefined) return `${own}${KEYED}:${createHmac('sha256', key).update(text).digest('hex')}`;
  const made = hash('sha256', text);
  return instance === undefined ? made : `${own}:${made}`;
}
