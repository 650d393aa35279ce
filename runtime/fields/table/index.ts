import { h } from 'vue';
import type { FieldUi } from '../type.ts';
import TableControl from './TableControl.ts';

export const tableUi: FieldUi = {
  wide: true,
  group: true,
  light: (props) => h(TableControl, { store: props.store, field: props.field, id: props.id, label: props.label }),
};
