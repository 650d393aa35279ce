import { trigger } from '../input.ts';
import { textOfValue } from '../shown.ts';
import { type FieldUi, liveControl } from '../type.ts';

export const liveTree = liveControl(() => import('./LiveTree.vue'));

export const treeUi: FieldUi = {
  column: [160, 1.5],
  light: (props, events) => trigger(props, events, textOfValue(props), 'arrow'),
  live: liveTree,
};
