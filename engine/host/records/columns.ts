import type { SqlColumn } from '../../expression/index.ts';
import { type Field, type FieldContext, fieldType } from '../../form/index.ts';
import type { LiveForm } from '../apps/live.ts';
import { quoted } from '../apps/names.ts';

const SYSTEM: Record<string, SqlColumn> = {
  id: { sql: 'r.id', type: { kind: 'text' } },
  state: { sql: 'r.state', type: { kind: 'text' } },
  revision: { sql: 'r.revision', type: { kind: 'integer' } },
  created_at: { sql: 'r.created_at', type: { kind: 'datetime' } },
  submitted_at: { sql: 'r.created_at', type: { kind: 'datetime' } },
  updated_at: { sql: 'r.updated_at', type: { kind: 'datetime' } },
  created_by: { sql: 'r.created_by', type: { kind: 'text' } },
};

/**
 * The columns that stand for facts in SQL over a form's table `r`; with a sub-table, over its rows `t` too, whose columns
 * come before the record's fields of the same name.
 */
export function conditionColumns(form: LiveForm, table?: string): (fact: string) => SqlColumn | undefined {
  const context = form.compiled.context;
  const own = new Map<string, SqlColumn>(Object.entries(SYSTEM));
  for (const { key, field } of form.storage.columns) {
    for (const [name, column] of columnsOf(key, field, `r.${quoted(key)}`, context)) own.set(name, column);
  }
  for (const { key, shown, sql } of form.storage.looked) {
    for (const [name, column] of columnsOf(key, shown, sql('r'), context)) own.set(name, column);
  }
  const sub = form.storage.subs.find(({ key }) => key === table);
  const columns = (sub?.columns ?? []).map(({ key, field }) => columnsOf(key, field, `t.${quoted(key)}`, context));
  const looked = (sub?.looked ?? []).map(({ key, shown, sql }) => columnsOf(key, shown, sql('t'), context));
  for (const parts of [...columns, ...looked]) {
    for (const [name, column] of parts) {
      const record = own.get(name);
      if (record) own.set(`record.${name}`, record);
      own.set(name, column);
      own.set(`row.${name}`, column);
    }
  }
  return (fact) => own.get(fact);
}

/** The column by the field's key, and its parts by theirs: "period", "period.from". */
function columnsOf(key: string, field: Field, bare: string, context: FieldContext): [string, SqlColumn][] {
  const type = fieldType(field);
  const fact = type.factType(field, context);
  // Ids compare as text, because that is what conditions hold.
  const sql = type.column(field)?.sqlType === 'uuid' ? `${bare}::text` : bare;
  const parts = (type.parts?.(field) ?? []).map((part): [string, SqlColumn] => [
    `${key}.${part.key}`,
    { sql: part.sql(bare), type: fieldType(part.field).factType(part.field, context) },
  ]);
  return [[key, { sql, type: fact, ...(fact.kind === 'list' ? { storage: 'array' as const } : {}) }], ...parts];
}
