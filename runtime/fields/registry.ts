import type { Field } from '../../engine/form/index.ts';
import { addressUi } from './address/index.ts';
import { booleanUi } from './boolean/index.ts';
import { cascadeUi } from './cascade/index.ts';
import { colourUi } from './colour/index.ts';
import { dateUi } from './date/index.ts';
import { rangeUi } from './daterange/index.ts';
import { datetimeUi } from './datetime/index.ts';
import { departmentUi } from './department/index.ts';
import { emailUi } from './email/index.ts';
import { fileUi } from './file/index.ts';
import { idnumberUi } from './idnumber/index.ts';
import { integerUi } from './integer/index.ts';
import { locationUi } from './location/index.ts';
import { longtextUi } from './longtext/index.ts';
import { moneyUi } from './money/index.ts';
import { multiselectUi } from './multiselect/index.ts';
import { numberUi } from './number/index.ts';
import { percentUi } from './percent/index.ts';
import { phoneUi } from './phone/index.ts';
import { radioUi } from './radio/index.ts';
import { ratingUi } from './rating/index.ts';
import { referenceUi } from './reference/index.ts';
import { richtextUi } from './richtext/index.ts';
import { roleUi } from './role/index.ts';
import { scanUi } from './scan/index.ts';
import { selectUi } from './select/index.ts';
import { signatureUi } from './signature/index.ts';
import { sliderUi } from './slider/index.ts';
import { tableUi } from './table/index.ts';
import { textUi } from './text/index.ts';
import { timeUi } from './time/index.ts';
import { treeUi } from './tree/index.ts';
import type { FieldUi } from './type.ts';
import { urlUi } from './url/index.ts';
import { userUi } from './user/index.ts';

/** One line a type. Types that nobody types into (serial, formula, rollup) are shown by FieldText alone. */
const types: Partial<Record<Field['type'], FieldUi>> = {
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
  percent: percentUi,
  time: timeUi,
  daterange: rangeUi,
  datetimerange: rangeUi,
  timerange: rangeUi,
  richtext: richtextUi,
  cascade: cascadeUi,
  tree: treeUi,
  rating: ratingUi,
  slider: sliderUi,
  colour: colourUi,
  url: urlUi,
  idnumber: idnumberUi,
  scan: scanUi,
  address: addressUi,
  department: departmentUi,
  location: locationUi,
  role: roleUi,
  signature: signatureUi,
};

export function fieldUi(field: Field): FieldUi | undefined {
  return types[field.type];
}
