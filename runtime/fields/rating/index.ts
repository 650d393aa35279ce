import { h } from 'vue';
import { mostStars, starStep } from '../../../engine/form/fields/rating/index.ts';
import { t } from '../../i18n/index.ts';
import { controlAttributes } from '../input.ts';
import type { FieldUi } from '../type.ts';
import { stars } from './stars.ts';

/** A pointer means the star it is on, where a slider would round to the nearer edge. */
function pressed(event: MouseEvent, max: number, step: number): number {
  const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const at = width === 0 ? 0 : ((event.clientX - left) / width) * max;
  return Math.min(max, Math.max(step, Math.ceil(at / step) * step));
}

/** A native slider lies over the stars; at its lower end it is empty. */
export const ratingUi: FieldUi = {
  column: [152, 1],
  light(props, events) {
    const { field } = props;
    if (field.type !== 'rating') return h('span');
    const [max, step] = [mostStars(field), Number(starStep(field))];
    const count = Number(props.value ?? 0);
    const set = (next: number) => events.set(next === 0 ? null : String(next));
    const slider = h('input', {
      ...controlAttributes(props),
      type: 'range',
      min: 0,
      max,
      step,
      value: count,
      'aria-valuetext': count === 0 ? t('field.noStars') : t('field.stars', { n: count, max }),
      onInput: (event: Event) => set(Number((event.target as HTMLInputElement).value)),
      // A press by keyboard has no place.
      onClick: (event: MouseEvent) => {
        if (event.detail > 0) set(pressed(event, max, step));
      },
      onBlur: events.leave,
    });
    return h('span', { class: 'rating-field' }, [
      h('span', { class: 'pick' }, [stars(count, max), slider]),
      h('span', { class: 'count', 'aria-hidden': 'true' }, count === 0 ? '' : String(count)),
    ]);
  },
};
