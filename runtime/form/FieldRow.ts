import { defineComponent, h, inject, type PropType, ref } from 'vue';
import type { Field } from '../../engine/form/index.ts';
import { fieldUi } from '../fields/registry.ts';
import { text } from '../i18n/index.ts';
import { control, problemText } from './control.ts';
import { storeKey } from './store.ts';

let count = 0;

/** A label, its control, its help and its error. Draws again only when its own field changes. */
export default defineComponent({
  name: 'FieldRow',
  props: { field: { type: Object as PropType<Field>, required: true } },
  setup(props) {
    const injected = inject(storeKey);
    if (injected === undefined) throw new Error('FieldRow stands outside a RecordForm');
    const store = injected;
    const live = ref<boolean>();
    count += 1;
    const id = `f${count}-${props.field.key}`;
    const activate = (open: boolean) => {
      live.value = open;
    };
    return () => {
      const { field } = props;
      const right = store.right(field.key);
      if (right === 'hide') return null;
      const ui = fieldUi(field);
      const writes = right === 'edit' || right === 'require';
      const error = problemText(store, field.key);
      const help = text(field.help);
      const helpId = help !== '' && writes ? `${id}-help` : undefined;
      const errorId = error === undefined ? undefined : `${id}-error`;
      const describedBy = [helpId, errorId].filter(Boolean).join(' ') || undefined;
      const label = h(
        writes && ui?.group !== true ? 'label' : 'span',
        { class: 'label', id: `${id}-label`, ...(writes && ui?.group !== true ? { for: id } : {}) },
        [text(field.label), right === 'require' ? h('span', { class: 'must', 'aria-hidden': 'true' }, '*') : null],
      );
      return h(
        'div',
        {
          class: ['field', { wide: ui?.wide === true, bad: error !== undefined, reads: !writes }],
          'data-field': field.key,
          'data-right': right,
        },
        [
          label,
          control({ store, field, id, live: live.value, describedBy, activate }),
          helpId === undefined ? null : h('p', { class: 'help', id: helpId }, help),
          errorId === undefined ? null : h('p', { class: 'error', id: errorId, role: 'alert' }, error),
        ],
      );
    };
  },
});
