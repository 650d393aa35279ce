import type { SqlColumn } from '../../expression/index.ts';
import { fieldType } from '../../form/index.ts';
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
    const type = fieldType(field).factType(field, context);
    // Ids compare as text, because that is what conditions hold.
    const sql = isUuidColumn(field.type) ? `r.${quoted(key)}::text` : `r.${quoted(key)}`;
    own.set(key, { sql, type, ...(type.kind === 'list' ? { storage: 'array' as const } : {}) });
  }
  const sub = form.storage.subs.find(({ key }) => key === table);
  for (const { key, field } of sub?.columns ?? []) {
    const type = fieldType(field).factType(field, context);
    const sql = isUuidColumn(field.type) ? `t.${quoted(key)}::text` : `t.${quoted(key)}`;
    const column: SqlColumn = { sql, type, ...(type.kind === 'list' ? { storage: 'array' as const } : {}) };
    const record = own.get(key);
    if (record) own.set(`record.${key}`, record);
    own.set(key, column);
    own.set(`row.${key}`, column);
  }
  return (fact) => own.get(fact);
}

function isUuidColumn(type: string): boolean {
  return type === 'reference' || type === 'user';
}
