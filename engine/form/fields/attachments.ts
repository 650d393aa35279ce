import type { FileField, ImageField, VideoField } from '../../definition/types.generated.ts';
import { messageFor } from '../messages.ts';
import type { FieldType } from '../types.ts';
import { decodeList, judgeCount, readList, textList } from './lists.ts';
import { isUuid } from './plain.ts';
import { idText, readId, uuidSchema } from './pointers.ts';

const codes = { few: 'too_few_files', many: 'too_many_files' };
export const mostFiles = 9;

type Attachment = FileField | ImageField | VideoField;

/** Files are ids of what was uploaded before; kind and size are judged from the content by the host (Requirements.exists). */
export function attachments<F extends Attachment>(face: Pick<FieldType<F>, 'type' | 'label' | 'icon'>): FieldType<F> {
  return {
    ...face,
    emptyValue: [],
    operators: ['filled'],
    sortable: false,
    searchable: false,
    derived: false,
    mismatch: 'file_not_found',
    factType: () => ({ kind: 'list', of: { kind: 'text' } }),
    jsonSchema: (field) => ({
      type: 'array',
      items: { type: 'string', pattern: uuidSchema },
      uniqueItems: true,
      maxItems: field.max ?? mostFiles,
      'x-messages': {
        maxItems: messageFor('too_many_files', { max: field.max ?? mostFiles }),
        uniqueItems: messageFor('duplicate_items'),
      },
    }),
    column: () => ({ sqlType: 'uuid[]' }),
    encode: (value) => textList(value),
    decode: decodeList,
    normalise: (input) => readList(input, readId),
    settle: (value) => readList(value, readId) ?? [],
    validate(value, field) {
      if (!Array.isArray(value)) return { code: 'wrong_type' };
      if (!textList(value).every(isUuid)) return { code: 'file_not_found' };
      return judgeCount(value, { min: field.min, max: field.max ?? mostFiles }, codes);
    },
    display: (value, _field, ctx) =>
      typeof value === 'string'
        ? value
        : textList(value)
            .map((id) => idText(id, ctx))
            .join(ctx.locale === 'en' ? ', ' : '、'),
    mask: () => [],
    uploaded: true,
    pointsTo(field) {
      const accept = field.type === 'file' ? field.accept : [field.type];
      return { kind: 'file', ...(accept ? { accept } : {}), ...(field.maxSize ? { maxSize: field.maxSize } : {}) };
    },
  };
}
