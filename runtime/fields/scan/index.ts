import { h } from 'vue';
import type { FieldUi } from '../type.ts';
import ScanControl from './ScanControl.ts';

export const scanUi: FieldUi = {
  column: [152, 2],
  light: (control, events) => h(ScanControl, { control, events }),
};
