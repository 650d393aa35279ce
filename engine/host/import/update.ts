import type { Field, FormDefinition } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import { type DisplayContext, displayValue, type FieldContext, fieldType, sameJson } from '../../form/index.ts';
import { cellOf } from '../export/cells.ts';
import type { KnownRecord } from '../records/ports.ts';
import type { MappedRecord } from './mapper.ts';
import { problems } from './problem.ts';
import type { References } from './references.ts';

type Data = Record<string, Json>;

/**
 * Leaves of `record.data` only what differs from the record as it is: a cell that says what an export would say is no
 * change, whether or not it could be read as a value (a masked number, a name that two people have).
 */
export async function onlyChanges(
  form: FormDefinition,
  record: MappedRecord,
  known: KnownRecord,
  references: References,
  context: FieldContext,
): Promise<void> {
  const says = (field: Field, value: Json, text: string): boolean => saysSame(field, value, text, known.shown, context);
  for (const field of form.fields) {
    if (!(field.key in record.data)) continue;
    if (field.type === 'table') keepRows(field.fields as Field[], field.key, record, known, says);
    else {
      const raw = record.raw.get(field.key);
      if (raw !== undefined && says(field, known.data[field.key] ?? null, raw)) drop(record, field.key);
    }
  }
  await references.resolve(form, record.data, record.problems);
  for (const field of form.fields) {
    if (!(field.key in record.data)) continue;
    const now = known.data[field.key] ?? fieldType(field).emptyValue;
    if (isSame(field, record.data[field.key] ?? null, now, context)) drop(record, field.key);
    else if (!['edit', 'require'].includes(known.rights[field.key] ?? 'hide')) {
      record.problems.push(problems.notWritable(field.key));
    }
  }
}

/** Rows that are there keep what the table does not say: columns that are not mapped, and cells that say the same. */
function keepRows(
  columns: readonly Field[],
  table: string,
  record: MappedRecord,
  known: KnownRecord,
  says: (field: Field, value: Json, text: string) => boolean,
): void {
  const before = new Map(((known.data[table] ?? []) as Data[]).map((row) => [String(row.id), row]));
  const rows = (record.data[table] ?? []) as Data[];
  record.data[table] = rows.map((row) => {
    const old = before.get(String(row.id));
    if (!old) return row;
    const next: Data = { ...old, ...row };
    for (const column of columns) {
      const raw = record.rawRows.get(String(row.id))?.get(column.key);
      if (raw === undefined || !says(column, old[column.key] ?? null, raw)) continue;
      next[column.key] = old[column.key] ?? null;
      forgive(record, `${table}.${column.key}`, record.lineOfRow.get(String(row.id)));
    }
    return next;
  });
}

function drop(record: MappedRecord, key: string): void {
  delete record.data[key];
  forgive(record, key, undefined);
}

/** What could not be read but says what is there already is no problem. */
function forgive(record: MappedRecord, path: string, ofLine: number | undefined): void {
  const gone = new Set<unknown>();
  for (const line of record.lines) {
    if (ofLine !== undefined && line.line !== ofLine) continue;
    for (const problem of line.problems) if (problem.at === path) gone.add(problem);
    line.problems = line.problems.filter((problem) => !gone.has(problem));
  }
  record.problems = record.problems.filter((problem) =>
    ofLine === undefined ? problem.at !== path : !gone.has(problem),
  );
}

function saysSame(
  field: Field,
  value: Json,
  text: string,
  shown: readonly DisplayContext[],
  context: FieldContext,
): boolean {
  if (value === null || (Array.isArray(value) && value.length === 0)) return text === '';
  return shown.some(
    (language) =>
      cellOf(field, value, language, context).text.trim() === text ||
      displayValue(field, value, language).trim() === text,
  );
}

function isSame(field: Field, given: Json, now: Json, context: FieldContext): boolean {
  if (field.type !== 'table') return sameJson(canonical(field, given, context), now);
  const rows = (given as Data[]).map((row) => ({
    ...row,
    ...Object.fromEntries(
      (field.fields as Field[])
        .filter(({ key }) => key in row)
        .map((column) => [column.key, canonical(column, row[column.key] ?? null, context)]),
    ),
  }));
  return sameJson(rows, now);
}

function canonical(field: Field, given: Json, context: FieldContext): Json {
  if (given === null) return fieldType(field).emptyValue;
  return fieldType(field).normalise(given, field, context) ?? given;
}
