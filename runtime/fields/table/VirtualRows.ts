import { useVirtualizer } from '@tanstack/vue-virtual';
import {
  computed,
  defineComponent,
  h,
  onBeforeUnmount,
  onMounted,
  onUpdated,
  type PropType,
  ref,
  shallowRef,
  type VNode,
} from 'vue';
import { observeOffset, observeRect, offsetIn, scrollerOf } from './window.ts';

const estimate = 45;

/** Draws of many rows those that are seen, ten more on either side for the tab key, and on paper all of them. */
export default defineComponent({
  name: 'VirtualRows',
  props: {
    rows: { type: Array as PropType<readonly string[]>, required: true },
    draw: { type: Function as PropType<(rowId: string, index: number) => VNode>, required: true },
  },
  setup(props) {
    const start = shallowRef<HTMLElement>();
    const scroller = shallowRef<HTMLElement | null>(null);
    const margin = ref(0);
    const printing = ref(false);
    const rows = useVirtualizer<HTMLElement, HTMLElement>(
      computed(() => ({
        count: props.rows.length,
        getScrollElement: () => scroller.value,
        getItemKey: (index: number) => props.rows[index] ?? index,
        estimateSize: () => estimate,
        overscan: 10,
        scrollMargin: margin.value,
        initialRect: { width: window.innerWidth, height: window.innerHeight },
        observeElementOffset: observeOffset,
        observeElementRect: observeRect,
      })),
    );
    /** What stands above may have grown. */
    function settle(): void {
      if (start.value !== undefined && scroller.value !== null) margin.value = offsetIn(start.value, scroller.value);
    }
    const onPrint = () => {
      printing.value = true;
    };
    const afterPrint = () => {
      printing.value = false;
    };
    onMounted(() => {
      if (start.value === undefined) return;
      scroller.value = scrollerOf(start.value);
      settle();
      measure();
      document.addEventListener('scroll', settle, { passive: true, capture: true });
      window.addEventListener('beforeprint', onPrint);
      window.addEventListener('afterprint', afterPrint);
    });
    onBeforeUnmount(() => {
      document.removeEventListener('scroll', settle, { capture: true });
      window.removeEventListener('beforeprint', onPrint);
      window.removeEventListener('afterprint', afterPrint);
    });
    /** All at once when they stand: one by one, as they are put in, each would force a layout (800 ms for 500 rows). */
    function measure(): void {
      const drawn = start.value?.parentElement?.querySelectorAll<HTMLElement>(':scope > [data-index]') ?? [];
      // In a hidden tab nothing has a height, and rows of none would all be drawn.
      for (const row of drawn) if (row.offsetHeight > 0) rows.value.measureElement(row);
    }
    onUpdated(measure);
    const space = (key: string, height: number) =>
      h('div', { key, 'aria-hidden': 'true', class: 'space', style: { height: `${Math.max(0, height)}px` } });

    return () => {
      if (printing.value) return props.rows.map(props.draw);
      const items = rows.value.getVirtualItems();
      const before = (items[0]?.start ?? margin.value) - margin.value;
      const after = rows.value.getTotalSize() - ((items.at(-1)?.end ?? margin.value) - margin.value);
      return [
        h('div', { key: 'start', ref: start, 'aria-hidden': 'true' }),
        space('before', before),
        ...items.map(({ index }) => h(props.draw(props.rows[index] ?? '', index), { 'data-index': index })),
        space('after', after),
      ];
    };
  },
});
