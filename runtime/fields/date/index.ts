import { h, type VNode } from 'vue';
import { controlAttributes, trigger } from '../input.ts';
import { prefersNative } from '../touch.ts';
import { type ControlEvents, type ControlProps, type FieldUi, liveControl } from '../type.ts';
import { instantOf, wallClock } from './wall-clock.ts';

const liveDate = liveControl(() => import('./LiveDate.vue'));

function native(
  props: ControlProps,
  events: ControlEvents,
  type: string,
  value: string,
  read: (text: string) => string,
): VNode {
  return h('input', {
    ...controlAttributes(props),
    class: `control native-date${value === '' ? ' empty' : ''}`,
    type,
    value,
    onChange: (event: Event) => {
      const entered = (event.target as HTMLInputElement).value;
      events.set(entered === '' ? null : read(entered));
    },
    onBlur: events.leave,
  });
}

/** Shown as the picker writes it, so that nothing changes when one becomes the other. */
export const dateUi: FieldUi = {
  light: (props, events) => {
    const value = typeof props.value === 'string' ? props.value : '';
    if (prefersNative()) return native(props, events, 'date', value, (text) => text);
    return trigger(props, events, value, 'calendar');
  },
  live: liveDate,
};

export const datetimeUi: FieldUi = {
  light: (props, events) => {
    const value = typeof props.value === 'string' ? props.value : '';
    const zone = props.store.app.timeZone;
    if (prefersNative()) {
      // "YYYY-MM-DDTHH:mm" on the wall clock of the app's zone, whatever zone the phone is in.
      const shown = value === '' ? '' : wallClock(value, zone).replace(' ', 'T').slice(0, 16);
      return native(props, events, 'datetime-local', shown, (text) =>
        instantOf(`${text.slice(0, 16).replace('T', ' ')}:00`, zone),
      );
    }
    return trigger(props, events, value === '' ? '' : wallClock(value, zone).slice(0, 16), 'calendar');
  },
  live: liveDate,
};
