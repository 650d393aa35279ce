import { describe, expect, it } from 'vitest';
import { BOARD, type Case, CLAIM, FLOW, found, problemsOf, put } from './testing/mistakes.ts';

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
