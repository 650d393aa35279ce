import type { Field } from '../../definition/types.generated.ts';
import { messageFor } from '../messages.ts';
import type { Admission, FieldType, FileKind } from '../types.ts';
import { decodeList, judgeCount, readList, textList } from './lists.ts';
import { isUuid } from './plain.ts';
import { idText, readId, uuidSchema } from './pointers.ts';

const codes = { few: 'too_few_files', many: 'too_many_files' };
export const mostFiles = 9;

const MB = 1024 * 1024;

/** What the platform takes of each kind, whatever a definition allows. */
const largest: Readonly<Record<FileKind, number>> = {
  image: 20 * MB,
  video: 200 * MB,
  pdf: 50 * MB,
  office: 50 * MB,
  text: 50 * MB,
  zip: 50 * MB,
};

export const admittedKinds = ({ accept }: Admission): readonly FileKind[] =>
  accept ?? ['image', 'video', 'pdf', 'office', 'text', 'zip'];

/** Bytes of one file of this kind. */
export const admittedBytes = ({ maxSize }: Admission, kind: FileKind): number =>
  Math.min(maxSize ?? Number.POSITIVE_INFINITY, largest[kind]);

/** Files are ids of what was uploaded before; kind and size are judged from the content by the host (Requirements.exists). */
export function attachments<F extends Field>(
  face: Pick<FieldType<F>, 'type' | 'label' | 'icon'>,
  admits: (field: F) => Admission,
): FieldType<F> {
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
      maxItems: admits(field).max,
      'x-messages': {
        maxItems: messageFor('too_many_files', { max: admits(field).max }),
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
      const { min, max } = admits(field);
      return judgeCount(value, { min, max }, codes);
    },
    display: (value, _field, ctx) =>
      typeof value === 'string'
        ? value
        : textList(value)
            .map((id) => idText(id, ctx))
            .join(ctx.locale === 'en' ? ', ' : '、'),
    mask: () => [],
    admits,
    pointsTo(field) {
      const { accept, maxSize } = admits(field);
      return { kind: 'file', ...(accept ? { accept } : {}), ...(maxSize ? { maxSize } : {}) };
    },
  };
}

/** How many and how large, as a definition says it. */
export function admission(
  { min, max = mostFiles, maxSize }: { min?: number; max?: number; maxSize?: number },
  accept: Admission['accept'],
): Admission {
  return {
    max,
    ...(min === undefined ? {} : { min }),
    ...(maxSize === undefined ? {} : { maxSize }),
    ...(accept === undefined ? {} : { accept }),
  };
}
