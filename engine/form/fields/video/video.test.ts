import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'video', label: 'F', max: 2 });

const id = (n: number) => `aaaaaaaa-0000-4000-8000-00000000000${n}`;

it('is a list of ids of what was uploaded', () => {
  expect([field.enter([id(1)]), field.read(null), field.column()]).toEqual([[id(1)], [], 'uuid[]']);
  expect([field.enter(['../x']), field.enter([{}]), field.enter([id(1), id(1)])]).toEqual([
    'file_not_found',
    'file_not_found',
    'duplicate_items',
  ]);
});

it('keeps its count', () => expect(field.enter([id(1), id(2), id(3)])).toBe('too_many_files'));

it('shows the names', () => expect(field.show([id(1)], { ...en, texts: { [id(1)]: 'box.jpg' } })).toBe('box.jpg'));
