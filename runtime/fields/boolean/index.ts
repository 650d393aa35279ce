import { h } from 'vue';
import { controlAttributes } from '../input.ts';
import type { FieldUi } from '../type.ts';

export const booleanUi: FieldUi = {
  column: [64, 1],
  light: (props, events) =>
    h('input', {
      ...controlAttributes(props),
      class: 'switch',
      type: 'checkbox',
      role: 'switch',
      checked: props.value === true,
      onChange: (event: Event) => events.set((event.target as HTMLInputElement).checked),
      onBlur: events.leave,
    }),
};
