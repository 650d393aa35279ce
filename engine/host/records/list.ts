import { textOf } from '../../form/index.ts';
import type { RecordList, RecordRow, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { find } from './find.ts';
import type { ListQuery } from './ports.ts';
import type { Sight } from './sight.ts';
import type { StoredRecord } from './storage.ts';
import { textsOf } from './texts.ts';

export type ReadParts = Pick<DoorParts, 'sql' | 'people' | 'shelf' | 'clock' | 'newId'>;

const SIZE = 20;
const MOST = 200;
/** So many are counted one by one; beyond, the planner's estimate is near enough for a scroll bar. */
const MOST_COUNTED = 100_000;

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
  const skipped = (page - 1) * size;
  const select = selectOf(sight, query.columns);
  // Far down a list only ids are passed over: what a row holds is read for the rows of the page alone.
  const ids = `select r.id from ${sight.form.storage.shape.name} r where ${where} order by ${order} limit ${size} offset ${skipped}`;
  const text =
    skipped === 0
      ? `${select} where ${where} order by ${order} limit ${size}`
      : `${select} where r.id in (${ids}) order by ${order}`;
  const [rows, counted] = await Promise.all([
    parts.sql.ask(text, values),
    query.count === false ? undefined : countOrEstimate(parts, sight, query),
  ]);
  const records = rows.map((row) => sight.form.storage.decode(row));
  const total = counted?.total ?? skipped + rows.length;
  const list = await shape(parts, sight, records, total, query.columns, locale);
  return counted?.isEstimate ? { ...list, isEstimate: true } : list;
}

/** A person's list is counted as far as anybody looks; a number in a million is worth no second of the database. */
async function countOrEstimate(
  parts: ReadParts,
  sight: Sight,
  query: ListQuery,
): Promise<{ total: number; isEstimate: boolean }> {
  const { where, values } = find(sight, { ...query, sort: [] });
  const rows = `from ${sight.form.storage.shape.name} r where ${where}`;
  const [counted] = await parts.sql.ask(
    `select count(*) as total from (select 1 ${rows} limit ${MOST_COUNTED + 1}) x`,
    values,
  );
  const total = Number(counted?.total ?? 0);
  if (total <= MOST_COUNTED) return { total, isEstimate: false };
  const [plan] = await parts.sql.ask(`explain (format json) select 1 ${rows}`, values);
  const nodes = plan?.['QUERY PLAN'] as { Plan: { 'Plan Rows': number } }[] | undefined;
  return { total: Math.max(total, nodes?.[0]?.Plan['Plan Rows'] ?? 0), isEstimate: true };
}

/** The ids of all that match, in no order, up to `most`. */
export async function matchingIds(parts: ReadParts, sight: Sight, query: ListQuery, most: number): Promise<string[]> {
  sight.mustSeeSomething();
  const { where, values } = find(sight, { ...query, sort: [] });
  const text = `select r.id from ${sight.form.storage.shape.name} r where ${where} order by r.id limit ${most}`;
  return (await parts.sql.ask(text, values)).map(({ id }) => String(id));
}

/** What these records are called, as far as this person may see them. */
export async function titlesOf(
  parts: ReadParts,
  sight: Sight,
  ids: readonly string[],
): Promise<Record<string, string>> {
  const values: unknown[] = [ids];
  const open = sight.rows(values);
  const text = `${selectOf(sight, [])} where r.id = any ($1::uuid[]) and ${open}`;
  const records = (await parts.sql.ask(text, values)).map((row) => sight.form.storage.decode(row));
  return Object.fromEntries(records.map((record) => [record.head.id, titleOf(sight, sight.visible(record))]));
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
export function selectOf(sight: Sight, columns: readonly string[] | undefined): string {
  const { storage } = sight.form;
  const asked = columns ?? sight.form.form.list?.columns ?? [];
  const looksIntoRows = sight.entries.some(
    ({ rows }) => rows !== undefined && storage.subs.some(({ key }) => JSON.stringify(rows).includes(`"${key}`)),
  );
  if (looksIntoRows) return storage.select();
  return storage.selectSome([...storage.columns.map(({ key }) => key), ...asked]);
}

export function stateText(sight: Pick<Sight, 'form'>, state: string | null, locale: Locale): string {
  const known = sight.form.flow?.definition.states.find(({ key }) => key === state);
  return known ? textOf(known.label, locale) : (state ?? '');
}
