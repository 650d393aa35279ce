import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'email', label: 'F' });

it('takes addresses, and full-width signs as signs', () => {
  expect([field.enter(' a.b+c@example.com '), field.enter('a＠example．com')]).toEqual([
    'a.b+c@example.com',
    'a@example.com',
  ]);
});

it('refuses what is none', () => {
  expect(['a', 'a@b', 'a@@b.com', 'a b@c.com', `${'a'.repeat(300)}@b.com`].map((input) => field.enter(input))).toEqual(
    Array(5).fill('email'),
  );
});

it('keeps the first letter and the domain under its mask', () =>
  expect(field.mask('wang@example.com')).toBe('w***@example.com'));
