import { create } from 'mutative';
import type { Field, FormDefinition } from '../../../engine/definition/index.ts';
import type { Command } from '../../draft/types.ts';
import { type Item, indexIn, listOf, settled, tableAt, takeOut, tidied, withLayout } from '../model/arrange.ts';
import { type Edited, formCommand } from '../model/edit.ts';
import { columnKeys, freeKey, keysOf } from '../model/keys.ts';
import { isAllowed, type Place } from '../model/place.ts';
import { movedRights } from '../model/references.ts';
import { type FormNode, type FormTree, fieldId, LOOSE, outermost, pathOf, treeOf } from '../model/tree.ts';

export interface Move {
  form: string;
  nodes: readonly string[];
  to: Place;
}

/** A sub-table keeps a column: without any it would be no table. */
export function leavesNoColumn(form: FormDefinition, nodes: readonly string[]): boolean {
  const gone = new Set(nodes);
  return form.fields.some(
    (field) =>
      field.type === 'table' &&
      !gone.has(fieldId(field.key)) &&
      field.fields.length > 0 &&
      field.fields.every(({ key }) => gone.has(fieldId(`${field.key}.${key}`))),
  );
}

/** Whether they may go there at all. */
export function mayMove(form: FormDefinition, nodes: readonly string[], to: Place): boolean {
  const tree = treeOf(form);
  const moved = outermost(tree, nodes);
  const leaving = moved.filter(({ id }) => tree.parentOf.get(id)?.id !== to.parent).map(({ id }) => id);
  return moved.length > 0 && isAllowed(tree, to, moved) && !leavesNoColumn(form, leaving);
}

/** What stands for a node in the list it comes into, and the name it then has. */
interface Arrival {
  item: Item;
  id: string;
  /** A column that becomes a field comes into `fields` too. */
  field?: Field;
}

interface Target {
  form: FormDefinition;
  tree: FormTree;
  container: FormNode;
}

class Arrivals {
  private readonly target: Target;
  private readonly used: Set<string>;
  readonly renamed: [from: string, to: string][] = [];

  constructor(target: Target, table: Field | undefined) {
    this.target = target;
    this.used = table === undefined ? keysOf(target.form) : columnKeys(table);
  }

  /** In a list of objects the object itself, in a section's list the key. */
  of(node: FormNode): Arrival {
    const { container } = this.target;
    const { field, block, section } = node;
    if (field === undefined) return { item: block ?? section ?? this.partAt(node), id: node.id };
    if (container.kind === 'field') return this.column(node, field);
    if (node.kind === 'column') return this.fromColumn(node, field);
    return container.id === LOOSE ? { item: field, id: node.id } : { item: field.key, id: node.id };
  }

  private column(node: FormNode, field: Field): Arrival {
    const table = this.target.container.key;
    const isHome = this.target.tree.parentOf.get(node.id)?.id === this.target.container.id;
    const key = isHome ? field.key : freeKey(field.key, this.used);
    this.used.add(key);
    this.renamed.push([node.key, `${table}.${key}`]);
    return { item: key === field.key ? field : ({ ...field, key } as Field), id: fieldId(`${table}.${key}`) };
  }

  private fromColumn(node: FormNode, column: Field): Arrival {
    const key = freeKey(column.key, this.used);
    this.used.add(key);
    this.renamed.push([node.key, key]);
    const field = key === column.key ? column : ({ ...column, key } as Field);
    const isLoose = this.target.container.id === LOOSE;
    return isLoose ? { item: field, id: fieldId(key) } : { item: key, id: fieldId(key), field };
  }

  private partAt(node: FormNode): Item {
    let value: unknown = this.target.form;
    for (const step of (node.pointer ?? '').split('/').slice(1)) value = (value as Record<string, unknown>)[step];
    return value as Item;
  }
}

/** Moves and nothing else: who may go where is `mayMove`'s to say. */
export function moved(before: FormDefinition, nodes: readonly string[], to: Place): Edited {
  const chosen = outermost(treeOf(before), nodes);
  const isLooseMove = to.parent === LOOSE || pathOf(to.parent) !== undefined;
  const form = isLooseMove && chosen.every(({ field }) => field !== undefined) ? before : withLayout(before);
  const tree = treeOf(form);
  const container = tree.byId.get(settled(to.parent, form));
  const all = outermost(tree, nodes);
  if (container === undefined || all.length === 0) return { form: before };
  const arrivals = new Arrivals(
    { form, tree, container },
    tableAt(form, container.kind === 'field' ? container.key : ''),
  );
  const came = all.map((node) => arrivals.of(node));
  const after = create(form, (draft) => {
    const target = listOf(draft, container);
    const inSection = container.kind === 'section';
    takeOut(draft, tree, all, () => inSection);
    if (container.id === LOOSE) for (const node of all) takeLoose(target, node);
    const gone = new Set(all.map(({ id }) => id));
    target.splice(indexIn(target, container, to, gone), 0, ...came.map(({ item }) => item));
    for (const { field } of came) if (field !== undefined) draft.fields.push(field as never);
  });
  const follows = arrivals.renamed.reduce((next, [from, name]) => movedRights(next, from, name), tidied(after));
  return { form: follows, selection: came.map(({ id }) => id) };
}

/** Without a layout the order of `fields` is the order on the screen. */
function takeLoose(list: Item[], node: FormNode): void {
  const index = list.findIndex((item) => typeof item !== 'string' && item.key === node.key);
  if (index >= 0 && node.kind === 'field') list.splice(index, 1);
}

export function moveNodes({ form, nodes, to }: Move): Command {
  return formCommand(form, { 'zh-CN': '移动', en: 'Move' }, (before) =>
    mayMove(before, nodes, to) ? moved(before, nodes, to) : { form: before },
  );
}
