import {
  childrenOf,
  type DraftNode,
  groupOf,
  isNot,
  movedTo,
  nodeAt,
  type Pointer,
  placeOf,
  withNode,
} from './model.ts';

/** The list that a node stands in; a denied group counts as the group. */
function listIn(node: DraftNode | undefined, pointer: Pointer): Pointer | undefined {
  if (node === undefined) return undefined;
  if (isNot(node)) return listIn(node.not, `${pointer}/not`);
  return groupOf(node) ? pointer : undefined;
}

/** The node that moves as one with this: a denial takes what it denies along. */
function whole(pointer: Pointer): Pointer {
  return pointer.endsWith('/not') ? whole(pointer.slice(0, -'/not'.length)) : pointer;
}

/** One step by keyboard. Undefined where there is no such step. */
export function shifted(root: DraftNode, pointer: Pointer, way: 'up' | 'down' | 'in' | 'out'): DraftNode | undefined {
  const place = placeOf(pointer);
  if (!place) return way === 'in' ? withNode(root, pointer, (node) => ({ all: [node] })) : undefined;
  const { parent, index } = place;
  const siblings = childrenOf(nodeAt(root, parent) ?? {});
  const kind = groupOf(nodeAt(root, parent) ?? {}) ?? 'all';
  if (way === 'up' && index > 0) return movedTo(root, pointer, parent, index - 1);
  if (way === 'down' && index < siblings.length - 1) return movedTo(root, pointer, parent, index + 2);
  if (way === 'in') {
    const before = `${parent}/${kind}/${index - 1}`;
    const list = index > 0 ? listIn(siblings[index - 1], before) : undefined;
    if (list !== undefined) return movedTo(root, pointer, list, Number.MAX_SAFE_INTEGER);
    return withNode(root, pointer, (node) => (kind === 'all' ? { any: [node] } : { all: [node] }));
  }
  const outer = placeOf(whole(parent));
  if (!outer) return undefined;
  return movedTo(root, pointer, outer.parent, way === 'up' ? outer.index : outer.index + 1);
}

/** Where a node stands now; found by identity, since a move leaves the node itself as it is. */
export function pointerOf(root: DraftNode | undefined, wanted: DraftNode, at: Pointer = ''): Pointer | undefined {
  if (root === undefined) return undefined;
  if (root === wanted) return at;
  const kind = groupOf(root);
  const children = childrenOf(root);
  for (const [index, child] of children.entries()) {
    const found = pointerOf(child, wanted, kind ? `${at}/${kind}/${index}` : `${at}/not`);
    if (found !== undefined) return found;
  }
  return undefined;
}
