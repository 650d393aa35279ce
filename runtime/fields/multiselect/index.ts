import { locale } from '../../i18n/index.ts';
import { choiceText } from '../choices.ts';
import { trigger } from '../input.ts';
import { liveSelect } from '../select/index.ts';
import type { FieldUi } from '../type.ts';

export const multiselectUi: FieldUi = {
  light: (props, events) => {
    const chosen = Array.isArray(props.value) ? props.value.map(String) : [];
    const texts = chosen.map((value) => choiceText(props.store, props.field, value));
    return trigger(props, events, texts.join(locale() === 'en' ? ', ' : '、'), 'arrow');
  },
  live: liveSelect,
};
