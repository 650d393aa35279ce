import type { Condition, Label } from '../../definition/index.ts';

/** What a value comes from: a column, a FEEL formula over the columns ("= …"), or a literal. */
export type Source = { column: string } | string | number | boolean | null;

/** How the lines of a CSV become records of a form. It is JSON: kept with the job, and with the project that imports often. */
export interface Mapping {
  /** What columns hold and how formulas call them; a column that is not named is a text called by its header. */
  columns?: Record<string, { name?: string; type?: ColumnType }>;
  /**
   * A line whose cell here names a record changes that record. `field`: the unique field it is compared with; without it
   * the record's id, as an export writes it. `revision`: the column with what the record was when it was exported.
   */
  key?: { column: string; field?: string; revision?: string };
  /** Lines with the same values in these columns are one record. */
  group?: string[];
  /** Lines that are left out on purpose, with the reason that the report names. The first that holds. */
  skip?: { when: Condition; reason: string; label?: Label }[];
  /** Field → source, over the first line of a group; `rows` is the list of all its lines. */
  fields: Record<string, Source>;
  /** Sub-table → a row for each line of the group; `id` among its fields: the row's id, as an export writes it. */
  tables?: Record<string, TableMapping>;
}

export interface TableMapping {
  fields: Record<string, Source>;
  /** Rows that agree in `by` become one; `sum` is added up, the rest is the first one's. */
  merge?: { by: string[]; sum: string[] };
}

export type ColumnType = 'text' | 'integer' | 'number' | 'date' | 'datetime' | 'boolean';

export const COLUMN_TYPES: readonly ColumnType[] = ['text', 'integer', 'number', 'date', 'datetime', 'boolean'];

const source = {
  anyOf: [
    {
      type: 'object',
      properties: { column: { type: 'string', maxLength: 200 } },
      required: ['column'],
      additionalProperties: false,
    },
    { type: ['string', 'number', 'boolean', 'null'], maxLength: 4000 },
  ],
};
const sources = { type: 'object', additionalProperties: source, maxProperties: 200 };
const names = { type: 'array', items: { type: 'string', maxLength: 200 }, minItems: 1, maxItems: 20 };

/** JSON Schema of a mapping, for the API. */
export const mappingSchema = {
  type: 'object',
  properties: {
    columns: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: {
          name: { type: 'string', pattern: '^\\p{L}[\\p{L}\\p{N}_]*$' },
          type: { enum: [...COLUMN_TYPES] },
        },
        additionalProperties: false,
      },
    },
    key: {
      type: 'object',
      properties: {
        column: { type: 'string', maxLength: 200 },
        field: { type: 'string', maxLength: 100 },
        revision: { type: 'string', maxLength: 200 },
      },
      required: ['column'],
      additionalProperties: false,
    },
    group: names,
    skip: {
      type: 'array',
      maxItems: 50,
      items: {
        type: 'object',
        properties: {
          when: { type: 'object' },
          reason: { type: 'string', pattern: '^[a-z][a-z0-9_]{0,47}$' },
          label: {},
        },
        required: ['when', 'reason'],
        additionalProperties: false,
      },
    },
    fields: sources,
    tables: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: {
          fields: sources,
          merge: {
            type: 'object',
            properties: { by: names, sum: { type: 'array', items: { type: 'string' }, maxItems: 20 } },
            required: ['by', 'sum'],
            additionalProperties: false,
          },
        },
        required: ['fields'],
        additionalProperties: false,
      },
    },
  },
  required: ['fields'],
  additionalProperties: false,
};
