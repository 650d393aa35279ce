import type { Field, FormDefinition } from '../definition/index.ts';
import type { Condition, Env, FactType, Scope, SqlColumn } from '../expression/index.ts';
import { type FieldContext, fieldType, formContext, recordScope, rowScope } from '../form/index.ts';
import { conditionSql } from './condition.ts';
import { filterCondition } from './filter.ts';
import { badTile, notAllowed, Refused } from './refusal.ts';
import { every, FALSE, type Fragment, identifier, some, sql, TRUE } from './sql.ts';
import type { ReportContext } from './types.ts';

/** The engine's columns that can be measured, grouped by and shown. */
const SYSTEM: Readonly<Record<string, string>> = {
  id: 'id',
  state: 'state',
  created_at: 'created_at',
  created_by: 'created_by',
  updated_at: 'updated_at',
  updated_by: 'updated_by',
  submitted_at: 'created_at',
  revision: 'revision',
};

const SYSTEM_TYPES: Readonly<Record<string, FactType>> = {
  created_at: { kind: 'datetime' },
  updated_at: { kind: 'datetime' },
  submitted_at: { kind: 'datetime' },
  revision: { kind: 'integer' },
};

/** A form's records (alias t), or the rows of one of its sub-tables (alias r beside t), as one person may see them. */
export interface Source {
  form: FormDefinition;
  rows: string | undefined;
  from: Fragment;
  /** The rows this person may see, narrowed by the board's filters. */
  where: Fragment;
  /** A field, table.column or system fact as SQL with its definition; throws Refused where it may not be read. */
  read(path: string): { column: SqlColumn; field: Field | undefined };
  condition(condition: Condition): Fragment;
}

const columnsOf = (form: FormDefinition, table: string): readonly Field[] => {
  const field = form.fields.find((item) => item.key === table);
  return field?.type === 'table' ? field.fields : [];
};

export const envOf = (ctx: ReportContext): Env => ({ now: ctx.now, timeZone: ctx.app.app.timeZone });

interface Names {
  form: FormDefinition;
  rows: string | undefined;
  record: Scope;
  row: Scope;
  schema: string;
  context: FieldContext;
}

function systemColumn(fact: string): SqlColumn | undefined {
  const name = Object.hasOwn(SYSTEM, fact) ? SYSTEM[fact] : undefined;
  if (name === undefined) return undefined;
  return { sql: `t.${identifier(name).sql}`, type: SYSTEM_TYPES[fact] ?? { kind: 'text' } };
}

/** All values of a sub-table's column, as a list in the order of the rows. */
function listColumn(names: Names, table: string, column: string): SqlColumn | undefined {
  const type = names.record[table];
  const fields = type?.kind === 'list' && type.of.kind === 'context' ? type.of.fields : {};
  const of = fields[column];
  if (!of || !columnsOf(names.form, table).some((field) => field.key === column)) return undefined;
  const rows = identifier(names.schema, `${names.form.key}__${table}`).sql;
  const value = identifier(column).sql;
  const text = `coalesce((select array_agg(x.${value} order by x.position) from ${rows} x where x.parent = t.id), '{}')`;
  return { sql: text, type: { kind: 'list', of } };
}

const partOf = (field: Field | undefined, key: string) =>
  field &&
  fieldType(field)
    .parts?.(field)
    .find((part) => part.key === key);

/** `period.from`: a part of a value. */
function partColumn(names: Names, head: string, tail: string): SqlColumn | undefined {
  const inRow =
    names.rows === undefined ? undefined : columnsOf(names.form, names.rows).find(({ key }) => key === head);
  const field = inRow ?? names.form.fields.find(({ key }) => key === head);
  const part = partOf(field, tail);
  if (!part) return undefined;
  const sql = part.sql(`${inRow ? 'r' : 't'}.${identifier(head).sql}`);
  return { sql, type: fieldType(part.field).factType(part.field, names.context) };
}

/** In rows the columns stand before the record's fields; a column of another sub-table is a list. */
function columnOf(names: Names, fact: string): SqlColumn | undefined {
  const [head = '', tail] = fact.split('.');
  const rowField = (key: string): SqlColumn | undefined => {
    const type = names.row[key];
    if (names.rows === undefined || !type || !columnsOf(names.form, names.rows).some((field) => field.key === key))
      return undefined;
    return { sql: `r.${identifier(key).sql}`, type };
  };
  if (tail !== undefined) {
    const part = partColumn(names, head, tail);
    if (part) return part;
    if (head === 'row' || head === names.rows) return rowField(tail);
    return head === 'record' ? columnOf({ ...names, rows: undefined }, tail) : listColumn(names, head, tail);
  }
  const type = names.record[head];
  const own = names.form.fields.some((field) => field.key === head && field.type !== 'table');
  return rowField(head) ?? (own && type ? { sql: `t.${identifier(head).sql}`, type } : systemColumn(head));
}

/** The definition of what a path names, where it is a field. */
export function fieldOf(
  form: FormDefinition,
  rows: string | undefined,
  path: string,
): { field: Field; path: string } | undefined {
  const [head = '', tail] = path.split('.');
  if (tail !== undefined) {
    const field = columnsOf(form, head).find((item) => item.key === tail);
    if (field) return { field, path };
    const whole = fieldOf(form, rows, head);
    const part = partOf(whole?.field, tail);
    return whole && part && { field: part.field, path: whole.path };
  }
  const column = rows === undefined ? undefined : columnsOf(form, rows).find((item) => item.key === head);
  if (column) return { field: column, path: `${rows}.${head}` };
  const field = form.fields.find((item) => item.key === head);
  return field && { field, path: head };
}

function visibleRows(
  rows: 'all' | readonly Condition[],
  condition: (part: Condition) => Fragment | undefined,
): Fragment {
  if (rows === 'all') return TRUE;
  const parts = rows.map(condition);
  // A row condition that SQL cannot say opens nothing: an entry that is left out can only hide rows.
  return some(parts.map((part) => part ?? FALSE));
}

/** Throws Refused where the form may not be seen at all. */
export function sourceOf(
  ctx: ReportContext,
  filters: readonly { key: string; field: string; type: string; default?: string }[],
  formKey: string,
  rows?: string,
): Source {
  const form = ctx.app.forms.get(formKey);
  if (!form) throw new Refused(badTile(`form ${formKey}`));
  const access = ctx.access(formKey);
  if (!access || (rows !== undefined && !access.readable(rows))) throw new Refused(notAllowed(form.label));
  const context = formContext(ctx.app);
  const record = recordScope(form, context);
  const names: Names = {
    form,
    rows,
    record,
    row: rows === undefined ? {} : rowScope(form, rows, context),
    schema: ctx.app.app.key,
    context,
  };
  const around = { column: (fact: string) => columnOf(names, fact), facts: ctx.facts, env: envOf(ctx) };
  const read: Source['read'] = (path) => {
    const column = columnOf(names, path);
    const found = fieldOf(form, rows, path);
    if (!column) throw new Refused(badTile(path));
    if (found && !access.readable(found.path)) throw new Refused(notAllowed(found.field.label));
    return { column, field: found?.field };
  };
  const condition = (part: Condition): Fragment => {
    const text = conditionSql(part, around);
    if (!text) throw new Refused(badTile(JSON.stringify(part)));
    return text;
  };
  const table = identifier(ctx.app.app.key, formKey);
  const chosen = filters.flatMap((filter) => {
    if (columnOf(names, filter.field) === undefined) return [];
    const wanted = filterCondition(filter, ctx);
    if (!wanted) return [];
    read(filter.field);
    return [condition(wanted)];
  });
  return {
    form,
    rows,
    from:
      rows === undefined
        ? sql`${table} t`
        : sql`${table} t join ${identifier(ctx.app.app.key, `${formKey}__${rows}`)} r on r.parent = t.id`,
    where: every([visibleRows(access.rows, (part) => conditionSql(part, around)), ...chosen]),
    read,
    condition,
  };
}
