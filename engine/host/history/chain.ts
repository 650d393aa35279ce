import { createHmac, hash } from 'node:crypto';
import { canonical } from '../../definition/index.ts';
import type { FlowEvent } from '../../flow/index.ts';

type Who = Readonly<Record<string, unknown>>;

/** Before a hash that was made with the operator's key. */
const KEYED = 'k:';

export const isKeyed = (hash: string): boolean => hash.startsWith(KEYED);

/**
 * Each event's hash covers the one before it: a history that was changed afterwards can be told. With a key (HISTORY_KEY)
 * nobody who has only the database can make the hashes anew.
 */
export function chained(before: string, event: FlowEvent, actor: Who, key?: string): string {
  const text = before + canonical({ ...event, actor });
  return key === undefined ? hash('sha256', text) : `${KEYED}${createHmac('sha256', key).update(text).digest('hex')}`;
}
