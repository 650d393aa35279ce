import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({
  key: 'f',
  type: 'table',
  label: 'F',
  min: 1,
  max: 2,
  fields: [{ key: 'n', type: 'integer', label: 'N' }],
});

it('is a table of its own, and a list of rows in formulas', () => {
  expect(field.column()).toBeNull();
  expect(field.fact()).toMatchObject({
    kind: 'list',
    of: { kind: 'context', fields: { id: { kind: 'text' }, n: { kind: 'integer' } } },
  });
});

it('keeps its count of rows', () => {
  expect([field.judge([]), field.judge([{}, {}, {}]), field.judge([{}])]).toEqual([
    'too_few_rows',
    'too_many_rows',
    undefined,
  ]);
  expect([field.enter('x'), field.read(null)]).toEqual(['wrong_type', []]);
});

it('says how many rows it has', () =>
  expect([field.show([{}]), field.show([{}], en), field.show([], en)]).toEqual(['1 行', '1 row', '0 rows']));
