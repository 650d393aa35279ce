import type { Field } from '../../definition/types.generated.ts';
import type { FieldType } from '../types.ts';
import { boolean } from './boolean/index.ts';
import { date } from './date/index.ts';
import { datetime } from './datetime/index.ts';
import { email } from './email/index.ts';
import { file } from './file/index.ts';
import { formula } from './formula/index.ts';
import { image } from './image/index.ts';
import { integer } from './integer/index.ts';
import { longtext } from './longtext/index.ts';
import { money } from './money/index.ts';
import { multiselect } from './multiselect/index.ts';
import { number } from './number/index.ts';
import { phone } from './phone/index.ts';
import { radio } from './radio/index.ts';
import { reference } from './reference/index.ts';
import { rollup } from './rollup/index.ts';
import { select } from './select/index.ts';
import { serial } from './serial/index.ts';
import { text } from './text/index.ts';
import { user } from './user/index.ts';
import { video } from './video/index.ts';

/** Every type that may stand in a row. A table in a table would be a form of its own. */
const types = [
  text,
  longtext,
  integer,
  number,
  money,
  date,
  datetime,
  boolean,
  radio,
  select,
  multiselect,
  phone,
  email,
  serial,
  user,
  reference,
  file,
  image,
  video,
  formula,
  rollup,
];

// Each type is handed only fields of its own kind: that is what the map's key says, and what the compiler cannot.
export const columnTypes: ReadonlyMap<string, FieldType> = new Map(
  types.map((type) => [type.type, type as unknown as FieldType]),
);

export function columnType(field: Field): FieldType {
  return columnTypes.get(field.type) ?? (text as unknown as FieldType);
}
