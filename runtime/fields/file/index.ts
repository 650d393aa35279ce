import { h } from 'vue';
import { type FieldUi, liveControl } from '../type.ts';

/** Fetched when a form that takes files is drawn; its place is kept until it is here. */
export const fileControl = liveControl(() => import('./FileControl.vue'));

export const fileUi: FieldUi = {
  column: [216, 2],
  wide: true,
  group: true,
  light(props, events) {
    if (fileControl.component.value !== undefined)
      return h(fileControl.component.value, { ...props, onSet: events.set, onLeave: events.leave });
    void fileControl.load();
    return h('div', { class: 'skeleton', style: { minHeight: '122px' } });
  },
};
