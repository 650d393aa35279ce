import { defineAsyncComponent, h, type VNode } from 'vue';
import type { ReferenceField } from '../../../engine/definition/types.generated.ts';
import { choiceText } from '../choices.ts';
import { selectUi } from '../select/index.ts';
import type { ControlEvents, ControlProps, FieldUi } from '../type.ts';
import './reference.css';

/** Staff only: customers never fetch it. */
const ReferenceTools = defineAsyncComponent(() => import('./ReferenceTools.vue'));

/** Whether whoever fills in the form may open records of the other one: visitors have no screens for that. */
function formOf({ store }: ControlProps, field: ReferenceField) {
  if (store.user === undefined) return undefined;
  return store.app.forms.find(({ definition }) => definition.key === field.form);
}

function light(props: ControlProps, events: ControlEvents): VNode {
  const { store, field, path, value, cell } = props;
  if (field.type !== 'reference') return selectUi.light(props, events);
  const right = store.right(path, cell ? path.replace(/\[[^\]]*\]/, '') : undefined);
  const writes = right === 'edit' || right === 'require';
  const name = typeof value === 'string' ? choiceText(store, field, value) : '';
  const shown = writes
    ? selectUi.light(props, events)
    : h('span', { class: name === '' ? 'none' : 'value' }, name || '–');
  const form = formOf(props, field);
  const creates = writes && form?.may.create === true;
  if (form === undefined || right === 'mask' || (value === null && !creates)) return shown;
  const tools = h(ReferenceTools, { store, form, value, name, label: props.label, creates, onSet: events.set });
  return h('span', { class: 'reference-field' }, [shown, tools]);
}

/** Found on the server by what is typed (see choices.ts); looked at and made without leaving the form. */
export const referenceUi: FieldUi = {
  column: [200, 2],
  light,
  ...(selectUi.live === undefined ? {} : { live: selectUi.live }),
  reads: true,
};
