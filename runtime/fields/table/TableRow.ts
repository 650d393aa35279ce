import { defineComponent, h, type PropType, type VNode } from 'vue';
import { cellPath, type Field } from '../../../engine/form/index.ts';
import { control, problemText } from '../../form/control.ts';
import type { FormStore } from '../../form/store.ts';
import { t, text } from '../../i18n/index.ts';
import { Close } from '../icon.ts';

/** One row of a sub-table. Draws again when one of its own cells changes, or the rights of its columns. */
export default defineComponent({
  name: 'TableRow',
  props: {
    store: { type: Object as PropType<FormStore>, required: true },
    table: { type: String, required: true },
    columns: { type: Array as PropType<readonly Field[]>, required: true },
    rowId: { type: String, required: true },
    index: { type: Number, required: true },
    id: { type: String, required: true },
    removable: { type: Boolean, required: true },
    /** Of the live cell, where it is in this row. */
    live: { type: Object as PropType<{ column: string; typed: string }> },
    activate: { type: Function as PropType<(column: string, typed: string) => void>, required: true },
    remove: { type: Function as PropType<() => void>, required: true },
  },
  setup(props) {
    function cell(column: Field): VNode {
      const { store, table, rowId } = props;
      const error = problemText(store, cellPath(`${table}.${column.key}`, rowId));
      const id = `${props.id}-${rowId}-${column.key}`;
      const children = [
        control({
          store,
          field: column,
          table,
          rowId,
          id,
          live: props.live?.column === column.key ? props.live.typed : undefined,
          describedBy: error === undefined ? undefined : `${id}-error`,
          activate: (typed) => props.activate(column.key, typed),
        }),
      ];
      if (error !== undefined) children.push(h('p', { class: 'error', id: `${id}-error`, role: 'alert' }, error));
      const attributes = {
        key: column.key,
        class: `cell ${column.type}`,
        role: 'cell',
        'data-label': text(column.label),
        'data-column': column.key,
      };
      return h('div', attributes, children);
    }

    return () => {
      const cells = props.columns.map(cell);
      if (props.removable) {
        const label = t('field.removeRow', { n: props.index + 1 });
        const button = h(
          'button',
          { type: 'button', class: 'remove', 'aria-label': label, onClick: props.remove },
          h(Close),
        );
        cells.push(h('div', { key: 'tools', class: 'cell tools', role: 'cell' }, [button]));
      }
      const attributes = { class: 'row', role: 'row', 'data-row': props.rowId, 'aria-rowindex': props.index + 2 };
      return h('div', attributes, cells);
    };
  },
});
