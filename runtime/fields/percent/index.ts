import { input } from '../input.ts';
import type { FieldUi } from '../type.ts';

export const percentUi: FieldUi = {
  light: (props, events) => input(props, events, { inputmode: 'decimal', align: 'end', suffix: '%' }),
};
