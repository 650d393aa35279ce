import fc from 'fast-check';
import { expect, it } from 'vitest';
import { folded, sideBySide } from './lines.ts';

it('puts what is the same beside itself and what differs beside what it replaces', () => {
  expect(sideBySide('a\nb\nc', 'a\nx\nc')).toEqual([
    { left: 'a', right: 'a', isSame: true },
    { left: 'b', right: 'x', isSame: false },
    { left: 'c', right: 'c', isSame: true },
  ]);
  expect(sideBySide('', 'a')).toEqual([{ left: undefined, right: 'a', isSame: false }]);
});

it('loses no line of either text, whatever they are', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '{', '}'), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(text, text, (old, next) => {
      const rows = sideBySide(old.join('\n'), next.join('\n'));
      expect(rows.flatMap(({ left }) => (left === undefined ? [] : [left]))).toEqual(old);
      expect(rows.flatMap(({ right }) => (right === undefined ? [] : [right]))).toEqual(next);
      for (const { left, right, isSame } of rows) if (isSame) expect(left).toBe(right);
    }),
  );
});

it('shows the lines around a difference and leaves the rest out once', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const changed = lines.map((line, index) => (index === 15 ? 'other' : line));
  const shown = folded(sideBySide(lines.join('\n'), changed.join('\n')), 2);
  expect(shown.map((row) => row?.right ?? '…')).toEqual([
    '…',
    'line 13',
    'line 14',
    'other',
    'line 16',
    'line 17',
    '…',
  ]);
});
