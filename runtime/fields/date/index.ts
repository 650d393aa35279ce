import { trigger } from '../input.ts';
import { nativeInput } from '../native.ts';
import { prefersNative } from '../touch.ts';
import { type FieldUi, liveControl } from '../type.ts';
import { instantOf, wallClock } from './wall-clock.ts';

const liveDate = liveControl(() => import('./LiveDate.vue'));

/** Shown as the picker writes it, so that nothing changes when one becomes the other. */
export const dateUi: FieldUi = {
  light: (props, events) => {
    const value = typeof props.value === 'string' ? props.value : '';
    if (prefersNative()) {
      return nativeInput(props, events, { type: 'date', value, set: (text) => events.set(text || null) });
    }
    return trigger(props, events, value, 'calendar');
  },
  live: liveDate,
};

export const datetimeUi: FieldUi = {
  column: [176, 1.5],
  light: (props, events) => {
    const value = typeof props.value === 'string' ? props.value : '';
    const zone = props.store.app.timeZone;
    if (prefersNative()) {
      // "YYYY-MM-DDTHH:mm" on the wall clock of the app's zone, whatever zone the phone is in.
      const shown = value === '' ? '' : wallClock(value, zone).replace(' ', 'T').slice(0, 16);
      const set = (text: string) =>
        events.set(text === '' ? null : instantOf(`${text.slice(0, 16).replace('T', ' ')}:00`, zone));
      return nativeInput(props, events, { type: 'datetime-local', value: shown, set });
    }
    return trigger(props, events, value === '' ? '' : wallClock(value, zone).slice(0, 16), 'calendar');
  },
  live: liveDate,
};
