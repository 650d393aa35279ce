import type { TableField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FactType, Fault, FieldType, JsonSchema } from '../../types.ts';
import { columnType } from '../columns.ts';
import { uuidSchema } from '../pointers.ts';

export const mostRows = 2000;

/** Rows of their own table with a foreign key and a position. Their cells are judged as the fields they are. */
export const table: FieldType<TableField> = {
  type: 'table',
  label: { 'zh-CN': '明细表', en: 'Table' },
  icon: 'Grid',
  emptyValue: [],
  operators: ['filled'],
  sortable: false,
  searchable: false,
  derived: false,
  mismatch: 'wrong_type',
  factType(field, ctx) {
    const fields: Record<string, FactType> = { id: { kind: 'text' } };
    for (const column of field.fields) fields[column.key] = columnType(column).factType(column, ctx);
    return { kind: 'list', of: { kind: 'context', fields } };
  },
  jsonSchema(field, ctx) {
    const max = field.max ?? mostRows;
    const properties: Record<string, JsonSchema> = { id: { type: 'string', pattern: uuidSchema } };
    for (const column of field.fields) properties[column.key] = columnType(column).jsonSchema(column, ctx);
    return {
      type: 'array',
      maxItems: max,
      items: { type: 'object', properties, required: ['id'], additionalProperties: false },
      'x-messages': { maxItems: messageFor('too_many_rows', { max }) },
    };
  },
  column: () => null,
  encode: () => null,
  decode: () => [],
  normalise: (input) => (input === null ? [] : Array.isArray(input) && input.length <= mostRows ? input : undefined),
  settle: (value) => (Array.isArray(value) ? value : []),
  validate(value, field): Fault | undefined {
    if (!Array.isArray(value)) return { code: 'wrong_type' };
    const { min, max = mostRows } = field;
    if (value.length > max) return { code: 'too_many_rows', params: { max } };
    return min !== undefined && value.length < min ? { code: 'too_few_rows', params: { min } } : undefined;
  },
  display(value, _field, ctx) {
    const count = Array.isArray(value) ? value.length : 0;
    if (ctx.locale === 'en') return count === 1 ? '1 row' : `${count} rows`;
    return `${count} 行`;
  },
  mask: () => [],
  alone: true,
};
