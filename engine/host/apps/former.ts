import type { Field, FormDefinition } from '../../definition/index.ts';
import type { Sql } from './existing.ts';

/** Fields as they were last published: "form" or "form__table" → key → field. */
export type FormerFields = ReadonlyMap<string, ReadonlyMap<string, FormerField>>;

export interface FormerField {
  field: Field;
  /** The versions that are known to have it, the newest first. */
  versions: number[];
  /** Of the newest of them. */
  form: FormDefinition;
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
  const add = (table: string, fields: readonly Field[], form: FormDefinition, version: number): void => {
    const known = found.get(table) ?? new Map<string, FormerField>();
    found.set(table, known);
    for (const field of fields) {
      const older = known.get(field.key);
      if (older) older.versions.push(version);
      else known.set(field.key, { field, versions: [version], form });
    }
  };
  for (const { number, json } of rows) {
    add(json.key, json.fields, json, number);
    for (const field of json.fields)
      if (field.type === 'table') add(`${json.key}__${field.key}`, field.fields, json, number);
  }
  return found;
}
