import type { SignatureField } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { attachments } from '../attachments.ts';

/** One picture, drawn or typed on the screen and kept as a file: no picture from elsewhere is bigger than a drawing. */
export const signature: FieldType<SignatureField> = attachments<SignatureField>(
  { type: 'signature', label: { 'zh-CN': '签名', en: 'Signature' }, icon: 'Edit' },
  () => ({ max: 1, accept: ['image'], maxSize: 1024 * 1024 }),
);
