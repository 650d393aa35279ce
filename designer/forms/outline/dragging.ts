import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { onBeforeUnmount, onMounted, type Ref, type ShallowRef, shallowRef } from 'vue';
import { carriedBy, drop, holdsIn } from '../canvas/carry.ts';
import { startsDrag } from '../canvas/drag.ts';
import type { FormEditor } from '../editor.ts';
import type { Place } from '../model/place.ts';
import { ancestry } from '../model/tree.ts';
import { type OutlineRow, placeAtRow } from './rows.ts';

interface Landing {
  place: Place;
  /** Where the line is drawn. */
  top: number;
  level: number;
}

interface Sheet {
  box: Readonly<Ref<HTMLElement | null>>;
  rows: Readonly<Ref<readonly OutlineRow[]>>;
  scrolled: Readonly<Ref<number>>;
  /** Height of one row. */
  row: number;
}

function rowAt({ box, rows, scrolled, row }: Sheet, y: number) {
  const offset = y - (box.value?.getBoundingClientRect().top ?? 0) + scrolled.value;
  const index = Math.min(rows.value.length - 1, Math.max(0, Math.floor(offset / row)));
  const found = rows.value[index];
  return found === undefined ? undefined : { row: found, index, part: Math.min(1, (offset - index * row) / row) };
}

function landingAt(
  editor: FormEditor,
  sheet: Sheet,
  data: Record<string | symbol, unknown>,
  y: number,
): Landing | undefined {
  const carried = carriedBy(editor, data);
  const at = rowAt(sheet, y);
  const place = carried && at && placeAtRow(editor.tree.value, at.row, at.part, holdsIn(editor, carried));
  if (place === undefined || at === undefined) return undefined;
  const isInto = place.parent === at.row.node.id;
  return {
    place,
    top: (at.index + (at.part > 0.5 || isInto ? 1 : 0)) * sheet.row,
    level: ancestry(editor.tree.value, place.parent).length,
  };
}

/** Rows that can be dragged, and where among them something may be dropped. */
export function useOutlineDrag(
  editor: FormEditor,
  sheet: Sheet,
): { landing: ShallowRef<Landing | undefined>; prepare: (event: PointerEvent) => void } {
  const landing = shallowRef<Landing>();
  const stops: (() => void)[] = [];

  onMounted(() => {
    const element = sheet.box.value;
    if (element === null) return;
    stops.push(
      dropTargetForElements({
        element,
        canDrop: ({ source }) => carriedBy(editor, source.data) !== undefined,
        onDrag: ({ source, location }) => {
          landing.value = landingAt(editor, sheet, source.data, location.current.input.clientY);
        },
        onDragLeave: () => {
          landing.value = undefined;
        },
        onDrop: ({ source, location }) => {
          const to = landingAt(editor, sheet, source.data, location.current.input.clientY)?.place;
          const carried = carriedBy(editor, source.data);
          landing.value = undefined;
          if (carried !== undefined && to !== undefined) drop(editor, carried, to);
        },
      }),
      autoScrollForElements({ element, canScroll: ({ source }) => carriedBy(editor, source.data) !== undefined }),
    );
  });
  onBeforeUnmount(() => {
    for (const stop of stops) stop();
  });

  /** Only the rows that a pointer has been over are made draggable: most never are. */
  const ready = new WeakSet<HTMLElement>();
  function prepare(event: PointerEvent): void {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row-node]') : null;
    if (element === null || ready.has(element)) return;
    ready.add(element);
    stops.push(
      startsDrag(element, editor, () => {
        const id = element.dataset.rowNode ?? '';
        const { value: chosen } = editor.selection;
        return { kind: 'nodes', ids: chosen.includes(id) ? chosen : [id] };
      }),
    );
  }
  return { landing, prepare };
}
