import { h, type VNode } from 'vue';
import { endsOf } from '../../../engine/form/fields/slider/index.ts';
import { t } from '../../i18n/index.ts';
import { Close } from '../icon.ts';
import { controlAttributes } from '../input.ts';
import { textOfValue } from '../shown.ts';
import type { ControlEvents, ControlProps, FieldUi } from '../type.ts';
import './slider.css';

/** Nothing is chosen until somebody moves it, or says with Enter, space or Home that where it stands is right. */
const confirming = new Set(['Enter', ' ', 'Home']);

function range(props: ControlProps, events: ControlEvents, shown: string): VNode {
  if (props.field.type !== 'slider') return h('span');
  const { min, max, step } = endsOf(props.field);
  const isEmpty = props.value === null;
  const value = (event: Event) => (event.target as HTMLInputElement).value;
  return h('input', {
    ...controlAttributes(props),
    type: 'range',
    class: isEmpty ? 'empty' : undefined,
    min,
    max,
    step,
    value: isEmpty ? min : String(props.value),
    style: { '--part': isEmpty ? '0%' : `${((Number(props.value) - min) / (max - min)) * 100}%` },
    'aria-valuetext': isEmpty ? t('field.nothing') : shown,
    onInput: (event: Event) => events.set(value(event)),
    onClick: (event: Event) => isEmpty && events.set(value(event)),
    onKeydown: (event: KeyboardEvent) => {
      if (!isEmpty || !confirming.has(event.key)) return;
      event.preventDefault();
      events.set(value(event));
    },
    onBlur: events.leave,
  });
}

export const sliderUi: FieldUi = {
  column: [176, 1.5],
  light(props, events) {
    const shown = textOfValue(props);
    const children = [range(props, events, shown), h('output', { for: props.id }, shown || '–')];
    if (!props.required && props.value !== null) {
      const label = t('field.clear', { field: props.label });
      const onClick = () => events.set(null);
      children.push(h('button', { type: 'button', class: 'clear', 'aria-label': label, onClick }, h(Close)));
    }
    return h('span', { class: 'slider-field' }, children);
  },
};
