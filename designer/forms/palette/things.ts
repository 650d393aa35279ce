import type { Block } from '../../../engine/definition/index.ts';
import type { FieldType } from '../../../engine/form/fields/type.ts';
import { fieldTypes } from '../../../engine/form/index.ts';
import { text } from '../../../runtime/i18n/index.ts';
import type { Command } from '../../draft/types.ts';
import { addBlock, blockLabel } from '../commands/addBlock.ts';
import { addField } from '../commands/addField.ts';
import { addPart, partLabel } from '../commands/addPart.ts';

import type { FormEditor } from '../editor.ts';
import { bornField, propertiesIn, schemaOf } from '../model/birth.ts';
import type { Place, Thing } from '../model/place.ts';
import type { PartKind } from '../model/tree.ts';
import { aliases } from './aliases.ts';

/** What can be taken from the palette. */
export interface PaletteThing {
  /** "text", "section", "heading": one name for recently used, drags and tests. */
  name: string;
  group: Group;
  icon: string;
  as: Thing;
}

export const groups = ['text', 'number', 'date', 'choice', 'link', 'file', 'auto', 'layout'] as const;
export type Group = (typeof groups)[number];

/** How a type's fact is called, and the shelf on which people look for it. */
const shelves: Record<string, Group> = {
  integer: 'number',
  number: 'number',
  date: 'date',
  datetime: 'date',
  time: 'date',
  duration: 'date',
};

/** Read off the type itself, so that a new type finds its place without being named here. */
function groupOf(type: FieldType): Group {
  const sample = bornField(type.type, 'sample', { forms: ['form'] });
  const properties = propertiesIn(schemaOf(type.type));
  const pointer = type.pointsTo?.(sample);
  if (properties.has('fields')) return 'layout';
  if (type.derived) return 'auto';
  if (properties.has('options')) return 'choice';
  if (type.admits !== undefined || pointer?.kind === 'file') return 'file';
  if (pointer !== undefined) return 'link';
  const fact = type.factType(sample, { timeZone: 'UTC', currency: 'CNY', forms: new Map() });
  if (fact.kind === 'boolean') return 'choice';
  if (fact.kind !== 'context') return shelves[fact.kind] ?? 'text';
  return Object.values(fact.fields).some(({ kind }) => shelves[kind] === 'date') ? 'date' : 'text';
}

const parts: { kind: PartKind; icon: string }[] = [
  { kind: 'section', icon: 'Postcard' },
  { kind: 'tabs', icon: 'FolderOpened' },
  { kind: 'steps', icon: 'Finished' },
];
const blocks: { block: Block['block']; icon: string }[] = [
  { block: 'heading', icon: 'Memo' },
  { block: 'text', icon: 'ChatLineSquare' },
  { block: 'divider', icon: 'SemiSelect' },
];

let known: readonly PaletteThing[] | undefined;

/** Everything there is, by what the types say of themselves; a type without a schema cannot be made yet. */
export function paletteThings(): readonly PaletteThing[] {
  known ??= [
    ...[...fieldTypes.values()].flatMap((type): PaletteThing[] =>
      schemaOf(type.type) === undefined
        ? []
        : [{ name: type.type, group: groupOf(type), icon: type.icon, as: { kind: 'field', type: type.type } }],
    ),
    ...parts.map(({ kind, icon }): PaletteThing => ({ name: kind, group: 'layout', icon, as: { kind } })),
    ...blocks.map(
      ({ block, icon }): PaletteThing => ({ name: `block-${block}`, group: 'layout', icon, as: { kind: 'block' } }),
    ),
  ];
  return known;
}

const blockOf = (thing: PaletteThing): Block['block'] => thing.name.slice('block-'.length) as Block['block'];

export function thingWords(thing: PaletteThing): string {
  const { as } = thing;
  if (as.type !== undefined) return text(fieldTypes.get(as.type)?.label);
  return text(as.kind === 'block' ? blockLabel(blockOf(thing)) : partLabel(as.kind as PartKind));
}

/** Found by either language's words, by what people also call it, and by what it is called in definitions. */
function wordsToFind(thing: PaletteThing): string {
  const { as, name } = thing;
  const label =
    as.type !== undefined
      ? fieldTypes.get(as.type)?.label
      : as.kind === 'block'
        ? blockLabel(blockOf(thing))
        : partLabel(as.kind as PartKind);
  return [label?.['zh-CN'], label?.en, name, aliases[name]].join(' ').toLowerCase();
}

export function findThings(query: string): readonly PaletteThing[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return paletteThings().filter((thing) => words.every((word) => wordsToFind(thing).includes(word)));
}

/** "phone Mobile", "文本 订单号": what it is, then what it is called. The name begins where the words find nothing more. */
export function findNamed(query: string): { thing: PaletteThing; name: string } | undefined {
  const words = query.trim().split(/\s+/);
  for (let count = words.length - 1; count > 0; count -= 1) {
    const [thing] = findThings(words.slice(0, count).join(' '));
    if (thing !== undefined) return { thing, name: words.slice(count).join(' ') };
  }
  return undefined;
}

/** The command that makes it. */
export function newThing(editor: FormEditor, thing: PaletteThing, at: Place | undefined): Command {
  const form = editor.key;
  const place = at === undefined ? {} : { at };
  const { as } = thing;
  if (as.type !== undefined) return addField({ form, type: as.type, around: editor.around, ...place });
  if (as.kind === 'block') return addBlock({ form, block: blockOf(thing), ...place });
  return addPart({ form, kind: as.kind as PartKind, ...place });
}
