import { describe, expect, it } from 'vitest';
import { type Edit, FLOW, problemsOf, put } from '../testing/mistakes.ts';

/** The node `size` made into something else, or a part of the approval at `review` changed. */
const mistakes: { what: string; edit: Edit; code: string; path: string; cure: string }[] = [
  {
    what: 'a sub-flow',
    edit: put(FLOW, '/nodes/2', { key: 'size', type: 'subflow', label: 'Size', form: 'claim' }),
    code: 'subflow_not_run',
    path: '/nodes/2',
    cure: 'wait for a signal',
  },
  {
    what: 'people chosen by whoever began',
    edit: put(FLOW, '/nodes/1/assignees/0', { choice: true }),
    code: 'choice_not_run',
    path: '/nodes/1/assignees/0/choice',
    cure: 'person field',
  },
  {
    what: 'a foreach over nothing',
    edit: put(FLOW, '/nodes/2', { key: 'size', type: 'foreach', label: 'Size' }),
    code: 'foreach_of_nothing',
    path: '/nodes/2',
    cure: 'over',
  },
  {
    what: 'a foreach over no sub-table',
    edit: put(FLOW, '/nodes/2', { key: 'size', type: 'foreach', label: 'Size', over: 'lins' }),
    code: 'unknown_sub_table',
    path: '/nodes/2/over',
    cure: 'lines',
  },
  {
    what: 'a timer without a time',
    edit: put(FLOW, '/nodes/2', { key: 'size', type: 'timer', label: 'Size' }),
    code: 'timer_without_time',
    path: '/nodes/2',
    cure: 'until',
  },
  {
    what: 'a join that counts nothing',
    edit: put(FLOW, '/nodes/2', { key: 'size', type: 'join', wait: 'first' }),
    code: 'join_needs_split',
    path: '/nodes/2/wait',
    cure: 'wait for all',
  },
  {
    what: 'a join for so many, and nobody knows how many',
    edit: put(FLOW, '/nodes/2', { key: 'size', type: 'join', wait: 'n' }),
    code: 'join_needs_number',
    path: '/nodes/2',
    cure: 'Give n',
  },
  {
    what: 'a jump to no node',
    edit: put(FLOW, '/nodes/2', { key: 'size', type: 'route', to: 'payy' }),
    code: 'unknown_node',
    path: '/nodes/2/to',
    cure: 'pay',
  },
  {
    what: 'a milestone that is no node',
    edit: put(FLOW, '/nodes/1/milestone', 'payy'),
    code: 'unknown_node',
    path: '/nodes/1/milestone',
    cure: 'pay',
  },
  {
    what: 'a vote of no role',
    edit: put(FLOW, '/nodes/1/weights', [{ role: 'leed', weight: 2 }]),
    code: 'unknown_role',
    path: '/nodes/1/weights/0/role',
    cure: 'lead',
  },
  {
    what: 'a way that calls off no node',
    edit: put(FLOW, '/edges/1/cancels', ['sine']),
    code: 'unknown_node',
    path: '/edges/1/cancels/0',
    cure: 'sign',
  },
];

describe('the flow language', () => {
  it.each(mistakes)('refuses $what at its place, with a cure', ({ edit, code, path, cure }) => {
    const problems = problemsOf(edit);
    const problem = problems.find((one) => one.code === code && one.file === FLOW && one.path === path);
    expect(problem ?? problems).toMatchObject({ code, severity: 'error' });
    expect(problem?.cure.en).toContain(cure);
    expect(problem?.cure['zh-CN']).not.toBe('');
  });
});
