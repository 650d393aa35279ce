import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const options = [
  {
    key: 'rd',
    label: { 'zh-CN': '研发', en: 'R&D' },
    children: [
      { key: 'web', label: '前端' },
      { key: 'db', label: '数据库' },
    ],
  },
  { key: 'hr', label: '人事' },
];
const one = trial({ key: 'f', type: 'tree', label: 'F', options });
const many = trial({ key: 'f', type: 'tree', label: 'F', options, multiple: true, leavesOnly: true, max: 2 });

it('takes keys or labels from any level', () => {
  expect([one.enter('rd'), one.enter(['前端']), many.enter('前端、hr')]).toEqual([['rd'], ['web'], ['web', 'hr']]);
});

it('refuses too many, what is chosen twice, and what has others beneath it where only leaves count', () => {
  expect([one.enter(['web', 'hr']), many.enter(['web', 'db', 'hr']), many.enter(['web', 'web'])]).toEqual([
    'too_many_items',
    'too_many_items',
    'duplicate_items',
  ]);
  expect([many.enter(['rd']), many.enter(['x'])]).toEqual(['not_a_leaf', 'not_an_option']);
});

it('leaves what linkage leaves', () => {
  expect([many.judge(['web'], { options: ['db'] }), many.judge(['db'], { options: ['db'] })]).toEqual([
    'not_an_option',
    undefined,
  ]);
});

it('is a text[] and shows its labels', () => {
  expect([many.column(), many.show(['web', 'rd']), many.show(['web', 'rd'], en)]).toEqual([
    'text[]',
    '前端、研发',
    '前端, R&D',
  ]);
});
