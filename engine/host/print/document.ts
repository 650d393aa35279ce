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
  textOf,
  visibleValues,
} from '../../form/index.ts';
import type { FileView, Json, PrintCellView, PrintPartView, PrintView, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { refusals } from '../door/refusal.ts';
import { historyOf } from '../records/history.ts';
import { titleOf } from '../records/list.ts';
import { textsOf } from '../records/texts.ts';
import { type Seen, storedOf } from '../records/view.ts';

interface Page {
  form: FormDefinition;
  data: Values;
  shown: DisplayContext;
  files: Record<string, FileView>;
  seen: Seen;
  locale: Locale;
}

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
  const page: Page = { form, data, shown, files, seen, locale };
  const parts = template ? template.parts.map((part) => partOf(page, part)) : laidOut(page, sections);
  const words = (text: PrintTemplate['title']): string => filled(page, textOf(text ?? '', locale));
  const formLabel = textOf(form.label, locale);
  return {
    title: template?.title ? words(template.title) : [formLabel, titleOf(sight, data)].filter(Boolean).join(' '),
    over: [textOf(label, locale), formLabel].join(' · '),
    ...(brand?.logo !== undefined && { logo: brand.logo }),
    ...(template?.header && { header: words(template.header) }),
    ...(template?.footer && { footer: words(template.footer) }),
    paper: template?.paper ?? 'A4',
    landscape: template?.landscape === true,
    parts: (await Promise.all(parts)).flat(),
    printed: printed(page),
    templates: (form.print ?? []).map((one) => ({ key: one.key, label: textOf(one.label, locale) })),
  };
}

function printed({ seen, shown, locale }: Page): string {
  const { actor, now } = seen.work;
  const time = new Intl.DateTimeFormat(locale, { timeZone: shown.timeZone, dateStyle: 'medium', timeStyle: 'short' });
  return [time.format(new Date(now)), actor.kind === 'user' ? actor.name : ''].filter(Boolean).join(' · ');
}

async function partOf(page: Page, part: PrintPart): Promise<PrintPartView[]> {
  const text = (label: PrintTemplate['title']): string => textOf(label ?? '', page.locale);
  if ('text' in part) return [{ kind: 'text', text: filled(page, text(part.text)) }];
  if ('signatures' in part) return [{ kind: 'signatures', labels: part.signatures.map(text) }];
  if ('pageBreak' in part) return [{ kind: 'break' }];
  const heading: PrintPartView[] = part.heading ? [{ kind: 'heading', text: text(part.heading) }] : [];
  if ('history' in part) return [...heading, await historyPart(page)];
  const own =
    'table' in part ? tablePart(page, part.table, part.columns) : fieldsPart(page, part.fields, part.columns ?? 2);
  // A heading over nothing that its reader may see says that something is there.
  return own.length > 0 ? [...heading, ...own] : [];
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
  for (const key of keys) {
    const field = page.form.fields.find((one) => one.key === key);
    if (field === undefined || !(key in page.data)) continue;
    if (field.type === 'table') {
      parts.push(...tablePart(page, key, undefined));
      continue;
    }
    const last = parts.at(-1);
    const item = {
      label: textOf(field.label, page.locale),
      ...cellOf(page, field, page.data[key] ?? null),
      isWide: LONG.has(field.type),
    };
    if (last?.kind === 'fields') last.items.push(item);
    else parts.push({ kind: 'fields', columns, items: [item] });
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
  if (columns.length === 0) return [];
  return [
    {
      kind: 'table',
      label: textOf(table.label, page.locale),
      columns: columns.map((column) => {
        const isNumber = isNumeric(column, context);
        const label = textOf(column.label, page.locale);
        return { label, isNumber, share: isNumber ? 1 : LONG.has(column.type) ? 3 : 2 };
      }),
      rows: (rows as Values[]).map((row) => columns.map((column) => cellOf(page, column, row[column.key] ?? null))),
    },
  ];
}

async function historyPart(page: Page): Promise<PrintPartView> {
  const words = { 'zh-CN': ['时间', '人员', '事项', '意见'], en: ['When', 'Who', 'What', 'Reason'] }[page.locale];
  const time = new Intl.DateTimeFormat(page.locale, {
    timeZone: page.shown.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const entries = await historyOf(page.seen, page.locale);
  return {
    kind: 'table',
    label: '',
    columns: words.map((label, index) => ({ label, isNumber: false, share: index < 2 ? 2 : 3 })),
    rows: entries.map((entry) =>
      [
        time.format(new Date(entry.at)),
        entry.actor?.name ?? '',
        [entry.node === undefined ? '' : textOf(entry.node, page.locale), entry.text].filter(Boolean).join('：'),
        entry.reason ?? '',
      ].map((text) => ({ text })),
    ),
  };
}

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
