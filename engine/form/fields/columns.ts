import type { Field } from '../../definition/types.generated.ts';
import type { FieldType } from '../types.ts';
import { address } from './address/index.ts';
import { boolean } from './boolean/index.ts';
import { cascade } from './cascade/index.ts';
import { colour } from './colour/index.ts';
import { date } from './date/index.ts';
import { daterange } from './daterange/index.ts';
import { datetime } from './datetime/index.ts';
import { datetimerange } from './datetimerange/index.ts';
import { department } from './department/index.ts';
import { email } from './email/index.ts';
import { file } from './file/index.ts';
import { formula } from './formula/index.ts';
import { idnumber } from './idnumber/index.ts';
import { image } from './image/index.ts';
import { integer } from './integer/index.ts';
import { location } from './location/index.ts';
import { longtext } from './longtext/index.ts';
import { lookupType } from './lookup/index.ts';
import { money } from './money/index.ts';
import { multiselect } from './multiselect/index.ts';
import { number } from './number/index.ts';
import { percent } from './percent/index.ts';
import { phone } from './phone/index.ts';
import { radio } from './radio/index.ts';
import { rating } from './rating/index.ts';
import { reference } from './reference/index.ts';
import { richtext } from './richtext/index.ts';
import { role } from './role/index.ts';
import { rollup } from './rollup/index.ts';
import { scan } from './scan/index.ts';
import { select } from './select/index.ts';
import { serial } from './serial/index.ts';
import { signature } from './signature/index.ts';
import { slider } from './slider/index.ts';
import { text } from './text/index.ts';
import { time } from './time/index.ts';
import { timerange } from './timerange/index.ts';
import { tree } from './tree/index.ts';
import { url } from './url/index.ts';
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
  percent,
  time,
  daterange,
  datetimerange,
  timerange,
  richtext,
  cascade,
  tree,
  rating,
  slider,
  colour,
  url,
  idnumber,
  scan,
  address,
  department,
  location,
  role,
  signature,
  lookupType(columnType),
];

// Each type is handed only fields of its own kind: that is what the map's key says, and what the compiler cannot.
export const columnTypes: ReadonlyMap<string, FieldType> = new Map(
  types.map((type) => [type.type, type as unknown as FieldType]),
);

export function columnType(field: Field): FieldType {
  return columnTypes.get(field.type) ?? (text as unknown as FieldType);
}
