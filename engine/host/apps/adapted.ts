import type { AppModel, Field } from '../../definition/index.ts';
import { conversion, isNumber } from './conversion.ts';
import { columnsOf } from './names.ts';

/** How a version reads and writes a column that has got another type since it was published. */
export interface Adapted {
  /** SQL of the value as this version knows it. */
  read(column: string): string;
  /** SQL of the value as it is kept now; undefined: this version leaves it alone. */
  write: ((value: string) => string) | undefined;
}

/** `table`: of a sub-table. undefined: the column is as it was. */
export type Adaptation = (form: string, table: string | undefined, field: Field) => Adapted | undefined;

/** Work under way stays on the version that it began with, while its columns are those of the published one. */
export function adaptation(older: AppModel, current: AppModel): Adaptation {
  return (formKey, table, field) => {
    const form = current.forms.get(formKey);
    const inside = table === undefined ? form?.fields : form?.fields.find(({ key }) => key === table);
    const fields = Array.isArray(inside) ? (inside as Field[]) : inside && 'fields' in inside ? inside.fields : [];
    const now = (fields as readonly Field[]).find(({ key }) => key === field.key);
    return now && adapted(field, now, older, current);
  };
}

function adapted(field: Field, now: Field, older: AppModel, current: AppModel): Adapted | undefined {
  const [[was], [is]] = [columnsOf([field]), columnsOf([now])];
  if (!was || !is || (isNumber(was.sqlType) && isNumber(is.sqlType))) return undefined;
  const common = { app: older.app.key, timeZone: current.app.timeZone };
  const back = conversion(is.sqlType, was.sqlType, { ...common, was: now, field, forms: older.forms });
  const forth = conversion(was.sqlType, is.sqlType, { ...common, was: field, field: now, forms: current.forms });
  if (back.kind === 'kept' && forth.kind === 'kept') return undefined;
  const over = (sql: string) => (value: string) => sql.replaceAll('$1', () => `(${value})`);
  return {
    read:
      back.kind === 'kept'
        ? (column) => column
        : back.kind === 'converted'
          ? over(back.sql)
          : () => `null::${was.sqlType}`,
    write: forth.kind === 'refused' ? undefined : forth.kind === 'kept' ? (value) => value : over(forth.sql),
  };
}
