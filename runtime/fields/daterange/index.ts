import { h, type VNode } from 'vue';
import { t } from '../../i18n/index.ts';
import { trigger } from '../input.ts';
import { nativeInput } from '../native.ts';
import { prefersNative } from '../touch.ts';
import { type ControlEvents, type ControlProps, type FieldUi, liveControl } from '../type.ts';
import { endKind, endsOf } from './kinds.ts';
import './daterange.css';

const liveRange = liveControl(() => import('./LiveRange.vue'));

/** Two calendars side by side have no room on less. */
const narrow = '(max-width: 720px)';
const prefersTwo = (): boolean => prefersNative() || (typeof matchMedia === 'function' && matchMedia(narrow).matches);

/** Two of the device's own controls, named as the two ends: of days, of instants, of times of day. */
export function nativeEnds(props: ControlProps, events: ControlEvents): VNode {
  const kind = endKind(props);
  const ends = endsOf(props.value);
  const one = (name: 'from' | 'to') => {
    const end = ends[name];
    const native = {
      type: kind.native,
      step: kind.step,
      value: end === null ? '' : kind.toNative(end),
      set: (text: string) => events.set({ ...ends, [name]: text === '' ? null : kind.read(text) }),
    };
    const label = t(`field.${name}`, { field: props.label });
    const more = name === 'from' ? {} : { id: `${props.id}-to`, 'data-path': `${props.path}.to` };
    return nativeInput(props, events, native, { ...more, 'aria-label': label });
  };
  const isLong = kind.native === 'datetime-local';
  const attributes = { class: isLong ? 'range-ends long' : 'range-ends', role: 'group', 'aria-label': props.label };
  return h('div', attributes, [one('from'), h('span', { 'aria-hidden': 'true' }, '–'), one('to')]);
}

/** Of days and of instants: they differ in their pickers alone. Shown as the picker writes it. */
export const rangeUi: FieldUi = {
  column: [232, 2],
  light(props, events) {
    const kind = endKind(props);
    const { picker } = kind;
    if (picker === undefined || prefersTwo()) return nativeEnds(props, events);
    const { from, to } = endsOf(props.value);
    const shown = [from, to].map((end) => (end === null ? '…' : kind.toPicker(end).slice(0, picker.shown.length)));
    const isEmpty = from === null && to === null;
    return trigger(props, events, isEmpty ? '' : shown.join(' – '), picker.type === 'daterange' ? 'calendar' : 'clock');
  },
  live: liveRange,
};
