import type { Field, FormDefinition } from '../../definition/index.ts';
import type { Sql } from './existing.ts';

/** Fields as they were last published: "form" or "form__table" → key → field. */
export type FormerFields = ReadonlyMap<string, ReadonlyMap<string, FormerField>>;

export interface FormerField {
  field: Field;
  /** The last version that had it. */
  version: number;
}

interface Row {
  number: number;
  json: FormDefinition;
}

/**
 * What is known of each column's field: of the current version; `older`: of all versions that are kept, the newest first,
 * which reads a good deal more.
 */
export async function formerFields(sql: Sql, app: string, older = false): Promise<FormerFields> {
  const { rows } = await sql.query<Row>(
    `select v.number, d->'json' as json from engine.app_version v cross join jsonb_array_elements(v.definition) d
     where v.app = $1 and d->>'path' like 'forms/%' ${older ? '' : 'and v.number = (select number from engine.app where key = $1)'}
     order by v.number desc`,
    [app],
  );
  const found = new Map<string, Map<string, FormerField>>();
  const add = (table: string, fields: readonly Field[], version: number): void => {
    const known = found.get(table) ?? new Map<string, FormerField>();
    found.set(table, known);
    for (const field of fields) if (!known.has(field.key)) known.set(field.key, { field, version });
  };
  for (const { number, json } of rows) {
    add(json.key, json.fields, number);
    for (const field of json.fields) if (field.type === 'table') add(`${json.key}__${field.key}`, field.fields, number);
  }
  return found;
}
