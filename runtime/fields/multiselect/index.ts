import { choiceText } from '../choices.ts';
import { trigger } from '../input.ts';
import { LiveSelect } from '../select/index.ts';
import type { FieldUi } from '../type.ts';

export const multiselectUi: FieldUi = {
  light: (props, events) => {
    const chosen = Array.isArray(props.value) ? props.value.map(String) : [];
    const shown = chosen.map((value) => choiceText(props.store, props.field, value)).join('、');
    return trigger(props, events, shown, 'arrow');
  },
  live: LiveSelect,
};
