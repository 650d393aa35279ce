import { h } from 'vue';
import { ownOptions } from '../choices.ts';
import { controlAttributes } from '../input.ts';
import { liveSelect, selectUi } from '../select/index.ts';
import type { FieldUi } from '../type.ts';

/** A native radio group: arrow keys and screen readers know it. From records, or in a table's cell, it is a select. */
export const radioUi: FieldUi = {
  group: true,
  light: (props, events) => {
    const options = ownOptions(props.store, props.field, props.path);
    if (options === undefined || props.cell) return selectUi.light(props, events);
    return h(
      'div',
      { ...controlAttributes(props), class: 'radios', role: 'radiogroup', 'aria-labelledby': `${props.id}-label` },
      options.map((option) =>
        h('label', { key: option.value }, [
          h('input', {
            type: 'radio',
            name: props.id,
            value: option.value,
            checked: props.value === option.value,
            onChange: () => events.set(option.value),
            onBlur: events.leave,
          }),
          option.label,
        ]),
      ),
    );
  },
  live: liveSelect,
};
