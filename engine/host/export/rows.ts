import type { Field, TableField } from '../../definition/index.ts';
import { type DisplayContext, displayValue, textOf } from '../../form/index.ts';
import type { Json, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { refusals } from '../door/refusal.ts';
import { find } from '../records/find.ts';
import { type ReadParts, selectOf, stateText } from '../records/list.ts';
import type { ExportQuery } from '../records/ports.ts';
import type { Sight } from '../records/sight.ts';
import type { StoredRecord } from '../records/storage.ts';
import { textsOf } from '../records/texts.ts';
import { type Cell, cellOf, textCell } from './cells.ts';

/** Rows are read in pieces of this size: however many there are, few are held at once. */
const PIECE = 500;

/** What an import knows a record by, and what it was when it left. */
export const ID_HEADER = 'ID';
export const REVISION_HEADER: Record<Locale, string> = { 'zh-CN': '修订号', en: 'Revision' };
const STATE_HEADER: Record<Locale, string> = { 'zh-CN': '状态', en: 'State' };

interface Column {
  header: string;
  cell(record: StoredRecord, row: Values | undefined, shown: DisplayContext): Cell;
}

/**
 * The records that match as rows of a table, the head first: fields in words and typed, as this person may see them. With
 * `rows` a line for each row of that sub-table, the record's own fields in each.
 */
export async function* exportRows(
  parts: ReadParts,
  sight: Sight,
  query: ExportQuery,
  locale: Locale,
): AsyncGenerator<Cell[]> {
  const exporting = sight.entries.filter((entry) => entry.export === true);
  if (exporting.length === 0 && sight.actor.kind !== 'engine') throw refusals.notAllowed(sight.form.key);
  const { form, storage } = sight.form;
  const asked = query.columns ?? form.list?.columns ?? storage.columns.map(({ key }) => key);
  const table = tableOf(sight, query.rows);
  const columns = columnsOf(sight, asked, table, locale);
  yield columns.map(({ header }) => textCell(header));
  const { where, order, values } = find(sight, query);
  const open = sight.actor.kind === 'engine' ? 'true' : sight.rows(values, exporting);
  const select = selectOf(sight, table ? [...asked, table.key] : asked);
  for (let offset = 0; ; offset += PIECE) {
    const text = `${select} where ${where} and ${open} order by ${order} limit ${PIECE} offset ${offset}`;
    const records = (await parts.sql.ask(text, values)).map((row) => storage.decode(row));
    const seen = records.map((record) => ({ head: record.head, values: sight.visible(record) }));
    const data = seen.map((record) => record.values);
    const { texts, files } = await textsOf(parts, sight.app, sight.form, data, locale);
    const names = Object.fromEntries(Object.values(files).map(({ id, name }) => [id, name]));
    const { timeZone, model } = sight.app;
    const shown = { locale, timeZone, currency: model.app.currency, texts: { ...texts, ...names } };
    for (const record of seen) {
      const rows = table ? ((record.values[table.key] ?? []) as Values[]) : [];
      for (const row of rows.length > 0 ? rows : [undefined]) {
        yield columns.map((column) => column.cell(record, row, shown));
      }
    }
    if (records.length < PIECE) return;
  }
}

function tableOf(sight: Sight, key: string | undefined): TableField | undefined {
  if (key === undefined) return undefined;
  const field = sight.form.compiled.fields.get(key);
  if (field?.type !== 'table' || (sight.widest[key] ?? 'hide') === 'hide') throw refusals.unknown('field', key);
  return field;
}

function columnsOf(sight: Sight, asked: readonly string[], table: TableField | undefined, locale: Locale): Column[] {
  const { storage, flow } = sight.form;
  const own = asked.flatMap((key): Column[] => {
    const column = storage.column(key);
    if (!column || sight.widest[key] === 'hide') return [];
    const { field } = column;
    const header = textOf(field.label, locale);
    return [{ header, cell: (record, _row, shown) => fieldCell(sight, key, field, record.values[key] ?? null, shown) }];
  });
  const state: Column = {
    header: STATE_HEADER[locale],
    cell: ({ head }) => textCell(stateText(sight, head.state, locale)),
  };
  const keys: Column[] = [
    { header: ID_HEADER, cell: ({ head }) => textCell(head.id) },
    { header: REVISION_HEADER[locale], cell: ({ head }) => ({ kind: 'number', text: String(head.revision) }) },
  ];
  return [...own, ...(flow ? [state] : []), ...(table ? rowColumns(sight, table, locale) : []), ...keys];
}

function rowColumns(sight: Sight, table: TableField, locale: Locale): Column[] {
  const name = textOf(table.label, locale);
  const own = (table.fields as Field[]).flatMap((field): Column[] => {
    const path = `${table.key}.${field.key}`;
    if ((sight.widest[path] ?? 'hide') === 'hide') return [];
    return [
      {
        header: columnHeader(name, textOf(field.label, locale)),
        cell: (_record, row, shown) =>
          row ? fieldCell(sight, path, field, row[field.key] ?? null, shown) : textCell(''),
      },
    ];
  });
  return [...own, { header: columnHeader(name, ID_HEADER), cell: (_record, row) => textCell(String(row?.id ?? '')) }];
}

/** A column of a sub-table, as the import's mapping calls it too. */
export function columnHeader(table: string, column: string): string {
  return `${table} · ${column}`;
}

/** Where somebody reads a field only in part, the part is words: it is nobody's value. */
function fieldCell(sight: Sight, path: string, field: Field, value: Json, shown: DisplayContext): Cell {
  if (sight.isReadable(path)) return cellOf(field, value, shown, sight.form.compiled.context);
  return textCell(value === null ? '' : displayValue(field, value, shown));
}
