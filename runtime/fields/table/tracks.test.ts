// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { headWidth } from './tracks.ts';

it('a narrow column is as wide as its head on two lines', () => {
  expect(headWidth('Qty')).toBeLessThan(64);
  expect(headWidth('Exchanged for something dearer')).toBeGreaterThan('something dearer'.length * 7);
  expect(headWidth('Exchanged for something dearer')).toBeLessThan('Exchanged for something'.length * 7.5);
});

it('no word is broken, and Chinese may be', () => {
  expect(headWidth('Internationalisation')).toBeGreaterThan('Internationalisation'.length * 7);
  expect(headWidth('换成更贵的商品')).toBe(4 * 14 + 26);
});
