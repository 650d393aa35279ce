import type { ScanField, TextField } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { alike } from '../alike.ts';
import { text } from '../text/index.ts';

/** A text that scanners write: full-width signs of a Chinese keyboard are made ASCII. */
const plain = ({ capture: _, type: __, ...field }: ScanField): TextField => ({ ...field, type: 'text', scan: true });

export const scan: FieldType<ScanField> = alike(text, plain, {
  type: 'scan',
  label: { 'zh-CN': '扫码', en: 'Scan' },
  icon: 'FullScreen',
});
