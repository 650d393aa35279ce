import type { Field } from '../../../engine/definition/index.ts';
import { columnTypes } from '../../../engine/form/fields/columns.ts';
import { ancestry, type FormNode, type FormTree, type NodeKind, ROOT } from './tree.ts';

/** Where something lands: before the child at `index` of `parent`, counted before anything is taken away. */
export interface Place {
  parent: string;
  index: number;
}

/** What is on its way: enough to say where it may land. */
export interface Thing {
  kind: Exclude<NodeKind, 'form' | 'rest'>;
  /** Of a field or column. */
  type?: Field['type'];
}

export const thingOf = (node: FormNode): Thing =>
  node.field === undefined
    ? { kind: node.kind as Thing['kind'] }
    : { kind: node.kind as Thing['kind'], type: node.field.type };

const isField = ({ kind }: Thing): boolean => kind === 'field' || kind === 'column';

/** Tabs and steps hold sections, sections hold fields, a sub-table holds the types that may stand in a row. */
export function mayHold(container: FormNode, thing: Thing): boolean {
  switch (container.kind) {
    case 'form':
      return thing.kind === 'section' || thing.kind === 'tabs' || thing.kind === 'steps';
    case 'tabs':
      return thing.kind === 'tab';
    case 'steps':
      return thing.kind === 'step';
    case 'tab':
    case 'step':
      return thing.kind === 'section';
    case 'section':
      return isField(thing) || thing.kind === 'block';
    case 'field':
      return container.field?.type === 'table' && isField(thing) && columnTypes.has(thing.type ?? '');
    default:
      return false;
  }
}

function lastInside(node: FormNode, things: readonly Thing[]): Place | undefined {
  if (things.every((thing) => mayHold(node, thing))) return { parent: node.id, index: node.children.length };
  for (const child of [...node.children].reverse()) {
    // A field goes into a section, not into the sub-table that happens to be last in it.
    const place = child.kind === 'field' ? undefined : lastInside(child, things);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** After `anchor`, as near to it as these may stand; without one, at the end of the form. */
export function placeAfter(tree: FormTree, anchor: string | undefined, things: readonly Thing[]): Place | undefined {
  const line = anchor === undefined ? [] : ancestry(tree, anchor);
  const [first] = line;
  if (first !== undefined && first.kind !== 'field' && first.kind !== 'form') {
    const inside = lastInside(first, things);
    if (inside !== undefined) return inside;
  }
  for (const [position, node] of line.entries()) {
    const child = line[position - 1];
    if (child === undefined || !things.every((thing) => mayHold(node, thing))) continue;
    return { parent: node.id, index: node.children.indexOf(child) + 1 };
  }
  return lastInside(tree.root, things);
}

/** A place may not be inside what is moved there, and holds everything that is. */
export function isAllowed(tree: FormTree, place: Place, moved: readonly FormNode[]): boolean {
  const container = tree.byId.get(place.parent);
  if (container === undefined || !moved.every((node) => mayHold(container, thingOf(node)))) return false;
  const above = new Set(ancestry(tree, place.parent).map(({ id }) => id));
  return moved.every(({ id }) => !above.has(id));
}

/** Where things of these kinds may land at all: every gap of every container, for dialogs and for Alt+arrows. */
export function containersFor(tree: FormTree, things: readonly Thing[]): FormNode[] {
  return [tree.root, ...tree.order.flatMap((id) => tree.byId.get(id) ?? [])].filter((node) =>
    things.every((thing) => mayHold(node, thing)),
  );
}

function gapsOf(tree: FormTree, moved: readonly FormNode[]): Place[] {
  const gaps: Place[] = [];
  const walk = (node: FormNode): void => {
    const fits = isAllowed(tree, { parent: node.id, index: 0 }, moved);
    if (fits) gaps.push({ parent: node.id, index: 0 });
    for (const [index, child] of node.children.entries()) {
      walk(child);
      if (fits) gaps.push({ parent: node.id, index: index + 1 });
    }
  };
  walk(tree.root);
  return gaps;
}

/**
 * The next gap up or down, into and out of containers. Gaps at which nothing would change (beside what is moved) are
 * passed over.
 */
export function stepPlace(tree: FormTree, moved: readonly FormNode[], step: 1 | -1): Place | undefined {
  const [first] = moved;
  const last = moved.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const gaps = gapsOf(tree, moved);
  const parent = tree.parentOf.get((step === 1 ? last : first).id) ?? tree.root;
  const index = parent.children.indexOf(step === 1 ? last : first) + (step === 1 ? 1 : 0);
  const here = gaps.findIndex((gap) => gap.parent === parent.id && gap.index === index);
  if (here >= 0) return gaps[here + step];
  return step === 1 ? undefined : gaps.at(-1);
}

export const END_OF_FORM: Place = { parent: ROOT, index: Number.MAX_SAFE_INTEGER };
