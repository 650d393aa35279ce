import { describe, expect, it } from 'vitest';
import { BOARD, type Case, CLAIM, FLOW, found, problemsOf, put } from './testing/mistakes.ts';

const references: Case[] = [
  {
    what: 'a rule about no form',
    edit: put('rules/nightly.json', '/on/form', 'clame'),
    code: 'unknown_form',
    file: 'rules/nightly.json',
    path: '/on/form',
    cure: 'Did you mean “claim”?',
  },
  {
    what: 'a rule on no node',
    edit: put('rules/tell.json', '/on/node', 'reviw'),
    code: 'unknown_node',
    file: 'rules/tell.json',
    path: '/on/node',
    cure: 'Did you mean “review”?',
  },
  {
    what: 'a rule on no outcome of the node',
    edit: put('rules/tell.json', '/on/outcome', 'approve'),
    code: 'unknown_outcome',
    file: 'rules/tell.json',
    path: '/on/outcome',
    cure: 'Did you mean “approved”?',
  },
  {
    what: 'a rule that asks for no field',
    edit: put('rules/tell.json', '/when/fact', 'urgnt'),
    code: 'unknown_fact',
    file: 'rules/tell.json',
    path: '/when',
    cure: '',
  },
  {
    what: 'a rule that sets no field',
    edit: put('rules/nightly.json', '/then/0/set', { urgency: true }),
    code: 'unknown_field',
    file: 'rules/nightly.json',
    path: '/then/0/set/urgency',
    cure: 'urgent',
  },
  {
    what: 'a bad schedule',
    edit: put('rules/nightly.json', '/on/schedule', '0 25 * * *'),
    code: 'bad_schedule',
    file: 'rules/nightly.json',
    path: '/on/schedule',
    cure: '0 9 * * 1-5',
  },
  {
    what: 'a message that is none',
    edit: put('rules/tell.json', '/then/0/send', 'aproved'),
    code: 'unknown_message',
    file: 'rules/tell.json',
    path: '/then/0/send',
    cure: 'Did you mean “approved”?',
  },
  {
    what: 'a channel that is none',
    edit: put('rules/tell.json', '/then/0/by/1', 'smss'),
    code: 'unknown_channel',
    file: 'rules/tell.json',
    path: '/then/0/by/1',
    cure: 'Did you mean “sms”?',
  },
  {
    what: 'a role that is none',
    edit: put(FLOW, '/nodes/3/assignees/0/role', 'directer'),
    code: 'unknown_role',
    file: FLOW,
    path: '/nodes/3/assignees/0/role',
    cure: 'Did you mean “director”?',
  },
  {
    what: 'an attribute the role does not carry',
    edit: put(FLOW, '/nodes/1/assignees/1', { role: 'lead', having: { taem: 'x' } }),
    code: 'unknown_field',
    file: FLOW,
    path: '/nodes/1/assignees/1/having/taem',
    cure: 'Did you mean “team”?',
  },
  {
    what: 'a calendar that is none',
    edit: put(FLOW, '/nodes/1/deadline/calendar', 'wrok'),
    code: 'unknown_calendar',
    file: FLOW,
    path: '/nodes/1/deadline/calendar',
    cure: 'Did you mean “work”?',
  },
  {
    what: 'a right on no field',
    edit: put(FLOW, '/nodes/1/rights/payed', 'edit'),
    code: 'unknown_field',
    file: FLOW,
    path: '/nodes/1/rights/payed',
    cure: 'Did you mean “paid”?',
  },
  {
    what: 'a connector’s operation that is none',
    edit: put(FLOW, '/nodes/4/do/0/call', 'bank.pays'),
    code: 'unknown_operation',
    file: FLOW,
    path: '/nodes/4/do/0/call',
    cure: 'Did you mean “pay”?',
  },
  {
    what: 'call data the operation does not take',
    edit: put(FLOW, '/nodes/4/do/0/data/ammount', '1'),
    code: 'unknown_field',
    file: FLOW,
    path: '/nodes/4/do/0/data/ammount',
    cure: 'Did you mean “amount”?',
  },
  {
    what: 'people named by a table that names nobody',
    edit: put('tables/reviewers.json', '/out', ['who']),
    code: 'table_names_nobody',
    file: FLOW,
    path: '/nodes/1/assignees/0/table',
    cure: 'user',
  },
  {
    what: 'a row too short',
    edit: put('tables/reviewers.json', '/rows/0', ['"travel"', 'lea']),
    code: 'wrong_width',
    file: 'tables/reviewers.json',
    path: '/rows/0',
    cure: '"-" means anything',
  },
  {
    what: 'a place in a message that is no field',
    edit: put('messages/approved.json', '/text/en', '{number} approved'),
    code: 'unknown_field',
    file: 'messages/approved.json',
    path: '/text/en',
    cure: 'There are',
  },
  {
    what: 'a place behind a dot that is no reference',
    edit: put('messages/approved.json', '/text/en', '{title.name}'),
    code: 'no_reference',
    file: 'messages/approved.json',
    path: '/text/en',
    cure: 'refers',
  },
  {
    what: 'a place of the referred form that is no field',
    edit: put('messages/approved.json', '/text/en', '{centre.nam}'),
    code: 'unknown_field',
    file: 'messages/approved.json',
    path: '/text/en',
    cure: 'Did you mean “name”?',
  },
  {
    what: 'an open brace',
    edit: put('messages/approved.json', '/text/en', 'Dear {who'),
    code: 'open_place',
    file: 'messages/approved.json',
    path: '/text/en',
    cure: '{{',
  },
  {
    what: 'a secret that is not declared',
    edit: put('connectors/bank.json', '/operations/pay/headers/sign', '= hmac("sha256", secret.kee, "x")'),
    code: 'unknown_name',
    file: 'connectors/bank.json',
    path: '/operations/pay/headers/sign',
    cure: '',
  },
  {
    what: 'a place in a path that is no input',
    edit: put('connectors/bank.json', '/operations/pay/path', '/payments/{number}'),
    code: 'unknown_field',
    file: 'connectors/bank.json',
    path: '/operations/pay/path',
    cure: 'There are',
  },
  {
    what: 'hours that overlap',
    edit: put('calendars/work.json', '/week/mon-fri', ['09:00-12:00', '11:00-18:00']),
    code: 'bad_hours',
    file: 'calendars/work.json',
    path: '/week/mon-fri/1',
    cure: 'in order',
  },
  {
    what: 'a measure of no field',
    edit: put(BOARD, '/measures/3/value', 'sum(totl)'),
    code: 'unknown_field',
    file: BOARD,
    path: '/measures/3/value',
    cure: 'Did you mean “total”?',
  },
  {
    what: 'a sum of texts',
    edit: put(BOARD, '/measures/3/value', 'sum(title)'),
    code: 'not_a_number',
    file: BOARD,
    path: '/measures/3/value',
    cure: 'count()',
  },
  {
    what: 'a ratio of a ratio',
    edit: put(BOARD, '/measures/3/per', 'paid_share'),
    code: 'measure_cycle',
    file: BOARD,
    path: '/measures/3/per',
    cure: 'without per',
  },
  {
    what: 'a chart without a dimension',
    edit: put(BOARD, '/tiles/3/by', undefined),
    code: 'bad_tile',
    file: BOARD,
    path: '/tiles/3',
    cure: '"by"',
  },
  {
    what: 'weeks of a text',
    edit: put(BOARD, '/tiles/3/by/0', 'title:week'),
    code: 'not_a_date',
    file: BOARD,
    path: '/tiles/3/by/0',
    cure: 'a date',
  },
  {
    what: 'a lead time from no node',
    edit: put(BOARD, '/tiles/10/leadTime/to/node', 'reviews'),
    code: 'unknown_node',
    file: BOARD,
    path: '/tiles/10/leadTime/to/node',
    cure: 'Did you mean “review”?',
  },
  {
    what: 'a board’s condition that SQL cannot say',
    edit: put(BOARD, '/tiles/9/where', { fact: 'title', operator: 'matches', value: '^a' }),
    code: 'bad_tile',
    file: BOARD,
    path: '/tiles/9',
    cure: 'pattern',
  },
  {
    what: 'a scenario with nobody of that name',
    edit: put('scenarios/small.json', '/steps/1/as', 'leah'),
    code: 'unknown_login',
    file: 'scenarios/small.json',
    path: '/steps/1/as',
    cure: 'Did you mean “lea”?',
  },
  {
    what: 'a calendar that the people of a demo work by',
    edit: put('data/people.json', '/calendar', 'wrk'),
    code: 'unknown_calendar',
    file: 'data/people.json',
    path: '/calendar',
    cure: 'Did you mean “work”?',
  },
  {
    what: 'a scenario that names a record before it is there',
    edit: put('scenarios/small.json', '/steps/0/record', 'second'),
    code: 'unknown_record',
    file: 'scenarios/small.json',
    path: '/steps/0/record',
    cure: '',
  },
  {
    what: 'a menu entry to no board',
    edit: put('app.json', '/navigation/1/board', 'overviev'),
    code: 'unknown_board',
    file: 'app.json',
    path: '/navigation/1/board',
    cure: 'Did you mean “overview”?',
  },
  {
    what: 'a menu entry to nothing',
    edit: put('app.json', '/navigation/1/board', undefined),
    code: 'one_target',
    file: 'app.json',
    path: '/navigation/1',
    cure: 'form, board, scan',
  },
  {
    what: 'a proof that is no field',
    edit: put('app.json', '/portal/proof/fields/1', 'number'),
    code: 'unknown_field',
    file: 'app.json',
    path: '/portal/proof/fields/1',
    cure: 'There are',
  },
  {
    what: 'a proof by no lookup',
    edit: put('app.json', '/portal/proof/lookup', 'knwon'),
    code: 'unknown_lookup',
    file: 'app.json',
    path: '/portal/proof/lookup',
    cure: 'Did you mean “known”?',
  },
  {
    what: 'a portal at which nobody may apply',
    edit: put(CLAIM, '/access/1/create', undefined),
    code: 'visitor_may_not_apply',
    file: 'app.json',
    path: '/portal/apply',
    cure: '"create": true',
  },
  {
    what: 'a call-back that sets no field',
    edit: put('connectors/bank.json', '/hooks/paid/set', { payed: true }),
    code: 'unknown_field',
    file: 'connectors/bank.json',
    path: '/hooks/paid/set/payed',
    cure: 'Did you mean “paid”?',
  },
  {
    what: 'a call-back that fills no column',
    edit: put('connectors/bank.json', '/hooks/paid/append/lines/fill/prise', '1'),
    code: 'unknown_column',
    file: 'connectors/bank.json',
    path: '/hooks/paid/append/lines/fill/prise',
    cure: 'Did you mean “price”?',
  },
  {
    what: 'a function that connectors do not have',
    edit: put('connectors/bank.json', '/operations/pay/let/ts', '= epochMilli()'),
    code: 'unknown_function',
    file: 'connectors/bank.json',
    path: '/operations/pay/let/ts',
    cure: '',
  },
  {
    what: 'a person of no role',
    edit: put('data/people.json', '/users/0/roles/0', 'clark'),
    code: 'unknown_role',
    file: 'data/people.json',
    path: '/users/0/roles/0',
    cure: 'Did you mean “clerk”?',
  },
  {
    what: 'a time zone that is none',
    edit: put('app.json', '/timeZone', 'Asia/Shanghei'),
    code: 'unknown_time_zone',
    file: 'app.json',
    path: '/timeZone',
    cure: 'Asia/Shanghai',
  },
  {
    what: 'a setting of the wrong type',
    edit: put('app.json', '/settings/0/value', 500),
    code: 'wrong_type',
    file: 'app.json',
    path: '/settings/0/value',
    cure: '5000.00',
  },
  {
    what: 'a setting that is none',
    edit: put(FLOW, '/edges/3/when/value', '= settings.limt'),
    code: 'unknown_name',
    file: FLOW,
    path: '/edges/3/when',
    cure: '',
  },
  {
    what: 'a role that is built in',
    edit: put('app.json', '/roles/0/key', 'visitor'),
    code: 'reserved_name',
    file: 'app.json',
    path: '/roles/0/key',
    cure: 'built-in',
  },
  {
    what: 'an app named as the engine',
    edit: put('app.json', '/key', 'engine'),
    code: 'reserved_name',
    file: 'app.json',
    path: '/key',
    cure: 'engine_1',
  },
  {
    what: 'an app named as PostgreSQL names its own',
    edit: put('app.json', '/key', 'pg_claims'),
    code: 'reserved_name',
    file: 'app.json',
    path: '/key',
    cure: 'another key',
  },
  {
    what: 'a field named as a column of the engine',
    edit: put(CLAIM, '/fields/9/key', 'revision'),
    code: 'reserved_name',
    file: CLAIM,
    path: '/fields/9/key',
    cure: 'revision_1',
  },
  {
    what: 'a field named as a word of FEEL',
    edit: put(CLAIM, '/fields/9/key', 'return'),
    code: 'reserved_name',
    file: CLAIM,
    path: '/fields/9/key',
    cure: 'return_1',
  },
  {
    what: 'two fields of one name',
    edit: put(CLAIM, '/fields/9/key', 'salary'),
    code: 'duplicate_key',
    file: CLAIM,
    path: '/fields/9/key',
    cure: 'another key',
  },
  {
    what: 'a name that PostgreSQL would cut',
    edit: put(CLAIM, '/fields/9/key', '是否已经付款并且通知了申请人以及他的主管和财务部门'),
    code: 'name_too_long',
    file: CLAIM,
    path: '/fields/9/key',
    cure: 'Shorten',
  },
  {
    what: 'a sub-table named as another form',
    edit: (files) => {
      files['forms/claim__lines.json'] = { ...files['forms/centre.json'], key: 'claim__lines' };
    },
    code: 'table_name_clash',
    file: CLAIM,
    path: '/fields/6/key',
    cure: 'another key',
  },
  {
    what: 'two flows of one form',
    edit: (files) => {
      files['flows/second.json'] = { ...files[FLOW], key: 'second' };
    },
    code: 'two_flows',
    file: 'flows/second.json',
    path: '/form',
    cure: 'one flow',
  },
  {
    what: 'a form’s own case that fails',
    edit: put(CLAIM, '/cases', [
      { key: 'sum', given: { title: 'x', lines: [{ qty: 2, price: '3.00' }] }, values: { total: '7.00' } },
    ]),
    code: 'case_failed',
    file: CLAIM,
    path: '/cases/0',
    cure: 'Change the case',
  },
];

describe('references', () => {
  it.each(references)('to $what are refused at their place, with a cure', (wanted) => {
    const problems = problemsOf(wanted.edit);
    const problem = found(problems, wanted);
    expect(problem ?? problems, JSON.stringify(problems, null, 1)).toMatchObject({
      code: wanted.code,
      severity: 'error',
    });
    expect(problem?.cure.en).toContain(wanted.cure);
    expect(problem?.cure['zh-CN']).not.toBe('');
    expect(problem?.message['zh-CN']).not.toBe('');
  });

  it('in what befalls a record of a story are to forms, steps and people', () => {
    const told = (step: object) =>
      problemsOf((files) => {
        const { steps } = files['scenarios/small.json'] as { steps: object[] };
        steps.push({ as: 'lea', ...step });
      }).map(({ code, path }) => `${code} ${path.split('/').at(-1)}`);
    const right = [
      { withdraw: 'claim' },
      { delete: 'claim' },
      { retry: 'review' },
      { reassign: 'review', from: 'lea', to: 'lea' },
      { case: 'jump', from: 'review', to: 'review' },
    ];
    for (const step of right) expect(told(step), JSON.stringify(step)).toEqual([]);
    expect(told({ withdraw: 'review' })).toEqual(['unknown_form withdraw']);
    expect(told({ delete: 'clame' })).toEqual(['unknown_form delete']);
    expect(told({ retry: 'reviw' })).toEqual(['unknown_node retry']);
    expect(told({ reassign: 'review', from: 'leah', to: 'loe' })).toEqual(['unknown_login from', 'unknown_login to']);
    expect(told({ case: 'jump', from: 'reviw', to: 'claim' })).toEqual(['unknown_node to', 'unknown_node from']);
  });

  it('in a circle of formulas are refused', () => {
    const problems = problemsOf((files) => {
      put(CLAIM, '/fields/8/value', '= total')(files);
      put(CLAIM, '/fields/7/value', '= salary + 1')(files);
    });
    expect(problems.some((problem) => problem.file === CLAIM && /cycle|circular|circle/.test(problem.code))).toBe(true);
  });
});
