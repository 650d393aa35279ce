import type { VNode } from 'vue';
import type { Field, Json } from '../../engine/form/index.ts';
import { colourDisplay } from './colour/display.ts';
import { idnumberDisplay } from './idnumber/display.ts';
import { locationDisplay } from './location/display.ts';
import { ratingDisplay } from './rating/display.ts';
import { richtextDisplay } from './richtext/display.ts';
import { urlDisplay } from './url/display.ts';

/** What a display is given: a value that is there, the text that stands for it, and whether there is room for all of it. */
export interface Shown {
  field: Field;
  value: Json;
  text: string;
  /** On a form or a record; false in lists, where one line has to do. */
  whole: boolean;
}

/** Draws a value where text alone does not do; undefined where it does after all. */
export type Display = (shown: Shown) => VNode | undefined;

/** One line a type. What is not named is shown as its text. Apart from the controls, so that lists do not fetch them. */
const displays: Partial<Record<Field['type'], Display>> = {
  colour: colourDisplay,
  idnumber: idnumberDisplay,
  location: locationDisplay,
  rating: ratingDisplay,
  richtext: richtextDisplay,
  url: urlDisplay,
};

export const drawn = (shown: Shown): VNode | undefined => displays[shown.field.type]?.(shown);
