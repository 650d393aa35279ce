import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'timerange', label: 'F' });
const night = trial({ key: 'f', type: 'timerange', label: 'F', overnight: true });

it('reads two times', () => {
  expect([field.enter('9:00-18:00'), field.enter('9:00 - 18:00'), field.enter(['9:00', '18:00'])]).toEqual([
    { from: '09:00', to: '18:00' },
    { from: '09:00', to: '18:00' },
    { from: '09:00', to: '18:00' },
  ]);
});

it('ends on the next day only where it may', () => {
  const shift = { from: '22:00', to: '06:00' };
  expect([field.judge(shift), night.judge(shift)]).toEqual(['range_reversed', undefined]);
});

it('is two times in one column', () => {
  expect([field.column(), field.stored({ from: '22:00', to: '06:00' })]).toEqual(['time[]', ['22:00', '06:00']]);
  expect([field.loaded(['22:00:00', '06:00:00']), field.loaded('{22:00:00,06:00:00}')]).toEqual(
    Array(2).fill({ from: '22:00', to: '06:00' }),
  );
});
