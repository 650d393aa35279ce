import { choiceText } from '../choices.ts';
import { trigger } from '../input.ts';
import type { FieldUi } from '../type.ts';
import LiveSelect from './LiveSelect.vue';

export const selectUi: FieldUi = {
  light: (props, events) =>
    trigger(
      props,
      events,
      typeof props.value === 'string' ? choiceText(props.store, props.field, props.value) : '',
      'arrow',
    ),
  live: LiveSelect,
};
