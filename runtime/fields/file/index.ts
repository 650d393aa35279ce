import { h } from 'vue';
import type { FieldUi } from '../type.ts';
import FileControl from './FileControl.vue';

export const fileUi: FieldUi = {
  column: [216, 2],
  wide: true,
  group: true,
  light: (props, events) => h(FileControl, { ...props, onSet: events.set, onLeave: events.leave }),
};
