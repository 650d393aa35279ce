import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeProblem, filesOf, flowOfForm, loadApp, type Problem, sqlTablesOf } from './index.ts';
import { asFiles, claimsFiles } from './testing/claims.ts';

type Edit = (files: ReturnType<typeof claimsFiles>) => void;

function problemsOf(edit: Edit): Problem[] {
  const files = claimsFiles();
  edit(files);
  return loadApp(asFiles(files)).problems;
}

/** Puts a value at a JSON pointer of a file; undefined takes it away. */
function put(file: string, pointer: string, value: unknown): Edit {
  return (files) => {
    const steps = pointer.split('/').slice(1);
    const last = steps.pop() ?? '';
    let holder = files[file] as Record<string, unknown>;
    for (const step of steps) holder = holder[step] as Record<string, unknown>;
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  };
}

const CLAIM = 'forms/claim.json';
const FLOW = 'flows/approval.json';
const BOARD = 'reports/overview.json';

describe('a sound app', () => {
  const loaded = loadApp(asFiles(claimsFiles()));

  it('loads without a problem', () => {
    expect(loaded.problems).toEqual([]);
    expect(loaded.ok).toBe(true);
    expect(loaded.app && flowOfForm(loaded.app, 'claim')?.key).toBe('approval');
    expect(loaded.app?.files.get('form/claim')).toBe(CLAIM);
  });

  it('goes to files and back without loss, with the same hash', () => {
    if (!loaded.app) throw new Error('not loaded');
    const again = loadApp(filesOf(loaded.app));
    expect(again.ok).toBe(true);
    expect(again.app?.hash).toBe(loaded.app.hash);
    expect(filesOf(loaded.app).find((file) => file.path === CLAIM)?.json).toEqual(claimsFiles()[CLAIM]);
  });

  it('has the same hash whatever the order of files and keys, and another when anything changes', () => {
    const reversed = asFiles(claimsFiles()).reverse();
    expect(loadApp(reversed).app?.hash).toBe(loaded.app?.hash);
    const files = claimsFiles();
    put(CLAIM, '/fields/1/label', 'Subject')(files);
    expect(loadApp(asFiles(files)).app?.hash).not.toBe(loaded.app?.hash);
  });

  it('cannot be changed once it is loaded', () => {
    expect(() => Object.assign(loaded.app?.forms.get('claim')?.fields[0] ?? {}, { key: 'x' })).toThrow(TypeError);
  });

  it('names its tables as the database has them', () => {
    const form = loaded.app?.forms.get('claim');
    expect(form && sqlTablesOf(form)).toEqual(['claim', 'claim__lines']);
  });
});

describe('files that cannot be read', () => {
  const one = (path: string, text: string): Problem | undefined =>
    loadApp([...asFiles(claimsFiles()).filter((file) => file.path !== path), { path, text }]).problems[0];

  it('that are no JSON are named with line and column', () => {
    expect(one(CLAIM, '{\n  "key": "claim",\n}')).toMatchObject({
      code: 'no_json',
      file: CLAIM,
      path: '',
      message: { en: 'This is not valid JSON (line 3, column 1).' },
      cure: { 'zh-CN': expect.stringContaining('逗号') },
    });
  });

  it('that are nested 10,000 levels deep are refused without an overflow', () => {
    expect(one(CLAIM, `${'['.repeat(10_000)}${']'.repeat(10_000)}`)).toMatchObject({
      code: 'too_deep',
      file: CLAIM,
      cure: { en: expect.stringContaining('Nest') },
    });
    const deep = `{"key":"claim","label":"x","fields":[],"x":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
    expect(one(CLAIM, deep)?.code).toBe('too_deep');
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'that hold the key %s are refused, and nothing is polluted',
    (key) => {
      const problem = one(CLAIM, `{"key":"claim","label":"x","fields":[{"${key}":{"polluted":true}}]}`);
      expect(problem).toMatchObject({ code: 'forbidden_key', path: `/fields/0/${key}` });
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  it('that are too large are refused before they are parsed', () => {
    expect(one(CLAIM, ' '.repeat(4_000_001))).toMatchObject({ code: 'file_too_large', file: CLAIM });
  });

  it('that lie in no folder of definitions, or a folder too deep, are named', () => {
    expect(one('form/claim.json', '{}')).toMatchObject({
      code: 'misplaced_file',
      cure: { en: 'Did you mean “forms”?' },
    });
    expect(one('forms/old/claim.json', '{}')?.code).toBe('misplaced_file');
    expect(one('__proto__/x.json', '{}')?.code).toBe('misplaced_file');
  });

  it('whose names differ only in case are one file elsewhere', () => {
    expect(one('forms/Claim.json', '{}')).toMatchObject({ code: 'duplicate_file' });
  });

  it('without an app.json are no app', () => {
    const files = asFiles(claimsFiles()).filter((file) => file.path !== 'app.json');
    const loaded = loadApp(files);
    expect(loaded).toMatchObject({ ok: false, problems: [{ code: 'no_app', file: 'app.json' }] });
    expect(loaded.app).toBeUndefined();
  });

  it('of any JSON at all give problems and never an exception', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('app.json', CLAIM, FLOW, BOARD, 'rules/tell.json', 'tables/reviewers.json'),
        fc.jsonValue({ maxDepth: 4 }),
        (path, json) => {
          const loaded = loadApp([...asFiles(claimsFiles()).filter((file) => file.path !== path), { path, json }]);
          expect(loaded.ok).toBe(false);
          for (const problem of loaded.problems) {
            expect(problem.message.en).not.toBe('');
            expect(problem.cure['zh-CN']).not.toBe('');
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

interface Case {
  what: string;
  edit: Edit;
  code: string;
  file: string;
  path: string;
  cure: string;
}

const structural: Case[] = [
  {
    what: 'a property misspelt',
    edit: put(CLAIM, '/fields/1/requird', true),
    code: 'unknown_property',
    file: CLAIM,
    path: '/fields/1/requird',
    cure: 'Did you mean “required”?',
  },
  {
    what: 'a field type that is none',
    edit: put(CLAIM, '/fields/1/type', 'txt'),
    code: 'unknown_type',
    file: CLAIM,
    path: '/fields/1',
    cure: 'Did you mean “text”?',
  },
  {
    what: 'a key with a space',
    edit: put(CLAIM, '/fields/1/key', 'the title'),
    code: 'wrong_form',
    file: CLAIM,
    path: '/fields/1/key',
    cure: 'A key begins with a letter',
  },
  {
    what: 'a label missing',
    edit: put(CLAIM, '/label', undefined),
    code: 'missing_property',
    file: CLAIM,
    path: '',
    cure: 'Add "label"',
  },
  {
    what: 'a label in one language of two',
    edit: put(CLAIM, '/label', { en: 'Claim' }),
    code: 'missing_property',
    file: CLAIM,
    path: '/label',
    cure: 'Add "zh-CN"',
  },
  {
    what: 'a node type that is none',
    edit: put(FLOW, '/nodes/1/type', 'aprove'),
    code: 'unknown_type',
    file: FLOW,
    path: '/nodes/1',
    cure: 'Did you mean “approve”?',
  },
  {
    what: 'an operator that is none',
    edit: put('rules/tell.json', '/when/operator', 'equals'),
    code: 'not_allowed_value',
    file: 'rules/tell.json',
    path: '/when/operator',
    cure: 'Did you mean “equal”?',
  },
  {
    what: 'an action misspelt',
    edit: put('rules/tell.json', '/then/0', { sendd: 'approved', by: ['inbox'] }),
    code: 'unknown_property',
    file: 'rules/tell.json',
    path: '/then/0/sendd',
    cure: 'Did you mean “send”?',
  },
  {
    what: 'a duration in words',
    edit: put(FLOW, '/nodes/1/deadline/within', '8 hours'),
    code: 'wrong_form',
    file: FLOW,
    path: '/nodes/1/deadline/within',
    cure: 'PT4H',
  },
  {
    what: 'an empty condition, which would always hold',
    edit: put('rules/tell.json', '/when', { all: [] }),
    code: 'too_few',
    file: 'rules/tell.json',
    path: '/when/all',
    cure: 'leave the whole entry out',
  },
  {
    what: 'a right that is none',
    edit: put(CLAIM, '/access/0/rights/salary', 'hidden'),
    code: 'not_allowed_value',
    file: CLAIM,
    path: '/access/0/rights/salary',
    cure: 'Did you mean “hide”?',
  },
  {
    what: 'a key that is not the file’s name',
    edit: put('rules/tell.json', '/key', 'told'),
    code: 'key_is_not_file_name',
    file: 'rules/tell.json',
    path: '/key',
    cure: 'told.json',
  },
  {
    what: 'a number where a list belongs',
    edit: put(BOARD, '/tiles', 7),
    code: 'wrong_type',
    file: BOARD,
    path: '/tiles',
    cure: 'Make it a list',
  },
];

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

function found(problems: readonly Problem[], wanted: Case): Problem | undefined {
  return problems.find(
    (problem) => problem.code === wanted.code && problem.file === wanted.file && problem.path.startsWith(wanted.path),
  );
}

describe('structure', () => {
  it.each(structural)('with $what is refused at its place, with a cure', (wanted) => {
    const problems = problemsOf(wanted.edit);
    expect(problems.map(({ code, file, path }) => ({ code, file, path }))).toContainEqual({
      code: wanted.code,
      file: wanted.file,
      path: wanted.path,
    });
    expect(found(problems, wanted)?.cure.en).toContain(wanted.cure);
    expect(found(problems, wanted)?.cure['zh-CN']).not.toBe('');
  });

  it('with one mistake gives one problem', () => {
    for (const { edit } of structural) expect(problemsOf(edit)).toHaveLength(1);
  });
});

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

  it('in a circle of formulas are refused', () => {
    const problems = problemsOf((files) => {
      put(CLAIM, '/fields/8/value', '= total')(files);
      put(CLAIM, '/fields/7/value', '= salary + 1')(files);
    });
    expect(problems.some((problem) => problem.file === CLAIM && /cycle|circular|circle/.test(problem.code))).toBe(true);
  });
});

describe('a problem', () => {
  it('is written out with file, place and cure in the reader’s language', () => {
    const [problem] = problemsOf(put(CLAIM, '/fields/1/type', 'txt'));
    expect(problem && describeProblem(problem, 'en')).toBe(
      'forms/claim.json /fields/1\n  error unknown_type: There is no type “txt”.\n  → Did you mean “text”?',
    );
    expect(problem && describeProblem(problem, 'zh-CN')).toContain('错误 unknown_type');
  });
});
