import type { Condition, ConditionLeaf, Operator } from '../../../engine/expression/index.ts';

/** A condition while it is being written: a comparison may still lack its fact, operator or value. */
export type DraftLeaf = Partial<Omit<ConditionLeaf, 'operator'>> & { operator?: Operator };
export type DraftNode = { all: DraftNode[] } | { any: DraftNode[] } | { not: DraftNode } | DraftLeaf;
export type Group = 'all' | 'any';

/** Where a node stands, as a JSON pointer: "/all/0/not"; empty for the root. */
export type Pointer = string;

export const isAll = (node: DraftNode): node is { all: DraftNode[] } => 'all' in node;
export const isAny = (node: DraftNode): node is { any: DraftNode[] } => 'any' in node;
export const isNot = (node: DraftNode): node is { not: DraftNode } => 'not' in node;
export const isLeaf = (node: DraftNode): node is DraftLeaf => !isAll(node) && !isAny(node) && !isNot(node);

export function groupOf(node: DraftNode): Group | undefined {
  return isAll(node) ? 'all' : isAny(node) ? 'any' : undefined;
}

export function childrenOf(node: DraftNode): DraftNode[] {
  return isAll(node) ? node.all : isAny(node) ? node.any : isNot(node) ? [node.not] : [];
}

export const group = (kind: Group, children: DraftNode[]): DraftNode =>
  kind === 'all' ? { all: children } : { any: children };

const stepsOf = (pointer: Pointer): string[] => pointer.split('/').slice(1);

export function nodeAt(root: DraftNode | undefined, pointer: Pointer): DraftNode | undefined {
  let node: unknown = root;
  for (const step of stepsOf(pointer)) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Record<string, unknown>)[step];
  }
  return node as DraftNode | undefined;
}

/** The place in a list that a pointer names: the group it stands in, and its position. */
export function placeOf(pointer: Pointer): { parent: Pointer; index: number } | undefined {
  const found = /^(.*)\/(?:all|any)\/(\d+)$/.exec(pointer);
  return found ? { parent: found[1] ?? '', index: Number(found[2]) } : undefined;
}

/** The root with one node made anew; what is not on the way stays the same object. Undefined takes the node away. */
export function withNode(
  root: DraftNode | undefined,
  pointer: Pointer,
  change: (node: DraftNode) => DraftNode | undefined,
): DraftNode | undefined {
  const [step, ...rest] = stepsOf(pointer);
  if (step === undefined) return root === undefined ? undefined : change(root);
  if (root === undefined) return undefined;
  if (step === 'not' && isNot(root)) {
    const inner = withNode(root.not, rest.map((one) => `/${one}`).join(''), change);
    return inner === undefined ? undefined : { not: inner };
  }
  const kind = groupOf(root);
  if (kind !== step) return root;
  const index = Number(rest[0]);
  const within = rest
    .slice(1)
    .map((one) => `/${one}`)
    .join('');
  const children = childrenOf(root).flatMap((child, at) => {
    if (at !== index) return [child];
    const next = withNode(child, within, change);
    return next === undefined ? [] : [next];
  });
  return children.length === 0 ? undefined : group(kind, children);
}

/** A new node in a group; anything else that stands there becomes a group with it first. */
export function inserted(
  root: DraftNode | undefined,
  parent: Pointer,
  index: number,
  node: DraftNode,
): DraftNode | undefined {
  if (root === undefined) return node;
  return withNode(root, parent, (found) => {
    const kind = groupOf(found);
    if (kind === undefined) return index === 0 ? { all: [node, found] } : { all: [found, node] };
    const children = [...childrenOf(found)];
    children.splice(Math.min(index, children.length), 0, node);
    return group(kind, children);
  });
}

export const isWithin = (pointer: Pointer, outer: Pointer): boolean =>
  pointer === outer || pointer.startsWith(`${outer}/`);

const gone: DraftLeaf = { fact: '\u0000gone' };
const isGone = (node: DraftNode): boolean => isLeaf(node) && node.fact === gone.fact;

function withoutGone(node: DraftNode): DraftNode | undefined {
  if (isGone(node)) return undefined;
  const kind = groupOf(node);
  if (kind !== undefined) {
    const children = childrenOf(node);
    const next = children.map(withoutGone).filter((child) => child !== undefined);
    if (next.length === children.length && next.every((child, index) => child === children[index])) return node;
    return next.length === 0 ? undefined : group(kind, next);
  }
  if (!isNot(node)) return node;
  const inner = withoutGone(node.not);
  if (inner === node.not) return node;
  return inner === undefined ? undefined : { not: inner };
}

/** Moves a node into a group (or beside another node). Marked first and taken away last, so that no place shifts meanwhile. */
export function movedTo(root: DraftNode, from: Pointer, parent: Pointer, index: number): DraftNode {
  const node = nodeAt(root, from);
  if (node === undefined || isWithin(parent, from)) return root;
  const marked = withNode(root, from, () => gone);
  const grown = inserted(marked, parent, index, node);
  return (grown && withoutGone(grown)) ?? root;
}

/** Whether every part that it needs is there. */
export function isComplete(leaf: DraftLeaf): leaf is ConditionLeaf {
  if (leaf.fact === undefined || leaf.fact === '' || leaf.operator === undefined) return false;
  if (leaf.operator === 'filled') return true;
  return leaf.value !== undefined && !(Array.isArray(leaf.value) && leaf.value.length === 0);
}

/** What may be stored: without comparisons that are only begun, and without groups that hold nothing else. */
export function finished(node: DraftNode | undefined): Condition | undefined {
  if (node === undefined) return undefined;
  if (isLeaf(node)) return isComplete(node) ? node : undefined;
  if (isNot(node)) {
    const inner = finished(node.not);
    return inner === undefined ? undefined : inner === node.not ? (node as Condition) : { not: inner };
  }
  const children = childrenOf(node);
  const next = children.map(finished).filter((child) => child !== undefined);
  if (next.length === children.length && next.every((child, index) => child === children[index])) {
    return node as Condition;
  }
  if (next.length === 0) return undefined;
  return isAll(node) ? { all: next } : { any: next };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
export { same as sameCondition };

/** Whether a text from the clipboard is a condition: its shape, not its names. */
export function readCondition(json: unknown, depth = 0): Condition | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || depth > 32) return undefined;
  const node = json as Record<string, unknown>;
  for (const kind of ['all', 'any'] as const) {
    const list = node[kind];
    if (list === undefined) continue;
    if (!Array.isArray(list) || list.length === 0 || Object.keys(node).length !== 1) return undefined;
    return list.every((child) => readCondition(child, depth + 1) !== undefined) ? (json as Condition) : undefined;
  }
  if ('not' in node) return readCondition(node.not, depth + 1) === undefined ? undefined : (json as Condition);
  return typeof node.fact === 'string' && typeof node.operator === 'string' ? (json as Condition) : undefined;
}
