import { expect, it } from 'vitest';
import type { FormDefinition } from '../definition/index.ts';
import { compileForm } from './compile/index.ts';
import { evaluate } from './evaluate.ts';
import { createSession } from './session.ts';
import type { Values } from './types.ts';

const form: FormDefinition = {
  key: 'sheet',
  label: 'Sheet',
  fields: [
    { key: 'size', type: 'select', label: 'Size', options: [{ key: 'm', label: 'M' }] },
    { key: 'note', type: 'text', label: 'Note' },
  ],
};
const compiled = compileForm(form, { timeZone: 'UTC', currency: 'CNY', forms: new Map() });

const codes = (values: Values): string[] =>
  evaluate(compiled, {
    mode: 'update',
    values,
    before: { size: 's', note: null },
    roles: [],
    baseRights: 'all',
    now: '2026-03-02T04:00:00.000Z',
    newId: () => '00000000-0000-4000-8000-000000000001',
  }).problems.map(({ code }) => code);

it('an option that the form has lost stays where it was chosen, and is not chosen anew', () => {
  expect(codes({ note: 'something else' })).toEqual([]);
  expect(codes({ size: 's' })).toEqual([]);
  expect(codes({ size: 'xs' })).toEqual(['not_an_option']);
  expect(codes({ size: 'm' })).toEqual([]);
});

it('says what choices of another form are narrowed by, also where only this form is known, as in a browser', () => {
  const row = { key: 'kind', type: 'text', label: 'Kind' } as const;
  const where = { all: [{ fact: 'kind', operator: 'in', value: '= if row.kind = null then ["a"] else [row.kind]' }] };
  const options = { form: 'article', value: 'kind', where } as const;
  const order: FormDefinition = {
    key: 'order',
    label: 'Order',
    fields: [
      {
        key: 'lines',
        type: 'table',
        label: 'Lines',
        fields: [row, { key: 'other', type: 'select', label: 'Other', options }],
      },
    ],
  } as FormDefinition;
  const article: FormDefinition = { key: 'article', label: 'Article', fields: [row] };
  for (const forms of [new Map([['article', article]]), new Map()]) {
    const session = createSession(compileForm(order, { timeZone: 'UTC', currency: 'CNY', forms }), {
      mode: 'create',
      values: { lines: [{ id: '00000000-0000-4000-8000-000000000001', kind: 'shoe' }] },
      roles: [],
      baseRights: 'all',
      now: '2026-03-02T04:00:00.000Z',
      newId: () => '00000000-0000-4000-8000-000000000002',
    });
    expect(session.narrowedBy('lines[00000000-0000-4000-8000-000000000001].other')).toEqual({ row: { kind: 'shoe' } });
    expect(session.narrowedBy('lines[00000000-0000-4000-8000-000000000001].kind')).toBeUndefined();
  }
});
