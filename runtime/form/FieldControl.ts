import { defineComponent, type PropType, ref } from 'vue';
import type { Field } from '../../engine/form/index.ts';
import { control } from './control.ts';
import type { FormStore } from './store.ts';

/** One control by itself, for screens that lay a form out their own way; it keeps whether it is live. */
export default defineComponent({
  name: 'FieldControl',
  props: {
    store: { type: Object as PropType<FormStore>, required: true },
    field: { type: Object as PropType<Field>, required: true },
    table: { type: String },
    rowId: { type: String },
    id: { type: String, required: true },
    describedBy: { type: String },
  },
  setup(props) {
    const live = ref<string>();
    return () =>
      control({
        store: props.store,
        field: props.field,
        ...(props.table === undefined ? {} : { table: props.table }),
        ...(props.rowId === undefined ? {} : { rowId: props.rowId }),
        id: props.id,
        live: live.value,
        describedBy: props.describedBy,
        activate: (typed) => {
          live.value = typed;
        },
      });
  },
});
