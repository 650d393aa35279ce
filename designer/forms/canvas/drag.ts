import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/utils/set-custom-native-drag-preview';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { type ShallowRef, shallowRef } from 'vue';
import type { FormEditor } from '../editor.ts';
import { type Carried, carriedBy, carriedWords, dragData, drop, holdsIn, thingsOf } from './carry.ts';
import { columnAt, type Landing, landingAt } from './landing.ts';

/** Shows what is carried as a chip under the pointer: a picture of the whole row would hide where it lands. */
export function previewChip(words: () => string) {
  return ({ nativeSetDragImage }: { nativeSetDragImage: DataTransfer['setDragImage'] | null }): void => {
    setCustomNativeDragPreview({
      nativeSetDragImage,
      getOffset: () => ({ x: -12, y: 16 }),
      render({ container }) {
        const chip = document.createElement('div');
        chip.className = 'drag-chip';
        chip.textContent = words();
        container.append(chip);
      },
    });
  };
}

/** Makes an element the start of a drag; what it carries is asked when the drag begins. */
export function startsDrag(element: HTMLElement, editor: FormEditor, carried: (x: number, y: number) => Carried) {
  let now: Carried | undefined;
  return draggable({
    element,
    getInitialData: ({ input }) => {
      now = carried(input.clientX, input.clientY);
      return dragData(editor, now);
    },
    onGenerateDragPreview: previewChip(() => (now === undefined ? '' : carriedWords(editor, now))),
  });
}

export interface CanvasDrag {
  /** Where it would land now; undefined while nothing hangs over the canvas. */
  landing: ShallowRef<Landing | undefined>;
  /** An element that somebody points at can be dragged from then on. */
  prepare(element: HTMLElement): void;
  stop(): void;
}

/**
 * One drop target for the whole canvas, which finds the gap by geometry: 200 fields are not 200 targets, and no zone is a
 * pixel wide.
 */
export function canvasDrag(editor: FormEditor, root: HTMLElement, scroller: HTMLElement): CanvasDrag {
  const landing = shallowRef<Landing>();
  const prepared = new WeakSet<HTMLElement>();
  const stops: (() => void)[] = [];

  function look(data: Record<string | symbol, unknown>, x: number, y: number): Landing | undefined {
    const carried = carriedBy(editor, data);
    if (carried === undefined) return undefined;
    springOpen(editor, root, x, y);
    const over = {
      root,
      tree: editor.tree.value,
      x,
      y,
      things: thingsOf(editor, carried),
      holds: holdsIn(editor, carried),
    };
    return landingAt(over);
  }

  stops.push(
    dropTargetForElements({
      element: root,
      canDrop: ({ source }) => carriedBy(editor, source.data) !== undefined,
      onDragEnter: ({ source, location }) => {
        const { clientX, clientY } = location.current.input;
        landing.value = look(source.data, clientX, clientY);
      },
      onDrag: ({ source, location }) => {
        const { clientX, clientY } = location.current.input;
        landing.value = look(source.data, clientX, clientY);
      },
      onDragLeave: () => {
        landing.value = undefined;
      },
      onDrop: ({ source, location }) => {
        const { clientX, clientY } = location.current.input;
        const carried = carriedBy(editor, source.data);
        const found = look(source.data, clientX, clientY);
        landing.value = undefined;
        if (carried !== undefined && found !== undefined) drop(editor, carried, found.place);
        if (carried?.kind === 'new') editor.rename();
      },
    }),
    autoScrollForElements({
      element: scroller,
      canScroll: ({ source }) => carriedBy(editor, source.data) !== undefined,
    }),
  );

  return {
    landing,
    prepare(element) {
      const id = element.dataset.node;
      if (id === undefined || prepared.has(element)) return;
      prepared.add(element);
      const carry = (x: number, y: number): Carried => {
        const held = columnAt(root, editor.tree.value, element.dataset.node ?? id, x, y) ?? element.dataset.node ?? id;
        const { value: chosen } = editor.selection;
        // A table that is chosen moves as a whole, wherever it is taken; otherwise the column that is pointed at.
        const isTable = held !== element.dataset.node && chosen.includes(element.dataset.node ?? '');
        const grabbed = isTable ? (element.dataset.node ?? id) : held;
        return { kind: 'nodes', ids: chosen.includes(grabbed) ? chosen : [grabbed] };
      };
      stops.push(startsDrag(element, editor, carry));
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** A tab that something hangs over opens, so that it can be dropped into. */
function springOpen(editor: FormEditor, root: HTMLElement, x: number, y: number): void {
  for (const element of root.querySelectorAll<HTMLElement>('.panel-name')) {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const id = element.dataset.node;
    if (id !== undefined && x >= left && x <= right && y >= top && y <= bottom) editor.openPanel(id);
  }
}
