import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const options = [
  {
    key: 'zj',
    label: { 'zh-CN': '浙江', en: 'Zhejiang' },
    children: [
      { key: 'hz', label: '杭州' },
      { key: 'nb', label: '宁波', disabled: true },
    ],
  },
  { key: 'sh', label: '上海' },
];
const field = trial({ key: 'f', type: 'cascade', label: 'F', options });

it('takes a path of keys or labels, or its last key alone', () => {
  const inputs = [['zj', 'hz'], '浙江/杭州', 'Zhejiang > 杭州', '浙江／杭州', 'hz', '杭州'];
  expect(inputs.map((input) => field.enter(input))).toEqual(Array(6).fill(['zj', 'hz']));
  expect([field.read(''), field.read(7)]).toEqual([[], undefined]);
});

it('refuses a path that is none, one that stops too early, and what is no longer offered', () => {
  expect([['sh', 'hz'], ['hz'], ['zj', 'x'], ['zj'], ['zj', 'nb']].map((path) => field.judge(path))).toEqual([
    'not_an_option',
    'not_an_option',
    'not_an_option',
    'not_a_leaf',
    'option_disabled',
  ]);
  expect(field.judge(['zj', 'nb'], { stored: ['zj', 'nb'] })).toBeUndefined();
  const any = trial({ key: 'f', type: 'cascade', label: 'F', options, anyLevel: true });
  expect(any.judge(['zj'])).toBeUndefined();
});

it('is a text[] that is shown and grouped by its place', () => {
  expect([field.column(), field.show(['zj', 'hz']), field.show([])]).toEqual(['text[]', '浙江 / 杭州', '']);
  expect(field.type.groupSql?.('r.f')).toBe('(r.f)[cardinality(r.f)]');
});

it('asks of options that are records that each lies beneath the one before', () => {
  const from = { form: 'order', value: 'order_no', label: 'customer_name', parent: 'customer_name' };
  const asked = trial({ key: 'f', type: 'cascade', label: 'F', options: from });
  expect(asked.enter('a/b')).toEqual(['a', 'b']);
  expect(asked.type.pointsTo?.({ key: 'f', type: 'cascade', label: 'F', options: from })).toEqual({
    kind: 'option',
    form: 'order',
    field: 'order_no',
    label: 'customer_name',
    beneath: 'customer_name',
  });
});
