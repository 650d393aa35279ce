import type { FileField } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { admission, attachments } from '../attachments.ts';

export const file: FieldType<FileField> = attachments<FileField>(
  { type: 'file', label: { 'zh-CN': '文件', en: 'Files' }, icon: 'Paperclip' },
  (field) => admission(field, field.accept),
);
