import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'serial', label: 'F', format: 'RT{yyyyMMdd}{seq:5}' });

it('is the engine’s own, and text in the database', () => {
  expect([field.type.derived, field.column(), field.show('RT1')]).toEqual([true, 'text', 'RT1']);
});
