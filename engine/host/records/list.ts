import { displayValue, textOf } from '../../form/index.ts';
import type { RecordList, RecordRow, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';
import { find } from './find.ts';
import type { ListQuery } from './ports.ts';
import type { Sight } from './sight.ts';
import type { StoredRecord } from './storage.ts';
import { textsOf } from './texts.ts';

type ReadParts = Pick<DoorParts, 'sql' | 'people' | 'shelf' | 'clock' | 'newId'>;

const SIZE = 20;
const MOST = 200;
/** Rows of an export are read in pieces of this size. */
const PIECE = 500;

export async function listRecords(
  parts: ReadParts,
  sight: Sight,
  query: ListQuery,
  locale: Locale,
): Promise<RecordList> {
  sight.mustSeeSomething();
  const size = Math.min(Math.max(query.size ?? SIZE, 1), MOST);
  const page = Math.max(query.page ?? 1, 1);
  const { where, order, values } = find(sight, query);
  const from = `${selectOf(sight, query.columns)} where ${where} order by ${order} limit ${size} offset ${(page - 1) * size}`;
  const [rows, total] = await Promise.all([parts.sql.ask(from, values), countRecords(parts, sight, query)]);
  return shape(
    parts,
    sight,
    rows.map((row) => sight.form.storage.decode(row)),
    total,
    query.columns,
    locale,
  );
}

export async function countRecords(parts: ReadParts, sight: Sight, query: ListQuery): Promise<number> {
  sight.mustSeeSomething();
  const { where, values } = find(sight, { ...query, sort: [] });
  const text = `select count(*) as total from ${sight.form.storage.shape.name} r where ${where}`;
  const [row] = await parts.sql.ask(text, values);
  return Number(row?.total ?? 0);
}

export async function shape(
  parts: ReadParts,
  sight: Sight,
  records: readonly StoredRecord[],
  total: number,
  columns: readonly string[] | undefined,
  locale: Locale,
): Promise<RecordList> {
  const shown = columns ?? sight.form.form.list?.columns;
  const rows = records.map((record): RecordRow => {
    const data = sight.visible(record);
    const { id, revision, state, created_at, updated_at } = record.head;
    return {
      id,
      revision,
      title: titleOf(sight, data),
      created_at,
      updated_at,
      data: shown ? pick(data, shown) : data,
      ...(state === null ? {} : { state }),
    };
  });
  const texts = await textsOf(
    parts,
    sight.app,
    sight.form,
    rows.map(({ data }) => data),
    locale,
  );
  return { rows, total, ...texts };
}

export function titleOf(sight: Sight, data: Values): string {
  const { title } = sight.form.form;
  return title === undefined ? '' : String(data[title] ?? '');
}

function pick(data: Values, columns: readonly string[]): Values {
  return Object.fromEntries(Object.entries(data).filter(([key]) => columns.includes(key)));
}

/** Row conditions may look at any field, so all of a row is read; sub-tables only where they are asked for. */
function selectOf(sight: Sight, columns: readonly string[] | undefined): string {
  const { storage } = sight.form;
  const asked = columns ?? sight.form.form.list?.columns ?? [];
  const looksIntoRows = sight.entries.some(
    ({ rows }) => rows !== undefined && storage.subs.some(({ key }) => JSON.stringify(rows).includes(`"${key}`)),
  );
  if (looksIntoRows) return storage.select();
  return storage.selectSome([...storage.columns.map(({ key }) => key), ...asked]);
}

/** Lines of CSV as people read the values, in their language; formulas of spreadsheets are defused. */
export async function* csvLines(
  parts: ReadParts,
  sight: Sight,
  query: ListQuery,
  locale: Locale,
): AsyncIterable<string> {
  const exporting = sight.entries.filter((entry) => entry.export === true);
  if (exporting.length === 0 && sight.actor.kind !== 'engine') throw refusals.notAllowed(sight.form.key);
  const { form, storage } = sight.form;
  const asked = query.columns ?? form.list?.columns ?? storage.columns.map(({ key }) => key);
  const fields = asked.flatMap((key) => {
    const column = storage.column(key);
    return column && sight.widest[key] !== 'hide' ? [column.field] : [];
  });
  const state = sight.form.flow ? { 'zh-CN': '状态', en: 'State' }[locale] : undefined;
  yield line([...fields.map(({ label }) => textOf(label, locale)), ...(state ? [state] : [])]);
  const { where, order, values } = find(sight, query);
  const open = sight.actor.kind === 'engine' ? 'true' : sight.rows(values, exporting);
  for (let offset = 0; ; offset += PIECE) {
    const text = `${selectOf(sight, asked)} where ${where} and ${open} order by ${order} limit ${PIECE} offset ${offset}`;
    const records = (await parts.sql.ask(text, values)).map((row) => storage.decode(row));
    const seen = records.map((record) => ({ head: record.head, data: sight.visible(record) }));
    const { texts } = await textsOf(
      parts,
      sight.app,
      sight.form,
      seen.map(({ data }) => data),
      locale,
    );
    const context = { locale, timeZone: sight.app.timeZone, currency: sight.app.model.app.currency, texts };
    for (const { head, data } of seen) {
      const cells = fields.map((field) => displayValue(field, data[field.key] ?? null, context));
      yield line([...cells, ...(state ? [stateText(sight, head.state, locale)] : [])]);
    }
    if (records.length < PIECE) return;
  }
}

export function stateText(sight: Pick<Sight, 'form'>, state: string | null, locale: Locale): string {
  const known = sight.form.flow?.definition.states.find(({ key }) => key === state);
  return known ? textOf(known.label, locale) : (state ?? '');
}

/** A cell that begins like a formula would be run by a spreadsheet program. */
function line(cells: readonly string[]): string {
  const safe = cells.map((cell) => {
    const text = /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${safe.join(',')}\r\n`;
}
