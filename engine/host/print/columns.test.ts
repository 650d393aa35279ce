import { expect, test } from 'vitest';
import { widthsOf } from './columns.ts';

const column = (least: number, most: number) => ({ least, most });

test('what is left when everything fits goes to the columns by their shares', () => {
  expect(widthsOf([column(20, 40), column(20, 60)], [1, 3], 200)).toEqual([65, 135]);
});

test('no word is broken while all words fit: a long text gives way to amounts', () => {
  const [long = 0, amount = 0] = widthsOf([column(30, 400), column(50, 50)], [3, 1], 200);
  expect([long, amount]).toEqual([150, 50]);
});

test('words are broken only where they do not fit, and never past the paper', () => {
  const widths = widthsOf([column(300, 400), column(100, 100)], [2, 1], 200);
  expect(widths).toEqual([150, 50]);
});
