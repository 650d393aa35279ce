import type { Field, TableField } from '../../engine/form/index.ts';

/** How a looked-up table reads as a list of things to choose from: what names a row, and how many are chosen. */
export interface ArticleColumns {
  heading: Field | undefined;
  amount: Field | undefined;
  details: Field[];
}

/** The longest text column names the row (the last one, where codes come first); a whole number that may be typed is the amount. */
export function articleColumns(table: TableField): ArticleColumns {
  const texts = table.fields.filter((column) => column.type === 'text' && column.readonly === true);
  const heading = texts[1] ?? texts[0];
  const amount = table.fields.find(
    (column) => column.type === 'integer' && column.value === undefined && column.readonly !== true,
  );
  return { heading, amount, details: table.fields.filter((column) => column !== heading && column !== amount) };
}

export function isArticleList(field: Field): field is TableField {
  return field.type === 'table' && field.addRows === false;
}

/** Types by how well a value of theirs tells one row from another. */
const TELLING: readonly (readonly Field['type'][])[] = [
  ['text', 'serial', 'scan'],
  ['reference', 'user', 'department'],
  ['select', 'radio', 'cascade', 'tree', 'multiselect', 'date', 'datetime', 'longtext'],
];
const MOST_NAMES = 2;

/** What somebody chose for a row of a list, beside how many: what to have instead, a size. */
export function chosenColumns(table: TableField): Field[] {
  return isArticleList(table)
    ? table.fields.filter(
        ({ type, value, readonly }) => CHOSEN.includes(type) && value === undefined && readonly !== true,
      )
    : [];
}
const CHOSEN: readonly Field['type'][] = ['select', 'radio', 'cascade', 'tree', 'multiselect', 'reference', 'date'];

/**
 * How a row reads in one line: by what names it, and how many there are. Of a list to choose from, its heading; of a
 * table that somebody fills in, its first texts, else what it points to, else what was chosen, else what there is.
 */
export function tellingColumns(
  table: TableField,
  isShown: (column: Field) => boolean,
): { names: Field[]; amount: Field | undefined } {
  const columns = table.fields.filter(isShown);
  const { heading, amount } = articleColumns({ ...table, fields: columns });
  const number = amount ?? columns.find(({ type, value }) => type === 'integer' && value === undefined);
  if (heading !== undefined) return { names: [heading], amount: number };
  const best = TELLING.map((types) => columns.filter(({ type }) => types.includes(type))).find(
    ({ length }) => length > 0,
  );
  const names = best ?? columns.filter((column) => column !== number);
  return { names: names.slice(0, MOST_NAMES), amount: number };
}
