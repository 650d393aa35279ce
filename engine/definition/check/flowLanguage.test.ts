import { describe, expect, it } from 'vitest';
import { type Edit, FLOW, problemsOf, put } from '../testing/mistakes.ts';

/** The node `size` made into something else, or a part of the approval at `review` changed. */
const mistakes: { what: string; edit: Edit; code: string; path: string; cure: string }[] = [
  {
    what: 'a sub-flow of a form that has none',
    edit: put(FLOW, '/nodes/2', { key: 'size', type: 'subflow', label: 'Size', form: 'centre' }),
    code: 'subflow_without_flow',
    path: '/nodes/2/form',
    cure: 'Draw a flow',
  },
  {
    what: 'a sub-flow that keeps what the other record does not have',
    edit: put(FLOW, '/nodes/2', {
      ...{ key: 'size', type: 'subflow', label: 'Size', form: 'claim' },
      save: { title: '= answer.nothing' },
    }),
    code: 'unknown_name',
    path: '/nodes/2/save/title',
    cure: 'spelling',
  },
  {
    what: 'a way on an end that the sub-flow does not have',
    edit: (files) => {
      put(FLOW, '/nodes/2', { key: 'size', type: 'subflow', label: 'Size', form: 'claim' })(files);
      put(FLOW, '/edges/3/on', 'lost')(files);
    },
    code: 'unknown_outcome',
    path: '/edges/3/on',
    cure: 'cancelled',
  },
  {
    what: 'keeping something of a sub-flow that is not waited for',
    edit: put(FLOW, '/nodes/2', {
      ...{ key: 'size', type: 'subflow', label: 'Size', form: 'claim' },
      wait: false,
      save: { title: '= answer.title' },
    }),
    code: 'subflow_not_awaited',
    path: '/nodes/2/save',
    cure: 'wait',
  },
  {
    what: 'more people to be chosen than may be',
    edit: put(FLOW, '/nodes/1/assignees/0', { choice: true, min: 3, max: 2 }),
    code: 'choice_min_above_max',
    path: '/nodes/1/assignees/0/min',
    cure: 'exceed',
  },
  {
    what: 'a number of people where nobody chooses',
    edit: put(FLOW, '/nodes/1/assignees/0', { role: 'lead', max: 2 }),
    code: 'only_with_choice',
    path: '/nodes/1/assignees/0/max',
    cure: 'choose',
  },
  {
    what: 'a choice of whom it is escalated to',
    edit: put(FLOW, '/nodes/1/deadline', { within: 'PT1H', escalate: { choice: true } }),
    code: 'choice_misplaced',
    path: '/nodes/1/deadline/escalate/choice',
    cure: 'another source',
  },
  {
    what: 'people whom a visitor would have to choose',
    edit: put(FLOW, '/nodes/1/assignees', [{ choice: true, role: 'lead' }]),
    code: 'choice_nobody_makes',
    path: '/nodes/1/assignees/0/choice',
    cure: 'another source',
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
