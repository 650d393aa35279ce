import type { Block, Field, FormDefinition, Part, Section, Tab } from '../../../engine/definition/index.ts';
import { isBlock, isSection, isTabs } from '../../../engine/form/layout.ts';
import { putField, putItem, tableAt, withLayout } from './arrange.ts';
import { columnKeys, freeKey, keysOf } from './keys.ts';
import { placeAfter, type Thing } from './place.ts';
import { namesOf, renameAll } from './rename.ts';
import { type FormNode, type FormTree, fieldId, outermost, partId, treeOf } from './tree.ts';

/** Pieces of a form by themselves: what is on the clipboard, and what duplicating makes. Plain JSON. */
export type Piece =
  | { kind: 'field'; field: Field }
  | { kind: 'column'; field: Field }
  | { kind: 'block'; block: Block }
  | { kind: 'part'; part: Part; fields: Field[] }
  | { kind: 'tab' | 'step'; panel: Tab; fields: Field[] };

const sectionsIn = (part: Part): Section[] =>
  isSection(part) ? [part] : [...(isTabs(part) ? part.tabs : part.steps)].flatMap(({ parts }) => parts);

function fieldsOf(sections: readonly Section[], form: FormDefinition): Field[] {
  const keys = new Set(sections.flatMap((section) => section.fields.filter((item) => !isBlock(item))));
  return form.fields.filter(({ key }) => keys.has(key));
}

function valueAt(form: FormDefinition, pointer: string): unknown {
  let value: unknown = form;
  for (const step of pointer.split('/').slice(1)) value = (value as Record<string, unknown>)[step];
  return value;
}

function pieceOf(form: FormDefinition, node: FormNode): Piece[] {
  if (node.field !== undefined) return [{ kind: node.kind === 'column' ? 'column' : 'field', field: node.field }];
  if (node.block !== undefined) return [{ kind: 'block', block: node.block }];
  if (node.pointer === undefined) return [];
  if (node.kind === 'tab' || node.kind === 'step') {
    const panel = valueAt(form, node.pointer) as Tab;
    return [{ kind: node.kind, panel, fields: fieldsOf(panel.parts, form) }];
  }
  const part = valueAt(form, node.pointer) as Part;
  return [{ kind: 'part', part, fields: fieldsOf(sectionsIn(part), form) }];
}

export function piecesOf(form: FormDefinition, ids: readonly string[]): Piece[] {
  return outermost(treeOf(form), ids).flatMap((node) => pieceOf(form, node));
}

function thingOf(piece: Piece): Thing {
  if (piece.kind === 'field' || piece.kind === 'column') return { kind: 'field', type: piece.field.type };
  if (piece.kind !== 'part') return { kind: piece.kind };
  return { kind: isSection(piece.part) ? 'section' : isTabs(piece.part) ? 'tabs' : 'steps' };
}

const fieldsIn = (piece: Piece): Field[] =>
  piece.kind === 'field' || piece.kind === 'column' ? [piece.field] : piece.kind === 'block' ? [] : piece.fields;

/** A panel goes into a group of its kind; by itself it is its sections. */
function looseParts(piece: Piece, tree: FormTree, anchor: string | undefined): Piece[] {
  if (piece.kind !== 'tab' && piece.kind !== 'step') return [piece];
  if (placeAfter(tree, anchor, [{ kind: piece.kind }]) !== undefined) return [piece];
  return piece.panel.parts.map((part) => ({
    kind: 'part',
    part,
    fields: piece.fields.filter(({ key }) => part.fields.includes(key)),
  }));
}

class Insertion {
  form: FormDefinition;
  readonly added: string[] = [];
  private readonly names = new Map<string, string>();
  private anchor: string | undefined;

  constructor(form: FormDefinition, pieces: readonly Piece[], anchor: string | undefined) {
    this.form = form;
    this.anchor = anchor;
    const used = keysOf(form);
    for (const { key } of pieces.flatMap(fieldsIn)) {
      const next = freeKey(key, used);
      used.add(next);
      if (next !== key) this.names.set(key, next);
    }
  }

  private renamed(field: Field): Field {
    const key = this.names.get(field.key) ?? field.key;
    const names = new Map([...this.names].flatMap(([from, to]) => [...namesOf(from, to)]));
    return { ...renameAll(field, names), key };
  }

  private newKey(wanted: string): string {
    return freeKey(wanted, keysOf(this.form));
  }

  private section(section: Section): Section {
    const fields = section.fields.map((item) =>
      isBlock(item) ? { ...item, key: this.newPartKey(item.key) } : (this.names.get(item) ?? item),
    );
    return { ...section, ...(section.key === undefined ? {} : { key: this.newPartKey(section.key) }), fields };
  }

  private readonly partKeys = new Set<string>();
  private newPartKey(wanted: string): string {
    const key = freeKey(wanted, new Set([...keysOf(this.form), ...this.partKeys, ...this.names.values()]));
    this.partKeys.add(key);
    return key;
  }

  private panel(panel: Tab): Tab {
    return { ...panel, key: this.newPartKey(panel.key), parts: panel.parts.map((part) => this.section(part)) };
  }

  private part(part: Part): Part {
    if (isSection(part)) return this.section({ key: 'section', ...part });
    const key = this.newPartKey(part.key);
    return isTabs(part)
      ? { ...part, key, tabs: part.tabs.map((tab) => this.panel(tab)) }
      : { ...part, key, steps: part.steps.map((step) => this.panel(step)) };
  }

  private addField(field: Field): void {
    const tree = treeOf(this.form);
    const place = placeAfter(tree, this.anchor, [{ kind: 'field', type: field.type }]);
    if (place === undefined) return;
    const container = tree.byId.get(place.parent);
    const table = container?.kind === 'field' ? tableAt(this.form, container.key) : undefined;
    const own = this.renamed(field);
    const key = table === undefined ? this.free(own.key) : freeKey(field.key, columnKeys(table));
    this.form = putField(this.form, { ...own, key } as Field, place);
    this.note(fieldId(table === undefined ? key : `${table.key}.${key}`));
  }

  /** A column that becomes a field has no new name yet. */
  private free(key: string): string {
    return keysOf(this.form).has(key) ? this.newKey(key) : key;
  }

  private note(id: string): void {
    this.added.push(id);
    this.anchor = id;
  }

  private addItem(piece: Exclude<Piece, { kind: 'field' | 'column' }>): void {
    const place = placeAfter(treeOf(this.form), this.anchor, [thingOf(piece)]);
    if (place === undefined) return;
    if (piece.kind !== 'block') {
      this.form = withLayout(this.form);
      const fields = piece.fields.map((field) => this.renamed(field));
      this.form = { ...this.form, fields: [...this.form.fields, ...fields] };
    }
    const item =
      piece.kind === 'block'
        ? { ...piece.block, key: this.newPartKey(piece.block.key) }
        : piece.kind === 'part'
          ? this.part(piece.part)
          : this.panel(piece.panel);
    this.form = putItem(this.form, item, place);
    this.note(partId(item.key ?? ''));
  }

  add(piece: Piece): void {
    for (const each of looseParts(piece, treeOf(this.form), this.anchor)) {
      if (each.kind === 'field' || each.kind === 'column') this.addField(each.field);
      else this.addItem(each);
    }
  }
}

/** Put after `anchor`, each as near as it may stand. Keys are made unique, and what the pieces say of each other follows. */
export function withPieces(form: FormDefinition, pieces: readonly Piece[], anchor: string | undefined) {
  const insertion = new Insertion(form, pieces, anchor);
  for (const piece of pieces) insertion.add(piece);
  return { form: insertion.form, selection: insertion.added };
}

/** Whether what is on a clipboard looks like pieces of a form; what it means is judged like any draft. */
export function arePieces(value: unknown): value is Piece[] {
  const kinds = ['field', 'column', 'block', 'part', 'tab', 'step'];
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (piece) =>
        typeof piece === 'object' && piece !== null && kinds.includes(String((piece as { kind?: unknown }).kind)),
    )
  );
}
