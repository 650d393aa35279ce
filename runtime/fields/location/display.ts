import { h } from 'vue';
import type { Display } from '../display.ts';
import { mapAddress } from './map.ts';

export const locationDisplay: Display = ({ field, value, text }) => {
  const href = mapAddress(field, value);
  return href === undefined
    ? undefined
    : h('a', { class: 'value', href, target: '_blank', rel: 'noopener noreferrer nofollow' }, text);
};
