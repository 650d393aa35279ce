import { defineAsyncComponent } from 'vue';
import { choiceText } from '../choices.ts';
import { trigger } from '../input.ts';
import type { FieldUi } from '../type.ts';

/** Fetched when the first list is opened: a page that asks for none stays small. */
export const LiveSelect = defineAsyncComponent(() => import('./LiveSelect.vue'));

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
