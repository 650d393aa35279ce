import type { VideoField } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { admission, attachments } from '../attachments.ts';

export const video: FieldType<VideoField> = attachments<VideoField>(
  { type: 'video', label: { 'zh-CN': '视频', en: 'Videos' }, icon: 'VideoCamera' },
  (field) => admission(field, ['video']),
);
