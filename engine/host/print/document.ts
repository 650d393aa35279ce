import type { Field, FormDefinition, PrintPart, PrintTemplate, Section } from '../../definition/types.generated.ts';
import {
  type DisplayContext,
  displayValue,
  evaluate,
  fieldsOfSection,
  fieldType,
  isNumeric,
  isSection,
  isTabs,
  showDatetime,
  textOf,
  visibleValues,
} from '../../form/index.ts';
import type { FileView, Json, PrintCellView, PrintPartView, PrintView, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { refusals } from '../door/refusal.ts';
import { titleOf } from '../records/list.ts';
import { people, textsOf } from '../records/texts.ts';
import { type Seen, storedOf } from '../records/view.ts';
import { historyTable } from './history.ts';

interface Page {
  form: FormDefinition;
  data: Values;
  shown: DisplayContext;
  files: Record<string, FileView>;
  seen: Seen;
  locale: Locale;
  /** Without a template what is empty is left out: nobody has said that its place is wanted. */
  isUsual: boolean;
  /** As many columns of a table as stand beside each other on this paper. */
  mostColumns: number;
}

const COLUMNS = {
  A4: { upright: 10, landscape: 14 },
  A5: { upright: 6, landscape: 10 },
  letter: { upright: 10, landscape: 14 },
};

type Table = Extract<PrintPartView, { kind: 'table' }>;
type Grid = Extract<PrintPartView, { kind: 'fields' }>;

const LONG = new Set(['longtext', 'richtext', 'file', 'image', 'video', 'address']);

/** The record as paper shows it: by a template, or as the form lays it out. Linkage, masks and rights are the screen's. */
export async function printView(seen: Seen, key: string | undefined, locale: Locale): Promise<PrintView> {
  const { held, sight, work } = seen;
  const { form } = held.form;
  const template = key === undefined ? form.print?.[0] : form.print?.find((one) => one.key === key);
  if (key !== undefined && key !== '' && template === undefined) throw refusals.unknown('template', key);
  const { rights, sections } = evaluate(held.form.compiled, sight.input(storedOf(held)));
  const data = visibleValues(held.form.compiled, held.values, rights);
  const { texts, files } = await textsOf(work.parts, held.app, held.form, [data], locale);
  const names = Object.fromEntries(Object.values(files).map(({ id, name }) => [id, name]));
  const { timeZone, model } = held.app;
  const { brand, currency, label } = model.app;
  const shown = { locale, timeZone, currency, texts: { ...texts, ...names } };
  const paper = template?.paper ?? 'A4';
  const landscape = template?.landscape === true;
  const mostColumns = COLUMNS[paper][landscape ? 'landscape' : 'upright'];
  const page: Page = { form, data, shown, files, seen, locale, isUsual: template === undefined, mostColumns };
  const parts = template ? template.parts.map((part) => partOf(page, part)) : laidOut(page, sections);
  const words = (text: PrintTemplate['title']): string => filled(page, textOf(text ?? '', locale));
  const formLabel = textOf(form.label, locale);
  return {
    // A form is called by many ("Orders"), which stands over the page already; this is one of them.
    title: (template?.title ? words(template.title) : titleOf(sight, data)) || formLabel,
    over: [textOf(label, locale), formLabel].join(' · '),
    ...(brand?.logo !== undefined && { logo: brand.logo }),
    ...(template?.header && { header: words(template.header) }),
    ...(template?.footer && { footer: words(template.footer) }),
    paper,
    landscape,
    parts: (await Promise.all(parts)).flat(),
    printed: await printed(page),
    templates: (form.print ?? []).map((one) => ({ key: one.key, label: textOf(one.label, locale) })),
  };
}

async function printed({ seen, shown, locale }: Page): Promise<string> {
  const { actor, now, parts } = seen.work;
  const names: Record<string, string> = {};
  if (actor.kind === 'user') await people(parts, seen.held.app, new Set([actor.id]), locale, names);
  const said = [showDatetime(now, shown.timeZone, locale), ...Object.values(names)].join(' · ');
  return { 'zh-CN': `打印于 ${said}`, en: `Printed ${said}` }[locale];
}

async function partOf(page: Page, part: PrintPart): Promise<PrintPartView[]> {
  const text = (label: PrintTemplate['title']): string => textOf(label ?? '', page.locale);
  if ('text' in part) return [{ kind: 'text', text: filled(page, text(part.text)) }];
  if ('signatures' in part) return [{ kind: 'signatures', labels: part.signatures.map(text) }];
  if ('pageBreak' in part) return [{ kind: 'break' }];
  const heading: PrintPartView[] = part.heading ? [{ kind: 'heading', text: text(part.heading) }] : [];
  if ('history' in part) return [...heading, await historyTable(page.seen, page.shown.timeZone, page.locale)];
  const own =
    'table' in part ? tablePart(page, part.table, part.columns) : fieldsPart(page, part.fields, part.columns ?? 2);
  // A heading over nothing that its reader may see says that something is there.
  return own.length > 0 ? [...heading, ...unnamedAgain(own, heading)] : [];
}

/** A section that holds one table often has its name: once is enough. */
function unnamedAgain(parts: readonly PrintPartView[], [heading]: readonly PrintPartView[]): PrintPartView[] {
  return parts.map((part, index) => {
    const isNamed = index === 0 && part.kind === 'table' && heading?.kind === 'heading' && part.label === heading.text;
    return isNamed ? { ...part, label: '' } : part;
  });
}

function laidOut(page: Page, sections: Record<string, boolean>): Promise<PrintPartView[]>[] {
  const { layout, fields } = page.form;
  if (layout === undefined)
    return [
      Promise.resolve(
        fieldsPart(
          page,
          fields.map(({ key }) => key),
          2,
        ),
      ),
    ];
  const isShown = (key: string | undefined): boolean => key === undefined || sections[key] !== false;
  const all = layout.flatMap((part): Section[] => {
    if (isSection(part)) return isShown(part.key) ? [part] : [];
    if (!isShown(part.key)) return [];
    const panels = isTabs(part) ? part.tabs : part.steps;
    return panels.flatMap(({ key, label, parts }) => {
      if (!isShown(key)) return [];
      return parts.map((section, index) =>
        index === 0 && !section.section ? { ...section, section: label } : section,
      );
    });
  });
  return all
    .filter(({ key }) => isShown(key))
    .map((section) =>
      partOf(page, {
        ...(section.section && { heading: section.section }),
        fields: fieldsOfSection(section),
        columns: Math.min(section.columns ?? 2, 3),
      } as PrintPart),
    );
}

/** Fields in a grid; a sub-table among them is a table of its own. */
function fieldsPart(page: Page, keys: readonly string[], columns: number): PrintPartView[] {
  const parts: PrintPartView[] = [];
  /** What comes after a table begins a grid of its own, not the last row's. */
  let grid: Grid | undefined;
  for (const key of keys) {
    const field = page.form.fields.find((one) => one.key === key);
    if (field === undefined || !(key in page.data)) continue;
    if (field.type === 'table') {
      parts.push(...tablePart(page, key, undefined));
      grid = undefined;
      continue;
    }
    const cell = cellOf(page, field, page.data[key] ?? null);
    if (page.isUsual && isEmpty(cell)) continue;
    const item = { label: textOf(field.label, page.locale), ...cell, isWide: LONG.has(field.type) };
    if (grid === undefined) {
      grid = { kind: 'fields', columns, items: [] };
      parts.push(grid);
    }
    grid.items.push(item);
  }
  return parts;
}

function tablePart(page: Page, key: string, wanted: readonly string[] | undefined): PrintPartView[] {
  const table = page.form.fields.find((field) => field.key === key);
  const rows = page.data[key];
  if (table?.type !== 'table' || !Array.isArray(rows)) return [];
  const { context } = page.seen.held.form.compiled;
  const { widest } = page.seen.sight;
  const columns = (table.fields as Field[]).filter((column) => {
    return (wanted?.includes(column.key) ?? true) && (widest[`${key}.${column.key}`] ?? 'hide') !== 'hide';
  });
  const cells = (rows as Values[]).map((row) => columns.map((column) => cellOf(page, column, row[column.key] ?? null)));
  const kept = columns.flatMap((_column, at) => {
    return page.isUsual && cells.every((row) => isEmpty(row[at])) ? [] : [at];
  });
  if (kept.length === 0) return [];
  const label = textOf(table.label, page.locale);
  const named = columns.map((column) => {
    const isNumber = isNumeric(column, context);
    return { label: textOf(column.label, page.locale), isNumber, share: isNumber ? 1 : LONG.has(column.type) ? 3 : 2 };
  });
  const pick = <T>(row: readonly T[]): T[] => row.filter((_cell, at) => kept.includes(at));
  const part: Table = { kind: 'table', label, columns: pick(named), rows: cells.map(pick) };
  return kept.length > page.mostColumns ? inBlocks(part) : [part];
}

/** A table too wide for the paper: its rows one below the other, each with what it holds. */
function inBlocks({ label, columns, rows }: Table): PrintPartView[] {
  return rows.flatMap((row, index): PrintPartView[] => {
    const items = row.flatMap((cell, at) => {
      return isEmpty(cell) ? [] : [{ label: columns[at]?.label ?? '', ...cell, isWide: (columns[at]?.share ?? 0) > 2 }];
    });
    return [
      { kind: 'heading', text: `${label} ${index + 1}` },
      { kind: 'fields', columns: 4, items },
    ];
  });
}

const isEmpty = (cell: PrintCellView | undefined): boolean => !cell?.text && !cell?.pictures;

/** Pictures are drawn; what else is among the files is named. */
function cellOf(page: Page, field: Field, value: Json): PrintCellView {
  if (fieldType(field).admits === undefined || !Array.isArray(value)) return { text: said(page, field, value) };
  const files = value.map((id) => page.files[String(id)]);
  const pictures = files.filter((file) => file?.mediaType.startsWith('image/') === true) as FileView[];
  const others = value.filter((id) => !pictures.some((picture) => picture.id === id));
  return { text: said(page, field, others), ...(pictures.length > 0 && { pictures }) };
}

function said({ shown }: Page, field: Field, value: Json): string {
  return value === null ? '' : displayValue(field, value, shown);
}

/** "{claim_no}" → its value in words; what its reader may not see leaves its place empty. */
function filled(page: Page, text: string): string {
  return text.replaceAll(/\{([\p{L}\p{N}_]+)\}/gu, (_place, key: string) => {
    const field = page.form.fields.find((one) => one.key === key);
    return field ? said(page, field, page.data[key] ?? null) : '';
  });
}
