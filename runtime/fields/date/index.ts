import { defineAsyncComponent } from 'vue';
import { date, dateTime } from '../../i18n/format.ts';
import { trigger } from '../input.ts';
import type { FieldUi } from '../type.ts';

const LiveDate = defineAsyncComponent(() => import('./LiveDate.vue'));

export const dateUi: FieldUi = {
  light: (props, events) =>
    trigger(props, events, typeof props.value === 'string' ? date(props.value) : '', 'calendar'),
  live: LiveDate,
};

export const datetimeUi: FieldUi = {
  light: (props, events) =>
    trigger(
      props,
      events,
      typeof props.value === 'string' ? dateTime(props.value, props.store.app.timeZone) : '',
      'calendar',
    ),
  live: LiveDate,
};
