import { create, type Draft } from 'mutative';
import type { Block, Field, FormDefinition, Part, Section, Tab, TableField } from '../../../engine/definition/index.ts';
import { isBlock, isSection, isSteps, isTabs } from '../../../engine/form/layout.ts';
import type { Place } from './place.ts';
import { type FormNode, type FormTree, LOOSE, partId, REST, ROOT, treeOf } from './tree.ts';

/** How things are put into a form and taken out of it, so that each field stays in `fields` and in the layout once. */

type FormDraft = Draft<FormDefinition>;
/** What stands in a list of the form: a key or block of a section, a part, a panel, a field, a column. */
export type Item = string | Block | Part | Tab | Field;

/** The layout that a form without one is drawn with. */
export function withLayout(form: FormDefinition): FormDefinition {
  if (form.layout !== undefined) return form;
  return { ...form, layout: [{ columns: 2, fields: form.fields.map(({ key }) => key) }] };
}

/** The loose section becomes the first one when the layout is made. */
export const settled = (id: string, form: FormDefinition): string =>
  id === LOOSE && form.layout !== undefined ? (treeOf(form).root.children[0]?.id ?? partId('section-1')) : id;

function at(form: FormDraft, pointer: string): unknown {
  let value: unknown = form;
  for (const step of pointer.split('/').slice(1)) value = (value as Record<string, unknown>)[step];
  return value;
}

/** The list that a container's children stand in; of a section keys and blocks. */
export function listOf(form: FormDraft, container: FormNode): Item[] {
  if (container.id === LOOSE) return form.fields as Item[];
  if (container.id === ROOT) {
    form.layout ??= [] as never;
    return form.layout as Item[];
  }
  const value = at(form, container.pointer ?? '') as Record<string, Item[]>;
  const list = { section: value.fields, field: value.fields, tabs: value.tabs, steps: value.steps }[
    container.kind as string
  ];
  return list ?? value.parts ?? [];
}

const keyOf = (item: Item): string | undefined => (typeof item === 'string' ? item : item.key);
const ownKey = (node: FormNode): string => node.key.split('.').at(-1) ?? node.key;

function takeFrom(list: Item[], node: FormNode): void {
  const byKey = list.findIndex((item) => keyOf(item) === ownKey(node));
  const index = byKey >= 0 ? byKey : Number(node.pointer?.split('/').at(-1));
  if (Number.isInteger(index) && index < list.length) list.splice(index, 1);
}

/** Where `place` is in the list, found by what stands there: keys of the layout that name no field are not in the tree. */
export function indexIn(
  list: readonly Item[],
  container: FormNode,
  place: Place,
  without: ReadonlySet<string>,
): number {
  const following = container.children.slice(place.index).find(({ id }) => !without.has(id));
  if (following === undefined || following.kind === 'rest') return list.length;
  const byKey = list.findIndex((item) => keyOf(item) === ownKey(following));
  if (byKey >= 0) return byKey;
  const gone = container.children.slice(0, place.index).filter(({ id }) => without.has(id)).length;
  return Math.min(Math.max(0, place.index - gone), list.length);
}

/**
 * Out of their lists; a field that stays in the form keeps its place in `fields`. The lists are found before anything is
 * taken: from then on the pointers of the tree lead elsewhere.
 */
export function takeOut(
  form: FormDraft,
  tree: FormTree,
  nodes: readonly FormNode[],
  stays: (node: FormNode) => boolean,
): void {
  const from = nodes.map((node) => {
    const parent = tree.parentOf.get(node.id);
    return { node, parent, list: parent === undefined || parent.id === REST ? undefined : listOf(form, parent) };
  });
  for (const { node, parent, list } of from.reverse()) {
    const staysField = node.kind === 'field' && stays(node);
    if (list !== undefined && !(parent?.id === LOOSE && staysField)) takeFrom(list, node);
    if (node.kind === 'field' && !staysField && parent?.id !== LOOSE) takeFrom(form.fields as Item[], node);
  }
}

/** A panel has a section, a group has a panel, a layout has a part: what the schema asks for. */
export function tidied(form: FormDefinition): FormDefinition {
  const { layout } = form;
  if (layout === undefined) return form;
  const isSound = (part: Part): boolean =>
    isSection(part) || [...(isTabs(part) ? part.tabs : part.steps)].every(({ parts }) => parts.length > 0);
  const isEmpty = (part: Part): boolean =>
    isTabs(part) ? part.tabs.length === 0 : isSteps(part) && part.steps.length === 0;
  if (layout.length > 0 && layout.every(isSound) && !layout.some(isEmpty)) return form;
  return create(form, (draft) => {
    const parts = draft.layout ?? [];
    const left = parts.filter((part) => !isEmpty(part as Part));
    for (const part of left) {
      if (isSection(part as Part)) continue;
      for (const panel of panelsOf(part as Part))
        if (panel.parts.length === 0) (panel.parts as Section[]).push({ fields: [] });
    }
    if (left.length > 0) draft.layout = left as never;
    else if (draft.fields.length > 0) draft.layout = [{ fields: [] }] as never;
    else delete draft.layout;
  });
}

const panelsOf = (part: Part): { parts: Section[] }[] => (isTabs(part) ? part.tabs : isSteps(part) ? part.steps : []);

/** A new field into `fields` and, where there is a layout, into its section; a new column into its table. */
export function putField(form: FormDefinition, field: Field, place: Place): FormDefinition {
  const tree = treeOf(form);
  const container = tree.byId.get(settled(place.parent, form)) ?? tree.root;
  return create(form, (draft) => {
    const list = listOf(draft, container);
    const index = indexIn(list, container, place, new Set());
    if (container.kind === 'field' || container.id === LOOSE) {
      list.splice(index, 0, field);
      return;
    }
    draft.fields.push(field as Draft<Field>);
    list.splice(index, 0, field.key);
  });
}

/** A part, a panel or a block. */
export function putItem(form: FormDefinition, item: Item, place: Place): FormDefinition {
  const laid = withLayout(form);
  const tree = treeOf(laid);
  const container = tree.byId.get(settled(place.parent, laid)) ?? tree.root;
  return create(laid, (draft) => {
    const list = listOf(draft, container);
    list.splice(indexIn(list, container, place, new Set()), 0, item);
  });
}

export const tableAt = (form: FormDefinition, key: string): TableField | undefined => {
  const field = form.fields.find((one) => one.key === key);
  return field?.type === 'table' ? field : undefined;
};

/** Keys of the fields that stand in a part, however deep. */
export function fieldsIn(node: FormNode): string[] {
  return node.kind === 'field' ? [node.key] : node.children.flatMap(fieldsIn);
}

/** Fields of the layout that are really there, blocks apart. */
export const keysIn = (section: Section): string[] => section.fields.flatMap((item) => (isBlock(item) ? [] : [item]));
