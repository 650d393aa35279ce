import { h } from 'vue';
import { type FieldUi, liveControl } from '../type.ts';

/** Fetched when a form that takes files is drawn; its place is kept until it is here. */
const control = liveControl(() => import('./FileControl.vue'));

export const fileUi: FieldUi = {
  column: [216, 2],
  wide: true,
  group: true,
  light(props, events) {
    if (control.component.value !== undefined)
      return h(control.component.value, { ...props, onSet: events.set, onLeave: events.leave });
    void control.load();
    return h('div', { class: 'skeleton', style: { minHeight: '88px' } });
  },
};
