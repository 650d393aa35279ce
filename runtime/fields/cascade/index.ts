import { trigger } from '../input.ts';
import { textOfValue } from '../shown.ts';
import { prefersNative } from '../touch.ts';
import { type FieldUi, liveControl } from '../type.ts';

/** Columns beside each other have no room on a phone: there it is a tree. */
const liveCascade = liveControl(() => (prefersNative() ? import('../tree/LiveTree.vue') : import('./LiveCascade.vue')));

export const cascadeUi: FieldUi = {
  column: [160, 1.5],
  light: (props, events) => trigger(props, events, textOfValue(props), 'arrow'),
  live: liveCascade,
};
