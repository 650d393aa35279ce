import { h } from 'vue';
import { webAddress } from '../../../engine/form/fields/links.ts';
import type { Display } from '../display.ts';

/** Opened by itself, without telling where from; what is no address of the web stays text. */
export const urlDisplay: Display = ({ value, text }) =>
  typeof value === 'string' && webAddress(value)
    ? h('a', { class: 'value', href: value, target: '_blank', rel: 'noopener noreferrer nofollow' }, text)
    : undefined;
