import { expect, test } from 'vitest';
import { type Course, stepsOf } from './portalSteps.ts';

const states = [
  { key: 'draft', label: 'Draft', step: 'Applied' },
  { key: 'review', label: 'Review', step: 'Review' },
  { key: 'more', label: 'More', step: 'Review' },
  { key: 'parcel', label: 'Parcel', step: 'Send' },
  { key: 'paying', label: 'Paying', step: 'Settled' },
  { key: 'done', label: 'Done', step: 'Done' },
  { key: 'given_up', label: 'Given up' },
];
const stood = new Set(['review', 'more', 'parcel', 'paying', 'done', 'given_up']);

function line(state: string, course: Partial<Record<'been' | 'ahead', string[]>> & { isOver?: boolean }): string {
  const given: Course = {
    stood,
    been: new Set(course.been ?? []),
    ahead: new Set(course.ahead ?? []),
    isOver: course.isOver === true,
  };
  const now = states.find(({ key }) => key === state);
  return stepsOf(states, now, given, String)
    .map(({ label, status }) => `${label} ${status}`)
    .join(', ');
}

test('a step that the case has no need of is told from one that it went through and one to come', () => {
  const all = { been: ['review'], ahead: ['review', 'more', 'paying', 'done'] };
  expect(line('review', all)).toBe('Applied done, Review current, Send skipped, Settled todo, Done todo');
  expect(line('paying', { been: ['review', 'paying'], ahead: ['paying', 'done'] })).toBe(
    'Applied done, Review done, Send skipped, Settled current, Done todo',
  );
});

test('what lies before the step at hand and may still come is not called done', () => {
  const offered = { been: ['review', 'paying'], ahead: ['parcel', 'paying', 'done'] };
  expect(line('paying', offered)).toBe('Applied done, Review done, Send todo, Settled current, Done todo');
});

test('what is over shows the steps up to its end, and none where it was given up', () => {
  const paid = { been: ['review', 'paying', 'done'], isOver: true };
  expect(line('done', paid)).toBe('Applied done, Review done, Send skipped, Settled done, Done done');
  expect(line('review', { been: ['review'], isOver: true })).toBe('Applied done, Review done');
  expect(line('given_up', { been: ['review', 'given_up'], isOver: true })).toBe('');
});
