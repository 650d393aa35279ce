import { text } from '../../i18n/index.ts';
import { input } from '../input.ts';
import type { FieldUi } from '../type.ts';

export const integerUi: FieldUi = {
  column: [88, 1],
  light: (props, events) =>
    input(props, events, {
      inputmode: 'numeric',
      align: 'end',
      ...('unit' in props.field && props.field.unit !== undefined ? { suffix: text(props.field.unit) } : {}),
    }),
};
