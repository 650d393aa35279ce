import { h } from 'vue';
import type { FieldUi } from '../type.ts';
import TableControl from './TableControl.ts';

export const tableUi: FieldUi = {
  wide: true,
  group: true,
  reads: true,
  light: ({ store, field, id, label, describedBy }) => h(TableControl, { store, field, id, label, describedBy }),
};
