import { h } from 'vue';
import { choiceText } from '../choices.ts';
import { trigger } from '../input.ts';
import { LiveSelect } from '../select/index.ts';
import type { FieldUi } from '../type.ts';

export const multiselectUi: FieldUi = {
  light: (props, events) => {
    const chosen = Array.isArray(props.value) ? props.value.map(String) : [];
    return trigger(props, events, chosen.map((value) => choiceText(props.store, props.field, value)).join('、'), 'arrow');
  },
  live: (props: Record<string, unknown>) => h(LiveSelect, { ...props, multiple: true }),
};
