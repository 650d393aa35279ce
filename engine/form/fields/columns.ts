import { atHand, fetchSpecial, specialNames } from '#fieldTypes';
import type { Field } from '../../definition/types.generated.ts';
import type { FieldType } from '../types.ts';
import { everyday } from './everyday.ts';
import { text } from './text/index.ts';

const known = new Map<string, FieldType>();

function add(types: readonly FieldType[]): void {
  // Each type is handed only fields of its own kind: that is what the map's key says, and what the compiler cannot.
  for (const type of types) known.set(type.type, type);
}

/** Every type that may stand in a row. A table in a table would be a form of its own. */
export const columnTypes: ReadonlyMap<string, FieldType> = known;

export function columnType(field: Field): FieldType {
  return known.get(field.type) ?? (text as unknown as FieldType);
}

/** The types of these names that are not at hand yet; resolves with them. Without names: all there are. */
export async function loadColumnTypes(names: Iterable<string> = specialNames): Promise<readonly FieldType[]> {
  const special = await fetchSpecial(names, columnType);
  add(special);
  return special;
}

add(everyday);
add(atHand(columnType));
