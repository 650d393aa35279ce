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

/** Types that nearly every form has: always at hand. */
export const everyday = [
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
] as unknown as readonly FieldType[];
