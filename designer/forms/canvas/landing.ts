import type { Place, Thing } from '../model/place.ts';
import { ancestry, type FormNode, type FormTree } from '../model/tree.ts';

/** Where something that hangs over the canvas would land, read off what is drawn there. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Landing {
  place: Place;
  /** The line, in the coordinates of the screen. */
  line: Box;
  /** What it would stand in. */
  within: Box;
}

export interface Over {
  root: HTMLElement;
  tree: FormTree;
  x: number;
  y: number;
  /** Whether the container may take what hangs there. */
  holds(container: FormNode): boolean;
  things: readonly Thing[];
}

function boxOf(element: Element): Box {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom };
}

function distance({ left, top, right, bottom }: Box, x: number, y: number): number {
  const dx = Math.max(left - x, 0, x - right);
  const dy = Math.max(top - y, 0, y - bottom);
  return dx * dx + dy * dy * 4;
}

const within = ({ left, top, right, bottom }: Box, x: number, y: number): boolean =>
  x >= left && x <= right && y >= top && y <= bottom;

const find = (root: HTMLElement, attribute: string, id: string): HTMLElement | null =>
  root.querySelector<HTMLElement>(`[${attribute}="${CSS.escape(id)}"]`);

/** Columns of a sub-table are drawn by the runtime, which names them in their heads. */
function columnBoxes(root: HTMLElement, table: FormNode): Box[] {
  const element = find(root, 'data-node', table.id);
  const heads = [...(element?.querySelectorAll('[role="columnheader"][data-column]') ?? [])].map(boxOf);
  if (heads.every(({ left, right }) => right > left)) return heads;
  return [...(element?.querySelectorAll('[role="cell"][data-column]') ?? [])].map(boxOf);
}

/** Everything that may take it and can be seen, with its box. */
function containersSeen({ root, tree, holds }: Over): { node: FormNode; box: Box }[] {
  return [...root.querySelectorAll<HTMLElement>('[data-container]')].flatMap((element) => {
    const node = tree.byId.get(element.dataset.container ?? '');
    return node !== undefined && holds(node) ? [{ node, box: boxOf(element) }] : [];
  });
}

/** The middle of a sub-table takes columns; its edges belong to the section around it. */
function tableUnder(over: Over): FormNode | undefined {
  const { root, tree, x, y, holds } = over;
  for (const element of root.querySelectorAll<HTMLElement>('[data-node]')) {
    const node = tree.byId.get(element.dataset.node ?? '');
    if (node?.field?.type !== 'table' || !holds(node)) continue;
    const box = boxOf(element);
    const edge = Math.min(16, (box.bottom - box.top) / 4);
    if (x >= box.left && x <= box.right && y > box.top + edge && y < box.bottom - edge) return node;
  }
  return undefined;
}

function containerUnder(over: Over): { node: FormNode; box: Box } | undefined {
  const seen = containersSeen(over);
  const rootNode = over.tree.root;
  if (over.holds(rootNode)) seen.unshift({ node: rootNode, box: boxOf(over.root) });
  // The innermost that is pointed at, else the nearest.
  const under = seen.findLast(({ box }) => within(box, over.x, over.y));
  if (under !== undefined) return under;
  return seen.toSorted((a, b) => distance(a.box, over.x, over.y) - distance(b.box, over.x, over.y))[0];
}

function childElement(root: HTMLElement, child: FormNode): HTMLElement | null {
  const isPart = child.kind === 'section' || child.kind === 'tabs' || child.kind === 'steps';
  return find(root, isPart ? 'data-container' : 'data-node', child.id);
}

/** Before or after the child that is nearest: beside it where others stand beside it, above or below it where none do. */
function gapIn(over: Over, container: FormNode, box: Box, boxes: readonly Box[], isRow = false): Landing {
  const parent = container.id;
  let nearest = 0;
  for (const [index, each] of boxes.entries()) {
    const best = boxes[nearest];
    if (best === undefined || distance(each, over.x, over.y) < distance(best, over.x, over.y)) nearest = index;
  }
  const child = boxes[nearest];
  if (child === undefined) {
    const middle = (box.top + box.bottom) / 2;
    return {
      place: { parent, index: 0 },
      line: { left: box.left, right: box.right, top: middle, bottom: middle },
      within: box,
    };
  }
  const isBeside =
    isRow || boxes.some((other) => other !== child && other.top < child.bottom - 4 && other.bottom > child.top + 4);
  const isAfter = isBeside ? over.x > (child.left + child.right) / 2 : over.y > (child.top + child.bottom) / 2;
  return { place: { parent, index: nearest + (isAfter ? 1 : 0) }, line: lineAt(child, isBeside, isAfter), within: box };
}

/** In the gap between two, 6 pixels off. */
function lineAt({ left, top, right, bottom }: Box, isBeside: boolean, isAfter: boolean): Box {
  const gap = 8;
  if (isBeside) {
    const x = isAfter ? right + gap : left - gap;
    return { left: x, right: x, top, bottom };
  }
  const y = isAfter ? bottom + gap : top - gap;
  return { left, right, top: y, bottom: y };
}

export function landingAt(over: Over): Landing | undefined {
  const table = tableUnder(over);
  if (table !== undefined) {
    const element = find(over.root, 'data-node', table.id);
    if (element !== null) {
      const boxes = columnBoxes(over.root, table);
      // On a narrow screen a row is a card, and its columns stand one above the other.
      const isRow = boxes.length < 2 || boxes.every(({ top }) => Math.abs(top - (boxes[0]?.top ?? top)) < 4);
      return gapIn(over, table, boxOf(element), boxes, isRow);
    }
  }
  const found = containerUnder(over);
  if (found === undefined) return undefined;
  const children = found.node.children.filter(({ kind }) => kind !== 'rest');
  const boxes = children.map((child) => {
    const element = childElement(over.root, child);
    // A panel that is closed takes no room, and nothing lands beside it.
    return element === null ? { left: -9e6, top: -9e6, right: -9e6, bottom: -9e6 } : boxOf(element);
  });
  return gapIn(over, found.node, found.box, boxes, found.node.kind === 'tabs' || found.node.kind === 'steps');
}

/** The column that is pointed at, inside a sub-table. */
export function columnAt(root: HTMLElement, tree: FormTree, id: string, x: number, y: number): string | undefined {
  const table = tree.byId.get(id);
  if (table?.field?.type !== 'table') return undefined;
  const grid = find(root, 'data-node', id)?.querySelector('[role="table"]');
  if (grid == null || !within(boxOf(grid), x, y)) return undefined;
  const index = columnBoxes(root, table).findIndex(
    (box) => within(box, x, Math.max(box.top, Math.min(y, box.bottom))) && x >= box.left && x < box.right,
  );
  return table.children[index]?.id;
}

/** Where a column's head is drawn: its frame and its toolbar stand there. */
export function boxOfNode(root: HTMLElement, tree: FormTree, id: string): Box | undefined {
  const node = tree.byId.get(id);
  const element = find(root, 'data-node', id);
  if (element !== null) return boxOf(element);
  const table = node?.kind === 'column' ? ancestry(tree, id)[1] : undefined;
  if (table === undefined || node === undefined) return undefined;
  const boxes = columnBoxes(root, table);
  const head = boxes[table.children.indexOf(node)];
  const grid = find(root, 'data-node', table.id)?.querySelector('[role="table"]');
  // On a phone the cells of a row stand one below the other: each is all that there is of its column.
  if (boxes.some((box, index) => index > 0 && box.top >= (boxes[index - 1]?.bottom ?? 0) - 1)) return head;
  return head === undefined || grid == null ? undefined : { ...head, bottom: boxOf(grid).bottom };
}

/** Where the words of its label are drawn. */
export function labelBoxOf(root: HTMLElement, tree: FormTree, id: string): Box | undefined {
  const element = find(root, 'data-node', id);
  if (element === null) return boxOfNode(root, tree, id);
  const label = element.querySelector('.label, .form-block');
  return boxOf(label ?? element);
}
