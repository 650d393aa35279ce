import type { VNode } from 'vue';
import type { Field, Json } from '../../engine/form/index.ts';

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

export type Displays = Partial<Record<Field['type'], Display>>;

const displays: Displays = {};

/** What is not named is shown as its text. */
export function addDisplays(more: Displays): void {
  Object.assign(displays, more);
}

export const drawn = (shown: Shown): VNode | undefined => displays[shown.field.type]?.(shown);
