import { h } from 'vue';
import type { FieldUi } from '../type.ts';
import SignatureControl from './SignatureControl.vue';

export const signatureUi: FieldUi = {
  column: [240, 2],
  group: true,
  light: (props, events) => h(SignatureControl, { ...props, onSet: events.set, onLeave: events.leave }),
};
