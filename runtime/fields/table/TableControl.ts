import { computed, defineComponent, h, nextTick, type PropType, ref, shallowRef, type VNode } from 'vue';
import type { Field, TableField } from '../../../engine/form/index.ts';
import type { FormStore } from '../../form/store.ts';
import { t, text } from '../../i18n/index.ts';
import { liveControl } from '../type.ts';
import TableRow from './TableRow.ts';
import { tracks } from './tracks.ts';

/** Fewer rows than this are simply drawn; more are drawn as far as they are seen. */
const virtualFrom = 60;
const firstRows = 20;
const virtualRows = liveControl(() => import('./VirtualRows.ts'));

/** A sub-table: one live cell at a time; on a narrow screen each row is a card. */
export default defineComponent({
  name: 'TableControl',
  props: {
    store: { type: Object as PropType<FormStore>, required: true },
    field: { type: Object as PropType<Field>, required: true },
    id: { type: String, required: true },
    label: { type: String, required: true },
    describedBy: { type: String },
  },
  setup(props) {
    const table = computed(() => props.field as TableField);
    const live = ref<{ row: string; column: string; typed: string }>();
    const root = shallowRef<HTMLElement>();
    const rows = computed(() => {
      props.store.track(table.value.key);
      return [...props.store.session.rows(table.value.key)];
    });
    const columns = computed(() =>
      table.value.fields.filter((column) => props.store.isShown(`${table.value.key}.${column.key}`)),
    );
    const removable = computed(() => {
      const right = props.store.right(table.value.key);
      return (right === 'edit' || right === 'require') && table.value.addRows !== false;
    });

    async function focusIn(selector: string): Promise<void> {
      await nextTick();
      const found =
        root.value?.querySelector<HTMLElement>(selector) ?? root.value?.querySelector<HTMLElement>('.add-row');
      found?.focus();
    }
    function add(): void {
      const rowId = props.store.addRow(table.value.key);
      void focusIn(`[data-row="${rowId}"] :is(input, select, textarea, button)`);
    }
    function remove(rowId: string): void {
      const index = rows.value.indexOf(rowId);
      props.store.removeRow(table.value.key, rowId);
      const next = rows.value[Math.min(index, rows.value.length - 1)];
      void focusIn(`[data-row="${next}"] .remove`);
    }

    function row(rowId: string, index: number): VNode {
      return h(TableRow, {
        key: rowId,
        store: props.store,
        table: table.value.key,
        columns: columns.value,
        rowId,
        index,
        id: props.id,
        removable: removable.value,
        live: live.value?.row === rowId ? live.value : undefined,
        activate: (column: string, typed: string) => {
          live.value = { row: rowId, column, typed };
        },
        remove: () => remove(rowId),
      });
    }

    function head(): VNode {
      const cells = columns.value.map((column) =>
        h(
          'div',
          { key: column.key, class: `cell ${column.type}`, role: 'columnheader', 'data-column': column.key },
          text(column.label),
        ),
      );
      if (removable.value) {
        const tools = h('span', { class: 'visually-hidden' }, t('field.rowTools'));
        cells.push(h('div', { key: 'tools', class: 'cell tools', role: 'columnheader' }, [tools]));
      }
      return h('div', { class: 'row head', role: 'row', 'aria-rowindex': 1 }, cells);
    }

    function body(): VNode[] {
      if (rows.value.length < virtualFrom) return rows.value.map(row);
      const component = virtualRows.component.value;
      if (component !== undefined) return [h(component, { rows: rows.value, draw: row })];
      void virtualRows.load();
      return rows.value.slice(0, firstRows).map(row);
    }

    /** Nothing in it takes the focus, so that it has to itself: a wide table is scrolled by keyboard too. */
    const reads = computed(
      () =>
        !columns.value.some(({ key }) => ['edit', 'require'].includes(props.store.right(`${table.value.key}.${key}`))),
    );

    function grid(): VNode {
      const attributes = {
        class: 'grid',
        role: 'table',
        'aria-label': props.label,
        'aria-describedby': props.describedBy,
        tabindex: reads.value || rows.value.length === 0 ? 0 : undefined,
        'aria-rowcount': rows.value.length + 1,
        style: tracks(columns.value, removable.value),
      };
      return h('div', attributes, [head(), ...body()]);
    }

    return () => {
      const children: VNode[] = [grid()];
      if (rows.value.length === 0) children.push(h('p', { key: 'none', class: 'none' }, t('field.noRows')));
      if (removable.value) {
        const attributes = { key: 'add', type: 'button', class: 'add-row', id: props.id, onClick: add };
        children.push(h('button', attributes, `+ ${t('field.addRow')}`));
      }
      return h('div', { class: 'table-field', ref: root, 'data-path': table.value.key }, children);
    };
  },
});
