// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { counted } from './counts.ts';

test('a badge tells a number as far as anybody counts', () => {
  expect(['0', '12', '999']).toEqual([0, 12, 999].map(counted));
  expect(counted(1_000)).toBe('999+');
});
