import { nativeEnds } from '../daterange/index.ts';
import { endsOf } from '../daterange/kinds.ts';
import { trigger } from '../input.ts';
import { prefersNative } from '../touch.ts';
import { type FieldUi, liveControl } from '../type.ts';

const liveTimes = liveControl(() => import('./LiveTimes.vue'));

export const timerangeUi: FieldUi = {
  column: [232, 2],
  light(props, events) {
    if (prefersNative()) return nativeEnds(props, events);
    const { from, to } = endsOf(props.value);
    const isEmpty = from === null && to === null;
    return trigger(props, events, isEmpty ? '' : `${from ?? '…'} – ${to ?? '…'}`, 'clock');
  },
  live: liveTimes,
};
