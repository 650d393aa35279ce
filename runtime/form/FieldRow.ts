import { defineComponent, h, inject, type PropType, ref, type VNode } from 'vue';
import type { Field } from '../../engine/form/index.ts';
import { fieldUi } from '../fields/registry.ts';
import type { FieldUi } from '../fields/type.ts';
import { text } from '../i18n/index.ts';
import { control, isRequired, problemText } from './control.ts';
import { storeKey } from './store.ts';
import { fieldToolsKey } from './tools.ts';

let count = 0;

function labelOf(field: Field, ui: FieldUi | undefined, id: string, right: string): VNode {
  const isGroup = right === 'read' || right === 'mask' || ui === undefined || ui.group === true;
  const label = text(field.label);
  const children = isRequired(field, right) ? [label, h('span', { class: 'must', 'aria-hidden': 'true' }, '*')] : label;
  return isGroup
    ? h('span', { class: 'label', id: `${id}-label` }, children)
    : h('label', { class: 'label', id: `${id}-label`, for: id }, children);
}

function classOf({ span }: Field, ui: FieldUi | undefined, bad: boolean, writes: boolean): string {
  const width = span === undefined ? (ui?.wide === true ? ' wide' : '') : ' spans';
  return `field${width}${bad ? ' bad' : ''}${writes ? '' : ' reads'}`;
}

/**
 * A label, its control, its help and its error. Draws again only when its own field changes. Only what is there is
 * drawn: an empty place is a comment node to Vue, and three of them on each of 200 fields were 4 ms of 50.
 */
export default defineComponent({
  name: 'FieldRow',
  props: { field: { type: Object as PropType<Field>, required: true } },
  setup(props) {
    const store = inject(storeKey);
    if (store === undefined) throw new Error('FieldRow stands outside a RecordForm');
    const tools = inject(fieldToolsKey, undefined);
    const live = ref<string>();
    count += 1;
    const id = `f${count}-${props.field.key}`;
    const activate = (typed: string) => {
      live.value = typed;
    };
    return () => {
      const { field } = props;
      const right = store.right(field.key);
      if (right === 'hide') return null;
      const ui = fieldUi(field);
      const writes = right === 'edit' || right === 'require';
      const error = problemText(store, field.key);
      const help = writes ? text(field.help) : '';
      const describedBy = [help === '' ? '' : `${id}-help`, error === undefined ? '' : `${id}-error`]
        .filter((part) => part !== '')
        .join(' ');
      const children = [
        labelOf(field, ui, id, right),
        control({ store, field, id, live: live.value, describedBy: describedBy || undefined, activate }),
      ];
      const own = tools?.(field);
      if (own !== undefined) children.push(own);
      if (help !== '') children.push(h('p', { key: 'help', class: 'help', id: `${id}-help` }, help));
      if (error !== undefined) {
        children.push(h('p', { key: 'error', class: 'error', id: `${id}-error`, role: 'alert' }, error));
      }
      const isBad = error !== undefined;
      const place: Record<string, unknown> = { class: classOf(field, ui, isBad, writes), 'data-field': field.key };
      place['data-right'] = right;
      if (field.span !== undefined) place.style = { '--span': field.span };
      return h('div', place, children);
    };
  },
});
