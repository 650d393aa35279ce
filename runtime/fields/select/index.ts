import { h, type VNode } from 'vue';
import { text } from '../../i18n/index.ts';
import { choiceText, ownOptions } from '../choices.ts';
import { controlAttributes, trigger } from '../input.ts';
import { prefersNative } from '../touch.ts';
import { type ControlEvents, type ControlProps, type FieldUi, liveControl } from '../type.ts';

/** Fetched when a list is about to be opened: a page that asks for none stays small. */
export const liveSelect = liveControl(() => import('./LiveSelect.vue'));

function native(props: ControlProps, events: ControlEvents, options: { value: string; label: string }[]): VNode {
  const chosen = typeof props.value === 'string' ? props.value : '';
  const none = h('option', { key: '', value: '', disabled: props.required }, text(props.field.placeholder) || '\u00a0');
  return h(
    'select',
    {
      ...controlAttributes(props),
      class: `control trigger arrow${chosen === '' ? ' empty' : ''}`,
      value: chosen,
      onChange: (event: Event) => events.set((event.target as HTMLSelectElement).value || null),
      onBlur: events.leave,
    },
    [none, ...options.map(({ value, label }) => h('option', { key: value, value }, label))],
  );
}

export const selectUi: FieldUi = {
  light: (props, events) => {
    const own = prefersNative() ? ownOptions(props.store, props.field, props.path) : undefined;
    if (own !== undefined) return native(props, events, own);
    const shown = typeof props.value === 'string' ? choiceText(props.store, props.field, props.value) : '';
    return trigger(props, events, shown, 'arrow');
  },
  live: liveSelect,
};
