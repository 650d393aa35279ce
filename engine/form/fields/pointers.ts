import { messageFor } from '../messages.ts';
import type { DisplayContext, Fault, Json, JsonSchema, Pointer } from '../types.ts';
import { isUuid } from './plain.ts';

/** Shared by what points to something that has an id: people, records, files. */

export const uuidSchema = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';

export const pointerSchema = (): JsonSchema => ({
  type: ['string', 'null'],
  pattern: uuidSchema,
  'x-messages': { type: messageFor('not_found'), pattern: messageFor('not_found') },
});

/** By a key that somebody has chosen, not by an id. */
export const keySchema = (): JsonSchema => ({
  type: ['string', 'null'],
  maxLength: 100,
  'x-messages': { type: messageFor('not_found'), maxLength: messageFor('not_found') },
});

export const judgeKey = (value: Json): Fault | undefined =>
  typeof value === 'string' && value.length <= 100 ? undefined : { code: 'not_found' };

export function readId(input: unknown): string | null | undefined {
  if (typeof input !== 'string') return undefined;
  const text = input.trim();
  if (text === '') return null;
  return isUuid(text) ? text.toLowerCase() : text.length > 100 ? undefined : text;
}

export const judgeId = (value: Json): Fault | undefined =>
  typeof value === 'string' && isUuid(value) ? undefined : { code: 'not_found' };

/** Ids are unlike each other; a department and a role may well have the same key. */
export const textKey = (kind: Pointer['kind'] | undefined, value: string): string =>
  kind === 'department' || kind === 'role' ? `${kind}:${value}` : value;

export function keyText(kind: 'department' | 'role', value: Json, ctx: DisplayContext): string {
  if (typeof value !== 'string') return '';
  const name = textKey(kind, value);
  return (ctx.texts && Object.hasOwn(ctx.texts, name) ? ctx.texts[name] : undefined) ?? value;
}

/** The text of what an id points to; where it is not known, nothing that a person could not read. */
export function idText(value: Json, ctx: DisplayContext): string {
  if (typeof value !== 'string') return '';
  if (ctx.texts && Object.hasOwn(ctx.texts, value)) return ctx.texts[value] ?? '';
  return isUuid(value) ? '…' : value;
}
