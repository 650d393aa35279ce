import { input } from '../input.ts';
import type { FieldUi } from '../type.ts';

export const phoneUi: FieldUi = {
  light: (props, events) => input(props, events, { type: 'tel', inputmode: 'tel', autocomplete: 'tel' }),
};
