import { h } from 'vue';
import type { FieldUi } from '../type.ts';
import AddressControl from './AddressControl.vue';

export const addressUi: FieldUi = {
  column: [264, 3],
  group: true,
  light: (props, events) => h(AddressControl, { ...props, onSet: events.set, onLeave: events.leave }),
};
