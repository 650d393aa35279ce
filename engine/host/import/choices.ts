import type { Field } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import { fieldType } from '../../form/index.ts';

/** What people write in a cell as the field keeps it: a choice by its label, several with separators. Undefined: no such choice. */
export function choiceOf(field: Field, text: string): Json | undefined {
  const { readCell } = fieldType(field);
  return readCell ? readCell(text, field) : text;
}
