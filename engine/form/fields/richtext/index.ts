import type { RichtextField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType, Json, JsonSchema } from '../../types.ts';
import { judgeLength, unstorable } from '../writing.ts';
import { deepest, mostNodes, readDocument } from './document.ts';

const defaultLength = 20_000;

const textIn = (value: Json): string =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && typeof value.text === 'string'
    ? value.text
    : '';

/** Names and shapes; what may stand in what is read by document.ts. */
function nodeSchema(depth: number): JsonSchema {
  const attrs = {
    type: 'object',
    properties: {
      level: { enum: [1, 2, 3] },
      href: { type: 'string', pattern: '^(https?://|mailto:)', maxLength: 2000 },
    },
    additionalProperties: false,
  };
  const marks = {
    type: 'array',
    maxItems: 4,
    items: {
      type: 'object',
      properties: { type: { enum: ['bold', 'italic', 'underline', 'link'] }, attrs },
      required: ['type'],
      additionalProperties: false,
    },
  };
  const types = ['paragraph', 'heading', 'bulletList', 'orderedList', 'listItem', 'text', 'hardBreak'];
  return {
    type: 'object',
    properties: {
      type: { enum: types },
      text: { type: 'string' },
      attrs,
      marks,
      ...(depth === 0 ? {} : { content: { type: 'array', maxItems: mostNodes, items: nodeSchema(depth - 1) } }),
    },
    required: ['type'],
    additionalProperties: false,
  };
}

const content: JsonSchema = { type: 'array', maxItems: mostNodes, items: nodeSchema(deepest + 1) };

/** A document of known parts and its plain text, in one jsonb column: `note->>'text'` is what a BI tool reads. */
export const richtext: FieldType<RichtextField> = {
  type: 'richtext',
  label: { 'zh-CN': '富文本', en: 'Rich text' },
  icon: 'Memo',
  emptyValue: null,
  operators: ['filled'],
  sortable: false,
  searchable: true,
  derived: false,
  mismatch: 'not_rich_text',
  factType: () => ({ kind: 'context', fields: { text: { kind: 'text' } } }),
  jsonSchema(field) {
    const max = field.maxLength ?? defaultLength;
    return {
      type: ['object', 'null'],
      properties: { text: { type: 'string', maxLength: max }, content },
      required: ['text', 'content'],
      additionalProperties: false,
      'x-messages': { type: messageFor('not_rich_text') },
    };
  },
  column: () => ({ sqlType: 'jsonb' }),
  encode: (value) => value,
  decode: (stored) => (readDocument(stored) ?? null) as Json,
  normalise: (input) => readDocument(input) as Json | undefined,
  settle: (value) => (readDocument(value) ?? null) as Json,
  validate(value, field) {
    const text = textIn(value);
    return judgeLength(text, undefined, field.maxLength ?? defaultLength) ?? unstorable(text);
  },
  display: (value) => (typeof value === 'string' ? value : textIn(value)),
  mask: () => null,
  parts: (field) => [{ key: 'text', field: { key: 'text', type: 'longtext', label: field.label }, sql: textSql }],
  searchSql: textSql,
  alone: true,
};

function textSql(column: string): string {
  return `(${column}->>'text')`;
}
