import type { AppModel } from '../../definition/index.ts';
import { existing, type Sql } from './existing.ts';
import { type FormerField, formerFields } from './former.ts';
import { quoted, ROW_COLUMNS, SYSTEM_COLUMNS, subTables, tableName } from './names.ts';
import type { Publisher } from './publisher.ts';

export interface RetiredPlace {
  form: string;
  /** Of a sub-table's column. */
  table?: string;
  /** Of a column, or of a sub-table that went as a whole. */
  key: string;
}

export interface RetiredColumn extends RetiredPlace {
  isTable: boolean;
  sqlType: string;
  /** undefined: no version is known that had it. */
  former: FormerField | undefined;
  records: number;
}

/** Columns and sub-tables of the app’s forms that the published version has no field for. */
export async function retiredColumns(sql: Sql, model: AppModel): Promise<RetiredColumn[]> {
  const app = model.app.key;
  const { tables } = await existing(sql, app);
  const former = await formerFields(sql, app, true);
  const found: RetiredColumn[] = [];
  for (const form of model.forms.values()) {
    const own = tables.get(form.key);
    if (own === undefined) continue;
    const add = async (place: RetiredPlace, columns: ReadonlyMap<string, string>): Promise<void> => {
      const counts = await countsOf(sql, app, place, [...columns.keys()]);
      const known = former.get(place.table === undefined ? form.key : `${form.key}__${place.table}`);
      for (const [key, sqlType] of columns)
        found.push({ ...place, key, sqlType, isTable: false, former: known?.get(key), records: counts.get(key) ?? 0 });
    };
    await add({ form: form.key, key: '' }, unused(own, SYSTEM_COLUMNS, form.fields));
    for (const table of subTables(form)) {
      const columns = tables.get(`${form.key}__${table.key}`);
      if (columns) await add({ form: form.key, table: table.key, key: '' }, unused(columns, ROW_COLUMNS, table.fields));
    }
    for (const key of goneTables(form.key, tables, model)) {
      const { rows } = await sql.query<{ count: string }>(
        `select count(distinct parent) as count from ${tableName(app, form.key, key)}`,
      );
      const records = Number(rows[0]?.count ?? 0);
      found.push({
        form: form.key,
        key,
        sqlType: 'table',
        isTable: true,
        former: former.get(form.key)?.get(key),
        records,
      });
    }
  }
  return found;
}

function unused(
  columns: ReadonlyMap<string, string>,
  system: readonly (readonly [string, string])[],
  fields: readonly { key: string }[],
): Map<string, string> {
  const used = new Set([...system.map(([name]) => name), ...fields.map(({ key }) => key)]);
  // What begins with a tilde belongs to a publish that is under way.
  return new Map([...columns].filter(([name]) => !used.has(name) && !name.startsWith('~')));
}

function goneTables(form: string, tables: ReadonlyMap<string, unknown>, model: AppModel): string[] {
  const definition = model.forms.get(form);
  const kept = new Set(definition ? subTables(definition).map(({ key }) => key) : []);
  return [...tables.keys()].flatMap((name) => {
    if (!name.startsWith(`${form}__`) || model.forms.has(name)) return [];
    const key = name.slice(form.length + 2);
    // Of another form whose key begins with this one’s.
    const isOther = [...model.forms.keys()].some(
      (other) => other.length > form.length && name.startsWith(`${other}__`),
    );
    return kept.has(key) || isOther ? [] : [key];
  });
}

async function countsOf(
  sql: Sql,
  app: string,
  { form, table }: RetiredPlace,
  columns: readonly string[],
): Promise<Map<string, number>> {
  if (columns.length === 0) return new Map();
  const counted = columns.map((column, at) => `count(${quoted(column)}) as c${at}`).join(', ');
  const { rows } = await sql.query<Record<string, string>>(`select ${counted} from ${tableName(app, form, table)}`);
  return new Map(columns.map((column, at) => [column, Number(rows[0]?.[`c${at}`] ?? 0)]));
}

/**
 * Takes a column or a sub-table away with all that it holds. One transaction: cut short, nothing has happened, and done
 * again, nothing is there to be done. Its files are nobody’s any more, and go with the next housekeeping.
 */
export async function dropRetired(publisher: Publisher, app: string, column: RetiredColumn): Promise<void> {
  const { form, table, key, isTable } = column;
  const field = table === undefined ? key : `${table}.${key}`;
  await publisher.patiently(async () => {
    await publisher.query(
      `update engine.file set record = null where app = $1 and form = $2 and (field = $3 or $4 and starts_with(field, $3 || '.'))`,
      [app, form, field, isTable],
    );
    await publisher.query(
      isTable
        ? `drop table if exists ${tableName(app, form, key)}`
        : `alter table ${tableName(app, form, table)} drop column if exists ${quoted(key)}`,
    );
  });
}
