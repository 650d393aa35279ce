import type { Json } from '../types.ts';

/** A stored text as it is; anything else a driver might give is made text. */
export const textOrNull = (stored: unknown): string | null =>
  stored === null || stored === undefined ? null : String(stored);

export const stringOrNull = (value: Json): string | null => (typeof value === 'string' ? value : null);

export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

/** Nothing was entered: no value, a blank text, an empty list. */
export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
