import type { ImageField } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { admission, attachments } from '../attachments.ts';

export const image: FieldType<ImageField> = attachments<ImageField>(
  { type: 'image', label: { 'zh-CN': '图片', en: 'Pictures' }, icon: 'Picture' },
  (field) => admission(field, ['image']),
);
