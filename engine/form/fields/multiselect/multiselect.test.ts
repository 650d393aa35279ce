import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({
  key: 'f',
  type: 'multiselect',
  label: 'F',
  options: [
    { key: 'a', label: { 'zh-CN': '甲', en: 'Alpha' } },
    { key: 'b', label: '乙' },
    { key: 'old', label: '旧', disabled: true },
  ],
});

it('takes a list, or a text as an import writes it', () => {
  expect(field.enter(['a', '乙'])).toEqual(['a', 'b']);
  expect(field.enter('甲、b')).toEqual(['a', 'b']);
  expect(field.read(null)).toEqual([]);
});

it('refuses what is chosen twice, what is no option, and too many', () => {
  expect([field.enter(['a', 'a']), field.enter(['x']), field.enter([1, {}])]).toEqual([
    'duplicate_items',
    'not_an_option',
    'not_an_option',
  ]);
  const one = trial({
    key: 'f',
    type: 'multiselect',
    label: 'F',
    max: 1,
    options: [
      { key: 'a', label: 'A' },
      { key: 'b', label: 'B' },
    ],
  });
  expect(one.enter(['a', 'b'])).toBe('too_many_items');
});

it('is a text[] and shows its labels', () => {
  expect([field.column(), field.loaded(null), field.stored(['a'])]).toEqual(['text[]', [], ['a']]);
  expect([field.show(['a', 'b']), field.show(['a', 'b'], en)]).toEqual(['甲、乙', 'Alpha, 乙']);
});
