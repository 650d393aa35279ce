import { h } from 'vue';
import type { Display } from '../display.ts';
import CoveredText from './CoveredText.vue';

/** Covered until somebody asks, where the reader has it whole. */
export const idnumberDisplay: Display = ({ value, text, whole }) =>
  whole && typeof value === 'string' && value !== text ? h(CoveredText, { covered: text, whole: value }) : undefined;
