import type { Field, FormDefinition } from '../../definition/index.ts';
import { fieldType } from '../../form/index.ts';
import { quoted, tableName } from '../apps/names.ts';

/** A field that shows one of a referenced record: no column, but SQL in place of one. */
export interface Looked {
  key: string;
  /** What is shown: it says how the value is read and what may be asked of it. */
  shown: Field;
  sqlType: string;
  /** `alias`: of the table that the reference stands in. */
  sql(alias: 'r' | 't'): string;
}

export function lookedUp(app: string, fields: readonly Field[], forms: ReadonlyMap<string, FormDefinition>): Looked[] {
  return fields.flatMap((field): Looked[] => {
    if (field.type !== 'lookup' || field.reference === undefined || field.form === undefined) return [];
    const { key, reference, form, show } = field;
    const shown = forms.get(form)?.fields.find((one) => one.key === show);
    const column = shown && fieldType(shown).column(shown);
    if (!shown || !column) return [];
    const from = tableName(app, form);
    const sql = (alias: 'r' | 't') =>
      `(select x.${quoted(show)} from ${from} x where x.id = ${alias}.${quoted(reference)})`;
    return [{ key, shown, sqlType: column.sqlType, sql }];
  });
}
