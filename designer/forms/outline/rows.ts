import { type Place } from '../model/place.ts';
import { type FormNode, type FormTree, LOOSE } from '../model/tree.ts';

/** The tree as the rows of a list, as far as it is unfolded. */
export interface OutlineRow {
  node: FormNode;
  level: number;
  position: number;
  size: number;
}

export function rowsOf(tree: FormTree, folded: ReadonlySet<string>): OutlineRow[] {
  const rows: OutlineRow[] = [];
  const walk = (node: FormNode, level: number): void => {
    // The section that a form without a layout is drawn in is not one of its parts.
    const children = node.children.flatMap((child) => (child.id === LOOSE ? child.children : [child]));
    for (const [index, child] of children.entries()) {
      rows.push({ node: child, level, position: index + 1, size: children.length });
      if (child.children.length > 0 && !folded.has(child.id)) walk(child, level + 1);
    }
  };
  walk(tree.root, 1);
  return rows;
}

/** In the upper part of a row before it, in the lower after it, in the middle of a container into it. */
export function placeAtRow(
  tree: FormTree,
  row: OutlineRow,
  part: number,
  holds: (container: FormNode) => boolean,
): Place | undefined {
  const { node } = row;
  const edge = holds(node) ? 0.25 : 0.5;
  if (holds(node) && part >= edge && (part <= 1 - edge || node.children.length > 0)) {
    return { parent: node.id, index: part > 0.5 ? 0 : node.children.length };
  }
  const isAfter = part > 0.5;
  for (let child = node; ; ) {
    const parent = tree.parentOf.get(child.id);
    if (parent === undefined) return undefined;
    if (holds(parent)) return { parent: parent.id, index: parent.children.indexOf(child) + (isAfter ? 1 : 0) };
    child = parent;
  }
}
