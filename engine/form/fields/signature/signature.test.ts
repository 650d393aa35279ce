import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'signature', label: 'F' });
const id = (n: number) => `aaaaaaaa-0000-4000-8000-00000000000${n}`;

it('is one picture', () => {
  expect([field.enter([id(1)]), field.enter([]), field.column()]).toEqual([[id(1)], [], 'uuid[]']);
  expect([field.enter([id(1), id(2)]), field.enter(['drawn'])]).toEqual(['too_many_files', 'file_not_found']);
});

it('is a picture and not large, judged where the file lies', () => {
  expect(field.type.pointsTo?.({ key: 'f', type: 'signature', label: 'F' })).toEqual({
    kind: 'file',
    accept: ['image'],
    maxSize: 1_048_576,
  });
});
