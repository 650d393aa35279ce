import type { Place, RowState, State } from '../compile/model.ts';
import { sameJson } from '../equal.ts';
import { textList } from '../fields/lists.ts';
import { isUuid } from '../fields/plain.ts';
import type { ExistsRequirement, Json } from '../types.ts';
import { storedOf, valueOf } from './stored.ts';

/** Kinds that are pointed to by a key that somebody has chosen, and not by an id. */
const byKey: ReadonlySet<string> = new Set(['option', 'department', 'role']);

const listed = (value: Json | undefined): string[] =>
  typeof value === 'string' ? [value] : value === undefined ? [] : textList(value);

/**
 * Only what is new is asked: what was right when it was stored may be gone since. Where each value lies beneath the one
 * before it, a changed path is asked as a whole.
 */
export function existsAsked(place: Place, state: State, row: RowState | undefined): ExistsRequirement[] {
  const pointer = place.type.pointsTo?.(place.field);
  if (!pointer) return [];
  const { beneath, ...asked } = { beneath: undefined, ...pointer };
  const stored = listed(storedOf(place, state, row));
  const chosen = listed(valueOf(place, state, row));
  const isNew = beneath === undefined ? (value: string) => !stored.includes(value) : () => !sameJson(chosen, stored);
  const facts = place.whereFacts?.(state, row);
  return chosen.flatMap((value, index) => {
    if (!isNew(value) || (!byKey.has(asked.kind) && !isUuid(value))) return [];
    const above = beneath === undefined ? undefined : { field: beneath, value: chosen[index - 1] ?? null };
    return {
      id: `${place.path}=${value}${above ? `<${above.value ?? ''}` : ''}${facts ? JSON.stringify(facts) : ''}`,
      path: place.path,
      value,
      ...asked,
      ...(above ? { above } : {}),
      ...(facts ? { facts } : {}),
    };
  });
}
