import { validate as isUuid } from 'uuid';
import type { Field, FormDefinition, Label } from '../../definition/index.ts';
import { isImportable } from '../../form/index.ts';
import { columnHeader, ID_HEADER, REVISION_HEADER } from '../export/rows.ts';
import { type Column, columnsFor } from './mapper.ts';
import type { Mapping } from './mapping.ts';

/**
 * A column goes to the field whose key or label it bears; everything else is for a person to say. What an export of ours
 * wrote is known by the record's id in it: its lines change those records, and its rows theirs. `first`: the cells of the
 * first line.
 */
export function suggestMapping(
  form: FormDefinition,
  headers: readonly string[],
  first: readonly string[] = [],
): Mapping {
  const columns = columnsFor(headers, {});
  const mapping: Mapping = { fields: sourcesOf(form.fields, columns, (field) => namesOf(field)) };
  const at = columns.findIndex(({ header }) => simple(header) === simple(ID_HEADER));
  const id = columns[at];
  if (!id || !isUuid(first[at]?.trim() ?? '')) return { ...mapping, ...linesOf(form, columns, mapping.fields) };
  const revision = find(columns, Object.values(REVISION_HEADER));
  const tables = tablesOf(form, columns);
  return {
    ...mapping,
    key: { column: id.header, ...(revision && { revision: revision.header }) },
    ...(Object.keys(tables).length > 0 && { group: [id.header], tables }),
  };
}

/**
 * A file of somebody else's, where the lines of a record repeat what it is called by ("Order no."): each line is a row of
 * the sub-table whose columns it bears.
 */
function linesOf(
  form: FormDefinition,
  columns: readonly Column[],
  own: Mapping['fields'],
): Pick<Mapping, 'group' | 'tables'> {
  const naming = own[form.title ?? ''];
  if (typeof naming !== 'object' || naming === null) return {};
  const taken = new Set(Object.values(own).map((source) => JSON.stringify(source)));
  const left = columns.filter(({ header }) => !taken.has(JSON.stringify({ column: header })));
  const tables = form.fields.flatMap((table) => {
    if (table.type !== 'table') return [];
    const labels = textsOf(table.label);
    const namesIn = (field: Field): string[] =>
      namesOf(field).flatMap((name) => [name, ...labels.map((label) => columnHeader(label, name))]);
    const fields = sourcesOf(table.fields as Field[], left, namesIn);
    return Object.keys(fields).length === 0 ? [] : [[table.key, { fields }] as const];
  });
  // Two sub-tables in one line: which line is a row of which is for a person to say.
  return tables.length === 1 ? { group: [naming.column], tables: Object.fromEntries(tables) } : {};
}

function tablesOf(form: FormDefinition, columns: readonly Column[]): NonNullable<Mapping['tables']> {
  const found = form.fields.flatMap((table) => {
    if (table.type !== 'table') return [];
    const inTable = (names: readonly string[]): string[] =>
      textsOf(table.label).flatMap((label) => names.map((name) => columnHeader(label, name)));
    const row = find(columns, inTable([ID_HEADER]));
    if (!row) return [];
    const fields = sourcesOf(table.fields as Field[], columns, (field) => inTable(namesOf(field)));
    return [[table.key, { fields: { ...fields, id: { column: row.header } } }] as const];
  });
  return Object.fromEntries(found);
}

function sourcesOf(
  fields: readonly Field[],
  columns: readonly Column[],
  names: (field: Field) => readonly string[],
): Mapping['fields'] {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const found = isImportable(field) && field.type !== 'table' ? find(columns, names(field)) : undefined;
      return found ? [[field.key, { column: found.header }]] : [];
    }),
  );
}

function find(columns: readonly Column[], names: readonly string[]): Column | undefined {
  const wanted = names.map(simple);
  return columns.find(({ header }) => wanted.includes(simple(header)));
}

function namesOf(field: Field): string[] {
  return [field.key, ...textsOf(field.label)];
}

function textsOf(label: Label): string[] {
  return typeof label === 'string' ? [label] : Object.values(label);
}

function simple(text: string): string {
  return text.toLowerCase().replace(/[\s_.:：*-]+/g, '');
}
