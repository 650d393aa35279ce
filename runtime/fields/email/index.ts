import { input } from '../input.ts';
import type { FieldUi } from '../type.ts';

export const emailUi: FieldUi = {
  light: (props, events) => input(props, events, { type: 'email', inputmode: 'email', autocomplete: 'email' }),
};
