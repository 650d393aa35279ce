import { h } from 'vue';
import { text } from '../../i18n/index.ts';
import { controlAttributes } from '../input.ts';
import type { FieldUi } from '../type.ts';

export const longtextUi: FieldUi = {
  column: [160, 3],
  wide: true,
  light: (props, events) =>
    h('textarea', {
      ...controlAttributes(props),
      class: 'control',
      rows: 'rows' in props.field ? props.field.rows : props.cell ? 1 : 3,
      maxlength: 'maxLength' in props.field ? props.field.maxLength : undefined,
      placeholder: text(props.field.placeholder) || undefined,
      value: props.store.entered(props.path),
      onInput: (event: Event) => props.store.type(props.path, (event.target as HTMLTextAreaElement).value),
      onBlur: events.leave,
    }),
};
