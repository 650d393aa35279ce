import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import {
  attachClosestEdge,
  type Edge,
  extractClosestEdge,
} from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { getReorderDestinationIndex } from '@atlaskit/pragmatic-drag-and-drop-hitbox/util/get-reorder-destination-index';

/** A list moved within itself. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}

function showEdge(element: HTMLElement, edge: Edge | null): void {
  if (edge === null) delete element.dataset.edge;
  else element.dataset.edge = edge;
}

function item(root: HTMLElement, element: HTMLElement, index: number, onMove: (from: number, to: number) => void) {
  const handle = element.querySelector<HTMLElement>(':scope > .sort-tools > .sort-handle') ?? element;
  return combine(
    draggable({
      element,
      dragHandle: handle,
      getInitialData: () => ({ root, index }),
      onDragStart: () => element.classList.add('sort-dragged'),
      onDrop: () => element.classList.remove('sort-dragged'),
    }),
    dropTargetForElements({
      element,
      // Lists stand inside of lists: only items of this very list may land here.
      canDrop: ({ source }) => source.data.root === root,
      getData: ({ input }) => attachClosestEdge({ index }, { element, input, allowedEdges: ['top', 'bottom'] }),
      onDrag: ({ self, source }) =>
        showEdge(element, source.data.index === index ? null : extractClosestEdge(self.data)),
      onDragLeave: () => showEdge(element, null),
      onDrop: ({ self, source }) => {
        showEdge(element, null);
        const from = Number(source.data.index);
        const to = getReorderDestinationIndex({
          startIndex: from,
          indexOfTarget: index,
          closestEdgeOfTarget: extractClosestEdge(self.data),
          axis: 'vertical',
        });
        if (from !== to) onMove(from, to);
      },
    }),
  );
}

/** Makes the items (`data-sort`) of a list draggable by their handles. Returns how to stop. */
export function sortable(root: HTMLElement, onMove: (from: number, to: number) => void): () => void {
  const items = [...root.querySelectorAll<HTMLElement>(':scope > [data-sort]')];
  return combine(...items.map((element, index) => item(root, element, index, onMove)));
}
