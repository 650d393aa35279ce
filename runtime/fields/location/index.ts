import { h } from 'vue';
import type { FieldUi } from '../type.ts';
import LocationControl from './LocationControl.vue';

export const locationUi: FieldUi = {
  column: [200, 2],
  light: (props, events) => h(LocationControl, { ...props, onSet: events.set, onLeave: events.leave }),
};
