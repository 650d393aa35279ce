import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'department', label: 'F' });

it('is a key, and nothing else', () => {
  expect([
    field.enter(' north '),
    field.enter(''),
    field.enter(5),
    field.enter({}),
    field.enter('x'.repeat(101)),
  ]).toEqual(['north', null, 'not_found', 'not_found', 'not_found']);
  expect([field.column(), field.fact()]).toEqual(['text', { kind: 'text' }]);
});

it('shows what people call it', () => {
  expect([field.show('north', { ...en, texts: { 'department:north': 'The North' } }), field.show('north')]).toEqual([
    'The North',
    'north',
  ]);
});

it('is looked for where it lives', () => {
  expect(field.type.pointsTo?.({ key: 'f', type: 'department', label: 'F' })).toEqual({ kind: 'department' });
});
