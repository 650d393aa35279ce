import { input } from '../input.ts';
import type { FieldUi } from '../type.ts';

export const urlUi: FieldUi = {
  column: [160, 2],
  light: (props, events) => input(props, events, { type: 'text', inputmode: 'url', autocomplete: 'url' }),
};
