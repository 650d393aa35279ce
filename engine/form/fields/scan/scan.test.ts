import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'scan', label: 'F', pattern: '^SF\\d{4}$', capture: true });

it('makes ASCII of what a scanner types through a Chinese keyboard', () =>
  expect(field.enter('ＳＦ１２３４\n')).toBe('SF1234'));

it('keeps its pattern', () => expect(field.enter('YT1')).toBe('pattern'));

it('is a text like any other', () => {
  expect([field.column(), field.fact(), field.show('SF1234')]).toEqual(['text', { kind: 'text' }, 'SF1234']);
});
