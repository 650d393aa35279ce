import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({
  key: 'f',
  type: 'select',
  label: 'F',
  options: [
    { key: 'a', label: { 'zh-CN': '甲', en: 'Alpha' } },
    { key: 'b', label: '乙' },
    { key: 'old', label: '旧', disabled: true },
  ],
});

it('takes a key, or the label as an import writes it', () => {
  expect(['a', ' 甲 ', 'Alpha', ''].map((input) => field.enter(input))).toEqual(['a', 'a', 'a', null]);
  expect(field.enter('c')).toBe('not_an_option');
});

it('takes no option that linkage leaves out, nor one that is no longer offered', () => {
  expect(field.judge('b', { options: ['a'] })).toBe('not_an_option');
  expect(field.judge('old')).toBe('option_disabled');
  expect(field.judge('old', { stored: 'old' })).toBeUndefined();
});

it('shows its label, and the text of an option that is a record', () => {
  expect([field.show('a'), field.show('a', en), field.show('zz')]).toEqual(['甲', 'Alpha', 'zz']);
  const theirs = trial({
    key: 'f',
    type: 'select',
    label: 'F',
    options: { form: 'order', value: 'order_no', label: 'order_no' },
  });
  expect(theirs.show('x', { ...en, texts: { x: 'Order X' } })).toBe('Order X');
  expect(theirs.enter('x')).toBe('x');
});
