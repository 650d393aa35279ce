import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { isWithin, type Pointer, placeOf } from './model.ts';

interface NodeDrag {
  element: HTMLElement;
  handle: HTMLElement;
  desk: symbol;
  pointer: () => Pointer;
  move: (from: Pointer, parent: Pointer, index: number) => void;
}

/** A part of a condition that can be dragged, and beside which others can be dropped. Returns how to stop. */
export function nodeDrag({ element, handle, desk, pointer, move }: NodeDrag): () => void {
  const clear = (): void => {
    delete element.dataset.edge;
  };
  return combine(
    draggable({
      element,
      dragHandle: handle,
      getInitialData: () => ({ desk, from: pointer() }),
      onDragStart: () => element.classList.add('sort-dragged'),
      onDrop: () => element.classList.remove('sort-dragged'),
    }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.desk === desk && !isWithin(pointer(), String(source.data.from)),
      getData: ({ input }) => attachClosestEdge({}, { element, input, allowedEdges: ['top', 'bottom'] }),
      onDrag: ({ self, location }) => {
        const edge = extractClosestEdge(self.data);
        if (location.current.dropTargets[0]?.element === element && edge) element.dataset.edge = edge;
        else clear();
      },
      onDragLeave: clear,
      onDrop: ({ self, source, location }) => {
        clear();
        if (location.current.dropTargets[0]?.element !== element) return;
        const place = placeOf(pointer());
        const isAfter = extractClosestEdge(self.data) === 'bottom';
        move(String(source.data.from), place?.parent ?? pointer(), (place?.index ?? 0) + (isAfter ? 1 : 0));
      },
    }),
  );
}

/** The empty end of a group, which takes what is dropped as its last. */
export function groupEndDrop(
  element: HTMLElement,
  { desk, pointer, move }: Pick<NodeDrag, 'desk' | 'pointer' | 'move'>,
): () => void {
  return dropTargetForElements({
    element,
    canDrop: ({ source }) => source.data.desk === desk && !isWithin(pointer(), String(source.data.from)),
    onDragEnter: () => element.classList.add('drop-here'),
    onDragLeave: () => element.classList.remove('drop-here'),
    onDrop: ({ source, location }) => {
      element.classList.remove('drop-here');
      if (location.current.dropTargets[0]?.element === element) {
        move(String(source.data.from), pointer(), Number.MAX_SAFE_INTEGER);
      }
    },
  });
}
