import { useVirtualizer } from '@tanstack/vue-virtual';
import { computed, defineComponent, h, onMounted, type PropType, ref, shallowRef, type VNode } from 'vue';
import { cellPath, type Field, type TableField } from '../../../engine/form/index.ts';
import { control, problemText } from '../../form/control.ts';
import type { FormStore } from '../../form/store.ts';
import { t, text } from '../../i18n/index.ts';

const ROW = 41;
/** Fewer rows than this are simply drawn; more are drawn as far as they are seen. */
const VIRTUAL_FROM = 40;

function scrollParent(element: HTMLElement | null): HTMLElement {
  for (let at = element?.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.documentElement;
}

/** A sub-table: one live cell at a time; on a narrow screen each row is a card. */
export default defineComponent({
  name: 'TableControl',
  props: {
    store: { type: Object as PropType<FormStore>, required: true },
    field: { type: Object as PropType<Field>, required: true },
    id: { type: String, required: true },
    label: { type: String, required: true },
  },
  setup(props) {
    const table = computed(() => props.field as TableField);
    const live = ref<{ path: string; open: boolean }>();
    const root = shallowRef<HTMLElement>();
    const scroller = shallowRef<HTMLElement | null>(null);
    const rows = computed(() => {
      props.store.track(table.value.key);
      return [...props.store.session.rows(table.value.key)];
    });
    const columns = computed(() =>
      table.value.fields.filter((column) => {
        const path = `${table.value.key}.${column.key}`;
        return props.store.right(path) !== 'hide';
      }),
    );
    const writes = computed(() => {
      const right = props.store.right(table.value.key);
      return right === 'edit' || right === 'require';
    });
    const virtual = useVirtualizer(
      computed(() => ({
        count: rows.value.length,
        getScrollElement: () => scroller.value,
        estimateSize: () => ROW,
        overscan: 10,
        scrollMargin: root.value === undefined || scroller.value === null ? 0 : offsetIn(root.value, scroller.value),
      })),
    );
    onMounted(() => {
      scroller.value = scrollParent(root.value ?? null);
    });

    function cell(rowId: string, column: Field): VNode {
      const path = cellPath(`${table.value.key}.${column.key}`, rowId);
      const error = problemText(props.store, path);
      const id = `${props.id}-${rowId}-${column.key}`;
      return h('div', { key: column.key, class: ['cell', column.type], role: 'cell', 'data-label': text(column.label) }, [
        control({
          store: props.store,
          field: column,
          table: table.value.key,
          rowId,
          id,
          live: live.value?.path === path ? live.value.open : undefined,
          describedBy: error === undefined ? undefined : `${id}-error`,
          activate: (open) => {
            live.value = { path, open };
          },
        }),
        error === undefined ? null : h('p', { class: 'error', id: `${id}-error`, role: 'alert' }, error),
      ]);
    }

    function row(rowId: string, index: number): VNode {
      const removable = writes.value && table.value.addRows !== false;
      return h('div', { key: rowId, class: 'row', role: 'row', 'data-row': rowId, 'aria-rowindex': index + 2 }, [
        ...columns.value.map((column) => cell(rowId, column)),
        removable
          ? h('div', { class: 'cell tools', role: 'cell' }, [
              h(
                'button',
                {
                  type: 'button',
                  class: 'remove',
                  'aria-label': t('field.removeRow', { n: index + 1 }),
                  onClick: () => props.store.removeRow(table.value.key, rowId),
                },
                '×',
              ),
            ])
          : null,
      ]);
    }

    function body(): VNode[] {
      if (rows.value.length < VIRTUAL_FROM || scroller.value === null) return rows.value.map(row);
      const items = virtual.value.getVirtualItems();
      const margin = virtual.value.options.scrollMargin;
      const before = (items[0]?.start ?? margin) - margin;
      const after = virtual.value.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin);
      return [
        h('div', { key: 'before', style: { height: `${before}px` } }),
        ...items.flatMap((item) => {
          const rowId = rows.value[item.index];
          return rowId === undefined ? [] : [row(rowId, item.index)];
        }),
        h('div', { key: 'after', style: { height: `${Math.max(0, after)}px` } }),
      ];
    }

    return () => {
      const removable = writes.value && table.value.addRows !== false;
      const widths = columns.value.map((column) => (column.type === 'text' ? 'minmax(96px, 2fr)' : 'minmax(88px, 1fr)'));
      return h('div', { class: 'table-field', ref: root, 'data-path': table.value.key }, [
        h(
          'div',
          {
            class: 'grid',
            role: 'table',
            'aria-label': props.label,
            'aria-rowcount': rows.value.length + 1,
            style: { '--columns': [...widths, ...(removable ? ['40px'] : [])].join(' ') },
          },
          [
            h('div', { class: 'row head', role: 'row' }, [
              ...columns.value.map((column) =>
                h('div', { key: column.key, class: ['cell', column.type], role: 'columnheader' }, text(column.label)),
              ),
              removable ? h('div', { class: 'cell', role: 'columnheader', 'aria-label': t('field.rowTools') }) : null,
            ]),
            ...body(),
          ],
        ),
        rows.value.length === 0 ? h('p', { class: 'none' }, t('field.noRows')) : null,
        removable
          ? h(
              'button',
              { type: 'button', class: 'add-row', id: props.id, onClick: () => props.store.addRow(table.value.key) },
              `+ ${t('field.addRow')}`,
            )
          : null,
      ]);
    };
  },
});

function offsetIn(element: HTMLElement, scroller: HTMLElement): number {
  return element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
}
