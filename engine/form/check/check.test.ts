import { describe, expect, it } from 'vitest';
import { context, formOf, inputOf, order, request } from '../fixture.test-data.ts';
import { compileForm, evaluate } from '../index.ts';
import type { Field, FormDefinition } from '../types.ts';
import { checkForm } from './index.ts';

const text: Field = { key: 'a', type: 'text', label: '甲' };
const number: Field = { key: 'n', type: 'integer', label: '数' };
const faults = (fields: Field[], more: Partial<FormDefinition> = {}) =>
  checkForm(formOf(fields, more), context).map(({ code, path }) => `${code} ${path}`);

describe('the check of a form', () => {
  it('has nothing to say of a good one', () => {
    expect(checkForm(request, context)).toEqual([]);
    expect(checkForm(order, context)).toEqual([]);
  });

  it.each<[string, Field[], Partial<FormDefinition>, string[]]>([
    ['two fields of one key', [text, text], {}, ['duplicate_key /fields/1/key']],
    ['a name of the engine’s own', [{ ...text, key: 'state' }], {}, ['reserved_key /fields/0/key']],
    ['an unknown name in a formula', [{ ...number, value: '= qty * 2' }], {}, ['unknown_name /fields/0/value']],
    ['a formula of another type', [{ ...number, value: '= "x"' }], {}, ['wrong_type /fields/0/value']],
    [
      'a rule over an unknown fact',
      [text],
      { linkage: [{ when: { all: [{ fact: 'nope', operator: 'equal', value: 1 }] }, then: { a: 'read' } }] },
      ['unknown_fact /linkage/0/when/all/0/fact'],
    ],
    [
      'a rule for an unknown field',
      [text],
      { linkage: [{ when: { all: [{ fact: 'a', operator: 'filled' }] }, then: { b: 'read' } }] },
      ['unknown_target /linkage/0/then/b'],
    ],
    [
      'a check at an unknown field',
      [text],
      { checks: [{ key: 'c', when: { all: [{ fact: 'a', operator: 'filled' }] }, refuse: 'x', at: 'b' }] },
      ['unknown_field /checks/0/at'],
    ],
    [
      'a print template that names what is not there',
      [text],
      {
        print: [
          { key: 'p', label: 'P', title: '{a} {b}', parts: [{ fields: ['a', 'c'] }, { table: 'd' }, { text: '{e}' }] },
        ],
      },
      [
        'unknown_field /print/0/title',
        'unknown_field /print/0/parts/0/fields/1',
        'unknown_field /print/0/parts/1/table',
        'unknown_field /print/0/parts/2/text',
      ],
    ],
    ['an unknown field in the layout', [text], { layout: [{ fields: ['b'] }] }, ['unknown_field /layout/0/fields/0']],
    ['a field twice in the layout', [text], { layout: [{ fields: ['a', 'a'] }] }, ['shown_twice /layout/0/fields/1']],
    [
      'a field twice, an unknown one, and a key twice within tabs and steps',
      [text, number],
      {
        layout: [
          { key: 'all', tabs: [{ key: 'one', label: 'One', parts: [{ key: 'all', fields: ['a', 'b'] }] }] },
          { key: 'way', steps: [{ key: 'one', label: 'One', parts: [{ fields: ['n'] }, { fields: ['a'] }] }] },
        ],
      },
      [
        'unknown_field /layout/0/tabs/0/parts/0/fields/1',
        'shown_twice /layout/1/steps/0/parts/1/fields/0',
        'duplicate_key /layout/0/tabs/0/parts/0/key',
        'duplicate_key /layout/1/steps/0/key',
      ],
    ],
    [
      'a heading without words',
      [text],
      { layout: [{ fields: ['a', { block: 'heading', key: 'h' }, { block: 'divider', key: 'd' }] }] },
      ['empty_block /layout/0/fields/1'],
    ],
    [
      'a part of the layout that hides behind a field of its name',
      [text, number],
      {
        layout: [{ key: 'n', fields: ['a', 'n'] }],
        linkage: [{ when: { all: [{ fact: 'a', operator: 'filled' }] }, then: { n: 'hide' } }],
      },
      ['ambiguous_key /layout/0/key'],
    ],
    [
      'an unknown column of the list',
      [text],
      { list: { columns: ['b'], sort: ['-c'], search: ['d'] } },
      ['unknown_field /list/columns/0', 'unknown_field /list/sort/0', 'unknown_field /list/search/0'],
    ],
    ['a search in numbers', [number], { list: { search: ['n'] } }, ['not_searchable /list/search/0']],
    [
      'an unknown title and unique key',
      [text],
      { title: 'b', unique: [['a', 'c']] },
      ['unknown_field /title', 'unknown_field /unique/0/1'],
    ],
    [
      'rights of an unknown role to an unknown field',
      [text],
      { access: [{ role: 'boss', rights: { b: 'read' } }] },
      ['unknown_role /access/0/role', 'unknown_field /access/0/rights/b'],
    ],
    [
      'options of an unknown form',
      [{ key: 's', type: 'select', label: 'S', options: { form: 'x', value: 'a', label: 'a' } }],
      {},
      ['unknown_form /fields/0/options/form'],
    ],
    [
      'options of an unknown field',
      [{ key: 's', type: 'select', label: 'S', options: { form: 'order', value: 'a', label: 'order_no' } }],
      {},
      ['unknown_field /fields/0/options/value'],
    ],
    [
      'a rollup over an unknown form',
      [{ key: 'r', type: 'rollup', label: 'R', of: { form: 'x' }, measure: 'count()', match: {} }],
      {},
      ['unknown_form /fields/0/of/form'],
    ],
    [
      'a rollup of a text',
      [{ key: 'r', type: 'rollup', label: 'R', of: { form: 'order' }, measure: 'sum(order_no)', match: { nope: 'x' } }],
      {},
      ['unknown_field /fields/0/match/nope', 'not_numeric /fields/0/measure'],
    ],
    [
      'a lookup that names what is not there',
      [text, { ...text, key: 'z' }],
      {
        lookups: [
          { key: 'l', on: ['b'], from: { form: 'order' }, match: { c: '= a' }, fill: { d: '= order_no', z: '= nope' } },
        ],
      },
      [
        'unknown_field /lookups/0/on/0',
        'unknown_field /lookups/0/fill/d',
        'unknown_field /lookups/0/match/c',
        'unknown_name /lookups/0/fill/z',
      ],
    ],
    ['a pattern that is not linear', [{ ...text, pattern: '(a)\\1' }], {}, ['bad_pattern /fields/0/pattern']],
    ['a default that is no value', [{ ...number, default: 'x' }], {}, ['bad_default /fields/0/default']],
    [
      'a serial number without its counter',
      [{ key: 's', type: 'serial', label: 'S', format: 'A{yyyyMMdd}' }],
      {},
      ['bad_format /fields/0/format'],
    ],
    [
      'a table in a table',
      [{ key: 't', type: 'table', label: 'T', fields: [{ key: 'u', type: 'table', label: 'U', fields: [text] }] }],
      {},
      ['not_in_table /fields/0/fields/0/type'],
    ],
    [
      'a case that fails',
      [text, number],
      { cases: [{ key: 'c', given: { n: 1 }, values: { n: 2 } }] },
      ['case_failed /cases/0'],
    ],
    [
      'a case of unknown names',
      [text],
      { cases: [{ key: 'c', given: { b: 1 }, expect: { d: 'read' }, refused: ['e'] }] },
      ['unknown_field /cases/0/given/b', 'unknown_target /cases/0/expect/d', 'unknown_check /cases/0/refused/0'],
    ],
  ])('finds %s', (_name, fields, more, expected) => expect(faults(fields, more)).toEqual(expected));

  it('names the cycle of formulas by their labels', () => {
    const fields: Field[] = [
      { key: 'a', type: 'integer', label: '甲', value: '= b + 1' },
      { key: 'b', type: 'integer', label: '乙', value: '= c + 1' },
      { key: 'c', type: 'integer', label: '丙', value: '= a + 1' },
    ];
    const [fault] = checkForm(formOf(fields), context);
    expect(fault).toMatchObject({ code: 'cycle', severity: 'error' });
    expect(fault?.message['zh-CN']).toContain('甲 → 乙 → 丙 → 甲');
  });

  it('finds a field that is hidden by its own value, but lets it require itself', () => {
    const when = { all: [{ fact: 'a', operator: 'filled' as const }] };
    expect(faults([text], { linkage: [{ when, then: { a: 'hide' } }] })).toEqual(['cycle /linkage/0/when']);
    expect(faults([text], { linkage: [{ when, then: { a: 'require' } }] })).toEqual([]);
  });

  it('finds a cycle through the rows of a table and their sum', () => {
    const fields: Field[] = [
      { key: 't', type: 'table', label: 'T', fields: [{ key: 'x', type: 'number', label: 'X', value: '= total / 2' }] },
      { key: 'total', type: 'number', label: 'S', value: '= sum(t.x)' },
    ];
    expect(faults(fields)[0]).toMatch(/^cycle/);
  });

  it('says which name was meant', () => {
    const [fault] = checkForm(formOf([{ ...text, key: 'order_no' }], { title: 'order_on' }), context);
    expect(fault?.cure).toEqual({ 'zh-CN': '是不是“order_no”？', en: 'Did you mean “order_no”?' });
  });

  it('says everything in both languages', () => {
    const broken = formOf(
      [
        { ...number, value: '= x +', default: 'y' },
        { ...text, pattern: '(' },
      ],
      { title: 'z' },
    );
    for (const { message, cure } of checkForm(broken, context)) {
      for (const said of [message, cure]) expect(Object.values(said).every((one) => one.length > 0)).toBe(true);
    }
  });

  it('leaves a form that it finds faults in runnable: what is broken keeps its stored value', () => {
    const form = compileForm(formOf([text, { ...number, value: '= nope' }]), context);
    const result = evaluate(form, inputOf({ a: 'x' }, { mode: 'update', before: { n: 5 } }));
    expect(result.values).toEqual({ a: 'x', n: 5 });
  });
});
