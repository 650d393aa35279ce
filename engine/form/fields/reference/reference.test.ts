import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'reference', label: 'F', form: 'order' });

it('is an id, and nothing else', () => {
  const id = 'AAAAAAAA-0000-4000-8000-000000000001';
  expect([field.enter(id), field.enter(''), field.enter('me'), field.enter({ id })]).toEqual([
    id.toLowerCase(),
    null,
    'not_found',
    'not_found',
  ]);
  expect(field.column()).toBe('uuid');
});

it('shows the text of what it points to, never the bare id', () => {
  const id = 'aaaaaaaa-0000-4000-8000-000000000001';
  expect([field.show(id, { ...en, texts: { [id]: 'Mr Wang' } }), field.show(id)]).toEqual(['Mr Wang', '…']);
});
