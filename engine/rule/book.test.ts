import { describe, expect, it } from 'vitest';
import { loadApp } from '../definition/index.ts';
import { asFiles, claimsFiles } from '../definition/testing/claims.ts';
import type { Env } from '../expression/index.ts';
import { compileRules } from './book.ts';

const env: Env = { now: '2026-03-02T01:00:00.000Z', timeZone: 'Asia/Shanghai' };

function bookOf(edit: (files: ReturnType<typeof claimsFiles>) => void = () => undefined) {
  const files = claimsFiles();
  edit(files);
  const { app, problems } = loadApp(asFiles(files));
  if (!app || problems.length > 0) throw new Error(JSON.stringify(problems));
  return compileRules(app);
}

const keys = (rules: readonly { key: string }[]): string[] => rules.map((rule) => rule.key);

describe('the rule book', () => {
  it('finds rules by what has happened, on this outcome only', () => {
    const book = bookOf();
    const left = { kind: 'node', flow: 'approval', node: 'review', event: 'left' } as const;
    expect(keys(book.rulesFor({ ...left, outcome: 'approved' }))).toEqual(['tell']);
    expect(keys(book.rulesFor({ ...left, outcome: 'rejected' }))).toEqual([]);
    expect(keys(book.rulesFor({ kind: 'node', flow: 'approval', node: 'review', event: 'entered' }))).toEqual([]);
  });

  it('wakes a rule on changes only where one of its fields changed, a column of its sub-table too', () => {
    const changed = (...fields: string[]) =>
      keys(bookOf().rulesFor({ kind: 'record', form: 'claim', event: 'changed', fields }));
    expect(changed('title')).toEqual([]);
    expect(changed('title', 'total')).toEqual(['changed']);
    expect(changed('lines.qty')).toEqual(['changed']);
  });

  it('runs higher priority first, then by key, and leaves out what is switched off', () => {
    const book = bookOf((files) => {
      const rule = files['rules/changed.json'] ?? {};
      for (const [key, more] of [
        ['a_rule', {}],
        ['z_rule', { priority: 9 }],
        ['off', { enabled: false }],
      ] as const)
        files[`rules/${key}.json`] = { ...rule, key, ...more };
    });
    expect(keys(book.rulesFor({ kind: 'record', form: 'claim', event: 'changed', fields: ['total'] }))).toEqual([
      'z_rule',
      'a_rule',
      'changed',
    ]);
    expect(book.rule('off')).toBeUndefined();
  });

  it('keeps schedules with the records they are for, and buttons by form and node', () => {
    const book = bookOf();
    const [nightly] = book.schedules;
    expect(nightly?.where?.test({ state: 'pending' }, env)).toBe(true);
    expect(nightly?.where?.test({ state: 'paid' }, env)).toBe(false);
    expect(keys(book.buttons('claim'))).toEqual(['again']);
    expect(keys(book.buttons('centre'))).toEqual([]);
  });

  it('shows a button of a node on that node’s task only', () => {
    const book = bookOf((files) => {
      const rule = files['rules/again.json'] ?? {};
      files['rules/again.json'] = { ...rule, on: { ...(rule.on as object), node: 'sign' } };
    });
    expect(keys(book.buttons('claim'))).toEqual([]);
    expect(keys(book.buttons('claim', 'review'))).toEqual([]);
    expect(keys(book.buttons('claim', 'sign'))).toEqual(['again']);
  });

  it('answers what a flow asks while it decides', () => {
    const flow = bookOf().forFlow('approval');
    expect(flow.evaluateTable('reviewers', { category: 'travel', total: '1000.01' }, env)).toMatchObject({
      outputs: { user: 'lea' },
      rows: [0],
    });
    expect(flow.evaluateTable('reviewers', { category: 'travel', total: '1000.00' }, env)).toMatchObject({
      outputs: {},
      rows: [],
    });
    expect(flow.evaluateTable('nothing', {}, env)).toMatchObject({ rows: [], why: { fault: 'none' } });
    expect(flow.resolveAction({ set: { title: '= "no. " + no' } }, { no: 'C1' }, env)).toEqual({
      kind: 'set',
      set: { title: 'no. C1' },
    });
  });
});
