import { trigger } from '../input.ts';
import { nativeInput } from '../native.ts';
import { prefersNative } from '../touch.ts';
import { type FieldUi, liveControl } from '../type.ts';

const liveTime = liveControl(() => import('./LiveTime.vue'));

export const timeUi: FieldUi = {
  light(props, events) {
    const value = typeof props.value === 'string' ? props.value : '';
    if (!prefersNative()) return trigger(props, events, value, 'clock');
    const step = props.field.type === 'time' && props.field.seconds ? 1 : undefined;
    return nativeInput(props, events, { type: 'time', value, step, set: (text) => events.set(text || null) });
  },
  live: liveTime,
};
