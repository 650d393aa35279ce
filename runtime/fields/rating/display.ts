import { h } from 'vue';
import { mostStars } from '../../../engine/form/fields/rating/index.ts';
import { t } from '../../i18n/index.ts';
import type { Display } from '../display.ts';
import { stars } from './stars.ts';

export const ratingDisplay: Display = ({ field, value }) => {
  const count = Number(value);
  if (field.type !== 'rating' || !Number.isFinite(count)) return undefined;
  const max = mostStars(field);
  return h('span', { class: 'rating-value', role: 'img', 'aria-label': t('field.stars', { n: count, max }) }, [
    stars(Math.min(count, max), max),
  ]);
};
