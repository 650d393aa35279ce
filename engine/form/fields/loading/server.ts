import type { Field } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { specialTypes } from '../special.ts';

type TypeOf = (field: Field) => FieldType;

/** Here every type is at hand from the first. */
export const atHand: (typeOf: TypeOf) => readonly FieldType[] = specialTypes;
export const fetchSpecial = (_names: Iterable<string>, _typeOf: TypeOf): Promise<readonly FieldType[]> =>
  Promise.resolve([]);
export const specialNames: readonly string[] = [];
