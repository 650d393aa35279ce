import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'longtext', label: 'F' });

it('keeps lines and drops what hangs behind', () => {
  expect(field.enter('a\r\nb  \n\n')).toBe('a\nb');
  expect(field.enter(1)).toBe('wrong_type');
});

it('has a limit even where the definition names none', () => {
  expect(field.enter('x'.repeat(10_001))).toBe('too_long');
});
