import type { Field } from '../../../engine/form/index.ts';
import { text } from '../../i18n/index.ts';
import { fieldUi } from '../registry.ts';

const usual = [112, 1] as const;
export const toolsWidth = 44;
/** In pixels, of the head's letters: a Latin one with what is usual between them, a Chinese one. */
const LATIN = 7.5;
const WIDE = 14;
/** Left and right of a cell's words. */
const PADDING = 26;
const isWide = (letter: string): boolean => letter >= '\u2e80';

function widthOf(words: string): number {
  let width = 0;
  for (const letter of words) width += isWide(letter) ? WIDE : LATIN;
  return width;
}

/** So that a head takes two lines at most, and no word of it is broken. */
export function headWidth(label: string): number {
  const words = label.split(/\s+/);
  let [first, rest] = [0, widthOf(label)];
  let least = rest;
  for (const word of words) {
    first += widthOf(word) + (first > 0 ? LATIN : 0);
    rest -= widthOf(word) + LATIN;
    least = Math.min(least, Math.max(first, rest));
  }
  // Chinese may be broken anywhere.
  if (words.length === 1 && [...label].some(isWide)) least = Math.ceil(widthOf(label) / 2 / WIDE) * WIDE;
  return Math.ceil(least + PADDING);
}

/** Every row is a grid of its own: the same tracks, and a least width so that all of them scroll as one. */
export function tracks(columns: readonly Field[], hasTools: boolean): Record<string, string> {
  const sizes = columns.map((column): readonly [number, number] => {
    const [least, part] = fieldUi(column)?.column ?? usual;
    return [Math.max(least, headWidth(text(column.label))), part];
  });
  const template = sizes.map(([least, part]) => `minmax(${least}px, ${part}fr)`);
  const least = sizes.reduce((sum, [width]) => sum + width, hasTools ? toolsWidth : 0);
  return { '--columns': [...template, ...(hasTools ? [`${toolsWidth}px`] : [])].join(' '), '--least': `${least}px` };
}
