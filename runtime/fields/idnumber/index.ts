import { input } from '../input.ts';
import type { FieldUi } from '../type.ts';

/** Whole while it is being entered: nobody can check what is covered. */
export const idnumberUi: FieldUi = {
  column: [184, 1.5],
  light: (props, events) => input(props, events),
};
