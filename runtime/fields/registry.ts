import type { Field } from '../../engine/form/index.ts';
import { booleanUi } from './boolean/index.ts';
import { dateUi } from './date/index.ts';
import { datetimeUi } from './datetime/index.ts';
import { emailUi } from './email/index.ts';
import { fileUi } from './file/index.ts';
import { integerUi } from './integer/index.ts';
import { longtextUi } from './longtext/index.ts';
import { moneyUi } from './money/index.ts';
import { multiselectUi } from './multiselect/index.ts';
import { numberUi } from './number/index.ts';
import { phoneUi } from './phone/index.ts';
import { radioUi } from './radio/index.ts';
import { referenceUi } from './reference/index.ts';
import { selectUi } from './select/index.ts';
import { tableUi } from './table/index.ts';
import { textUi } from './text/index.ts';
import type { FieldUi } from './type.ts';
import { userUi } from './user/index.ts';

export type Uis = Partial<Record<Field['type'], FieldUi>>;

/** One line a type. Types that nobody types into (serial, formula, rollup) are shown by FieldText alone. */
const types: Uis = {
  text: textUi,
  longtext: longtextUi,
  integer: integerUi,
  number: numberUi,
  money: moneyUi,
  date: dateUi,
  datetime: datetimeUi,
  boolean: booleanUi,
  radio: radioUi,
  select: selectUi,
  multiselect: multiselectUi,
  phone: phoneUi,
  email: emailUi,
  user: userUi,
  reference: referenceUi,
  table: tableUi,
  file: fileUi,
  image: fileUi,
  video: fileUi,
};

export function addFieldUis(more: Uis): void {
  Object.assign(types, more);
}

export function fieldUi(field: Field): FieldUi | undefined {
  return types[field.type];
}
