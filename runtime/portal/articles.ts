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
