import type { Block, Field, FormDefinition, Label, Part, Section } from '../../../engine/definition/index.ts';
import { isBlock, isSection, isTabs, sectionKey } from '../../../engine/form/layout.ts';

/** What a form is made of, as people see it: parts, fields, columns. Every place that shows or moves them reads this. */

export type PartKind = 'section' | 'tabs' | 'tab' | 'steps' | 'step';
export type NodeKind = 'form' | PartKind | 'field' | 'column' | 'block' | 'rest';

export interface FormNode {
  /** 'form', 'part:<key>', 'field:<key>', 'field:<table>.<column>', 'rest'. */
  id: string;
  kind: NodeKind;
  /** Of a column "lines.qty". */
  key: string;
  label: Label | undefined;
  /** JSON pointer into the form; none for what is only drawn (the section of a form without a layout). */
  pointer: string | undefined;
  field?: Field;
  block?: Block;
  section?: Section;
  children: readonly FormNode[];
}

export interface FormTree {
  root: FormNode;
  byId: ReadonlyMap<string, FormNode>;
  parentOf: ReadonlyMap<string, FormNode>;
  /** Every node but the root, as it is shown from top to bottom. */
  order: readonly string[];
}

export const ROOT = 'form';
export const REST = 'rest';
/** The section that a form without a layout is drawn in. */
export const LOOSE = 'part:';

export const fieldId = (path: string): string => `field:${path}`;
export const partId = (key: string): string => `part:${key}`;
export const pathOf = (id: string): string | undefined =>
  id.startsWith('field:') ? id.slice('field:'.length) : undefined;

interface Placed {
  field: Field;
  index: number;
}

function columnNodes(field: Field, index: number): FormNode[] {
  if (field.type !== 'table') return [];
  return field.fields.map((column, position) => {
    const key = `${field.key}.${column.key}`;
    const pointer = `/fields/${index}/fields/${position}`;
    return { id: fieldId(key), kind: 'column', key, label: column.label, pointer, field: column, children: [] };
  });
}

const known = new WeakMap<Field, { index: number; node: FormNode }>();

/** The same node as long as the field and its place in the definition are the same. */
function fieldNode({ field, index }: Placed): FormNode {
  const before = known.get(field);
  if (before?.index === index) return before.node;
  const { key, label } = field;
  const children = columnNodes(field, index);
  const node: FormNode = { id: fieldId(key), kind: 'field', key, label, pointer: `/fields/${index}`, field, children };
  known.set(field, { index, node });
  return node;
}

function blockNode(block: Block, pointer: string): FormNode {
  return { id: partId(block.key), kind: 'block', key: block.key, label: block.text, pointer, block, children: [] };
}

type Fields = ReadonlyMap<string, Placed>;

function sectionNode(section: Section, key: string, pointer: string, fields: Fields): FormNode {
  const children = section.fields.flatMap((item, index): FormNode[] => {
    if (isBlock(item)) return [blockNode(item, `${pointer}/fields/${index}`)];
    const placed = fields.get(item);
    return placed === undefined ? [] : [fieldNode(placed)];
  });
  return { id: partId(key), kind: 'section', key, label: section.section, pointer, section, children };
}

function partNode(part: Part, index: number, fields: Fields): FormNode {
  const pointer = `/layout/${index}`;
  if (isSection(part)) return sectionNode(part, sectionKey(part, index), pointer, fields);
  const [name, panels, kind] = isTabs(part)
    ? (['tabs', part.tabs, 'tab'] as const)
    : (['steps', part.steps, 'step'] as const);
  const children = [...panels].map(({ key, label, parts }, position): FormNode => {
    const at = `${pointer}/${name}/${position}`;
    const sections = parts.map((one, place) =>
      sectionNode(one, sectionKey(one, place, key), `${at}/parts/${place}`, fields),
    );
    return { id: partId(key), kind, key, label, pointer: at, children: sections };
  });
  return { id: partId(part.key), kind: name, key: part.key, label: undefined, pointer, children };
}

function topNodes(form: FormDefinition): FormNode[] {
  const fields = new Map(form.fields.map((field, index) => [field.key, { field, index }]));
  if (form.layout === undefined) {
    const children = [...fields.values()].map(fieldNode);
    return [{ id: LOOSE, kind: 'section', key: '', label: undefined, pointer: undefined, children }];
  }
  const parts = form.layout.map((part, index) => partNode(part, index, fields));
  const shown = new Set<string>();
  const note = (node: FormNode): void => {
    if (node.kind === 'field') shown.add(node.key);
    else for (const child of node.children) note(child);
  };
  for (const part of parts) note(part);
  const rest = [...fields.values()].filter(({ field }) => !shown.has(field.key)).map(fieldNode);
  if (rest.length === 0) return parts;
  return [...parts, { id: REST, kind: 'rest', key: '', label: undefined, pointer: undefined, children: rest }];
}

const trees = new WeakMap<FormDefinition, FormTree>();

export function treeOf(form: FormDefinition): FormTree {
  const before = trees.get(form);
  if (before !== undefined) return before;
  const root: FormNode = {
    id: ROOT,
    kind: 'form',
    key: form.key,
    label: form.label,
    pointer: '',
    children: topNodes(form),
  };
  const byId = new Map<string, FormNode>([[ROOT, root]]);
  const parentOf = new Map<string, FormNode>();
  const order: string[] = [];
  const walk = (node: FormNode): void => {
    for (const child of node.children) {
      byId.set(child.id, child);
      parentOf.set(child.id, node);
      order.push(child.id);
      walk(child);
    }
  };
  walk(root);
  const tree = { root, byId, parentOf, order };
  trees.set(form, tree);
  return tree;
}

/** From the node itself up to the form. */
export function ancestry(tree: FormTree, id: string): FormNode[] {
  const line: FormNode[] = [];
  for (let node = tree.byId.get(id); node !== undefined; node = tree.parentOf.get(node.id)) line.push(node);
  return line;
}

/** Without those that stand inside others of them, in the order of the form. */
export function outermost(tree: FormTree, ids: readonly string[]): FormNode[] {
  const chosen = new Set(ids);
  return tree.order.flatMap((id) => {
    const node = chosen.has(id) ? tree.byId.get(id) : undefined;
    if (node === undefined || node.kind === 'rest' || id === LOOSE) return [];
    return ancestry(tree, id).some((above) => above.id !== id && chosen.has(above.id)) ? [] : [node];
  });
}
