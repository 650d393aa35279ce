import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'integer', label: 'F' });

it('reads what people type as whole numbers', () => {
  expect(['１２', ' 1,280 ', '-7', '', 3].map((input) => field.enter(input))).toEqual([12, 1280, -7, null, 3]);
  expect(Object.is(field.enter('-0'), 0)).toBe(true);
});

it('refuses fractions, words and what no safe integer holds', () => {
  expect(['1.5', 'abc', '9007199254740993', true].map((input) => field.enter(input))).toEqual([
    'not_whole',
    'not_whole',
    'too_large',
    'not_whole',
  ]);
});

it('keeps its bounds', () => {
  const limits = { min: 1, max: '3' };
  expect([0, 1, 3, 4].map((value) => field.judge(value, limits))).toEqual([
    'below_min',
    undefined,
    undefined,
    'above_max',
  ]);
  expect(field.judge(99, { max: null })).toBeUndefined();
});

it('rounds what a formula gives half up', () => expect(['2.5', '-2.5', null].map(field.settle)).toEqual([3, -3, null]));

it('is a bigint that the driver gives as text', () => {
  expect([field.column(), field.loaded('42'), field.loaded(null)]).toEqual(['bigint', 42, null]);
});

it('shows thousands and its unit', () => {
  const pieces = trial({ key: 'f', type: 'integer', label: 'F', unit: { 'zh-CN': '件', en: 'pcs' } });
  expect([pieces.show(12800), pieces.show(-1280, en), field.show(null)]).toEqual(['12,800 件', '-1,280 pcs', '']);
});
