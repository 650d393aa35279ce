import type { Field } from '../../engine/form/index.ts';
import { addressUi } from './address/index.ts';
import { cascadeUi } from './cascade/index.ts';
import { colourDisplay } from './colour/display.ts';
import { colourUi } from './colour/index.ts';
import { rangeUi } from './daterange/index.ts';
import { departmentUi } from './department/index.ts';
import type { Displays } from './display.ts';
import { idnumberDisplay } from './idnumber/display.ts';
import { idnumberUi } from './idnumber/index.ts';
import { locationDisplay } from './location/display.ts';
import { locationUi } from './location/index.ts';
import { percentUi } from './percent/index.ts';
import { ratingDisplay } from './rating/display.ts';
import { ratingUi } from './rating/index.ts';
import { richtextDisplay } from './richtext/display.ts';
import { richtextUi } from './richtext/index.ts';
import { roleUi } from './role/index.ts';
import { scanUi } from './scan/index.ts';
import { signatureUi } from './signature/index.ts';
import { sliderUi } from './slider/index.ts';
import { timeUi } from './time/index.ts';
import { treeUi } from './tree/index.ts';
import type { FieldUi } from './type.ts';
import { urlDisplay } from './url/display.ts';
import { urlUi } from './url/index.ts';

/** How the types look that few forms have: a line each, fetched where a form has one. */
export const special: Partial<Record<Field['type'], FieldUi>> = {
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

/** Where text alone does not do. */
export const displays: Displays = {
  colour: colourDisplay,
  idnumber: idnumberDisplay,
  location: locationDisplay,
  rating: ratingDisplay,
  richtext: richtextDisplay,
  url: urlDisplay,
};
