import { h, type VNode } from 'vue';
import './rating.css';

const star = 'M12 2.6l2.9 5.9 6.5.9-4.7 4.6 1.1 6.4-5.8-3-5.8 3 1.1-6.4L2.6 9.4l6.5-.9z';
const size = 24;

/** A row of stars of which so many are filled, halves too. */
export function stars(count: number, max: number): VNode {
  const row = (name: string) =>
    h(
      'svg',
      { class: name, width: size * max, height: size, viewBox: `0 0 ${size * max} ${size}` },
      Array.from({ length: max }, (_, at) => h('path', { d: star, transform: `translate(${at * size} 0)` })),
    );
  const filled = h('span', { class: 'filled', style: { width: `${(count / max) * 100}%` } }, [row('on')]);
  return h('span', { class: 'stars', 'aria-hidden': 'true' }, [row('off'), filled]);
}
