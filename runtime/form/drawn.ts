import {
  type Field,
  type FormDefinition,
  fieldsOfSection,
  isBlock,
  isSection,
  isTabs,
  sectionKey,
} from '../../engine/form/index.ts';
import type { Block, FormStep, Part, Section, Tab } from '../../engine/form/layout.ts';
import { text } from '../i18n/index.ts';
import type { FormStore } from './store.ts';

/** A layout made ready to be drawn: fields instead of keys, texts in the language of the screen. */

export interface DrawnSection {
  key: string;
  title: string;
  help: string;
  columns: number;
  collapsed: boolean;
  items: readonly (Field | Block)[];
  fields: readonly string[];
  /** What linkage hides it by. */
  sectionKey?: string;
}

/** A tab or a step. */
export interface DrawnPanel {
  key: string;
  label: string;
  help: string;
  sections: readonly DrawnSection[];
  fields: readonly string[];
}

export type DrawnPart =
  | { kind: 'section'; key: string; section: DrawnSection }
  | { kind: 'tabs' | 'steps'; key: string; panels: readonly DrawnPanel[] };

type ByKey = ReadonlyMap<string, Field>;

export const isField = (item: Field | Block): item is Field => 'type' in item;

const plain = { title: '', help: '', collapsed: false } as const;

/** Fields in a list of their own, without a heading. */
export function looseSection(key: string, columns: number, fields: readonly Field[]): DrawnPart {
  return {
    kind: 'section',
    key,
    section: { ...plain, key, columns, items: fields, fields: fields.map((field) => field.key) },
  };
}

function drawnSection(section: Section, index: number, byKey: ByKey, within?: string): DrawnSection {
  const fields = fieldsOfSection(section).filter((key) => byKey.has(key));
  return {
    key: sectionKey(section, index, within),
    title: text(section.section),
    help: text(section.help),
    columns: section.columns ?? 1,
    collapsed: section.collapsed === true && section.section !== undefined,
    items: section.fields.flatMap((item): (Field | Block)[] => {
      const found = isBlock(item) ? item : byKey.get(item);
      return found === undefined ? [] : [found];
    }),
    fields,
    ...(section.key === undefined ? {} : { sectionKey: section.key }),
  };
}

function drawnPanel(panel: Tab | FormStep, byKey: ByKey): DrawnPanel {
  const sections = panel.parts.map((section, index) => drawnSection(section, index, byKey, panel.key));
  return {
    key: panel.key,
    label: text(panel.label),
    help: 'help' in panel ? text(panel.help) : '',
    sections,
    fields: sections.flatMap(({ fields }) => fields),
  };
}

function drawnPart(part: Part, index: number, byKey: ByKey): DrawnPart {
  if (isSection(part)) {
    const section = drawnSection(part, index, byKey);
    return { kind: 'section', key: section.key, section };
  }
  const [kind, panels] = isTabs(part) ? (['tabs', part.tabs] as const) : (['steps', part.steps] as const);
  return { kind, key: part.key, panels: [...panels].map((panel: Tab | FormStep) => drawnPanel(panel, byKey)) };
}

/** Without a layout, all fields in two columns. */
export function drawnParts(form: FormDefinition, byKey: ByKey): DrawnPart[] {
  if (form.layout === undefined) return [looseSection('all', 2, form.fields)];
  return form.layout.map((part, index) => drawnPart(part, index, byKey));
}

/** Sections in which there is something to do come first, in the order of what is to be done; then those it is about. */
export function workFirst(
  parts: readonly DrawnPart[],
  work: readonly string[],
  about: readonly string[] = [],
): DrawnPart[] {
  const ordered = [...work, ...about];
  const rank = (part: DrawnPart): number => {
    const places = (part.kind === 'section' ? part.section.fields : []).map((field) => ordered.indexOf(field));
    const first = Math.min(...places.filter((place) => place >= 0), ordered.length);
    // What is only looked at keeps the order in which the form has it.
    return Math.min(first, work.length) + (first === ordered.length ? 1 : 0);
  };
  return [...parts].sort((one, other) => rank(one) - rank(other));
}

/** Whether there is anything to read or to fill in; what is empty may still come while one types. */
export function hasContent(store: FormStore, fields: readonly string[]): boolean {
  return fields.some((field) => {
    const right = store.right(field);
    if (right === 'hide') return false;
    if (right === 'edit' || right === 'require') return true;
    const value = store.values()[field];
    return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  });
}

export function isSectionShown(store: FormStore, { sectionKey: key, fields }: DrawnSection): boolean {
  if (key !== undefined && !store.isSectionShown(key)) return false;
  return fields.length === 0 || fields.some((field) => store.isShown(field));
}

export function isPanelShown(store: FormStore, panel: DrawnPanel): boolean {
  return store.isSectionShown(panel.key) && panel.sections.some((section) => isSectionShown(store, section));
}
