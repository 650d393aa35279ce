import { h } from 'vue';
import { readDocument } from '../../../engine/form/fields/richtext/document.ts';
import type { Display } from '../display.ts';
import { drawDocument } from './draw.ts';
import './richtext.css';

/** As it was written where there is room for it; its words alone in lists. */
export const richtextDisplay: Display = ({ value, whole }) => {
  const document = whole ? readDocument(value) : undefined;
  return document ? h('div', { class: 'rich-text value' }, drawDocument(document)) : undefined;
};
