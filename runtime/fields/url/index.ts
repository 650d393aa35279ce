import { input } from '../input.ts';
import type { FieldUi } from '../type.ts';

export const urlUi: FieldUi = {
  light: (props, events) => input(props, events, { type: 'text', inputmode: 'url', autocomplete: 'url' }),
};
