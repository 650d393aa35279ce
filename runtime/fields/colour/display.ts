import { h } from 'vue';
import type { Display } from '../display.ts';
import './colour.css';

export const isColour = (value: unknown): value is string => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);

export const colourDisplay: Display = ({ value, text }) =>
  isColour(value)
    ? h('span', { class: 'colour-value' }, [
        h('span', { class: 'dab', style: { background: value }, 'aria-hidden': 'true' }),
        text,
      ])
    : undefined;
