import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contrast, ENOUGH, readable } from './contrast.ts';

it('is 21 for black on white and 1 for a colour on itself', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#2f6fed', '#2f6fed')).toBe(1);
  expect(contrast('blue', '#ffffff')).toBeUndefined();
});

it('darkens any colour until white text on it can be read, and leaves it where it can already', () => {
  const part = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, '0'));
  fc.assert(
    fc.property(part, part, part, (red, green, blue) => {
      const colour = `#${red}${green}${blue}`;
      const result = readable(colour);
      expect(contrast(result, '#ffffff')).toBeGreaterThanOrEqual(ENOUGH);
      if ((contrast(colour, '#ffffff') ?? 0) >= ENOUGH) expect(result).toBe(colour);
    }),
  );
});
