import { describe, expect, it } from 'vitest';
import { checkForm } from '../../check/index.ts';
import { context, formOf, inputOf } from '../../fixture.test-data.ts';
import { compileForm, createSession, evaluate, requirements } from '../../index.ts';
import type { Field, FormContext, FormDefinition } from '../../types.ts';
import { en, trial } from '../trial.test-data.ts';

const customer: FormDefinition = {
  key: 'customer',
  label: 'Customer',
  fields: [
    { key: 'name', type: 'text', label: 'Name' },
    { key: 'credit', type: 'money', label: 'Credit' },
    { key: 'file', type: 'file', label: 'File' },
  ],
};
const around: FormContext = { ...context, forms: new Map([...context.forms, ['customer', customer]]) };
const reference: Field = { key: 'who', type: 'reference', label: 'Who', form: 'customer' };
const credit: Field = {
  key: 'credit',
  type: 'lookup',
  label: 'Credit',
  reference: 'who',
  form: 'customer',
  show: 'credit',
};
const spare: Field = { key: 'spare', type: 'money', label: 'Spare', value: '= credit - 10' };
const id = 'aaaaaaaa-0000-4000-8000-000000000001';

const form = formOf([
  reference,
  credit,
  spare,
  { key: 'lines', type: 'table', label: 'Lines', fields: [reference, credit, spare] },
]);

const faults = (field: Field, more: Partial<FormDefinition> = {}) =>
  checkForm(formOf([reference, field], more), around).map(({ code, path }) => `${code} ${path}`);

describe('a looked-up field', () => {
  it('asks for the referenced record and is worked with as what it shows', () => {
    const compiled = compileForm(form, around);
    const input = inputOf({ who: id });
    const needed = requirements(compiled, input);
    expect(needed.rollups).toMatchObject([
      { path: 'credit', form: 'customer', measure: { kind: 'value', field: 'credit' }, match: { id } },
    ]);
    const answered = { ...input, rollups: { [needed.rollups[0]?.id ?? '']: '100.5' } };
    expect(evaluate(compiled, answered).values).toMatchObject({ credit: '100.50', spare: '90.50' });
  });

  it('follows its reference while somebody chooses, in rows too', () => {
    const session = createSession(compileForm(form, around), inputOf({}));
    expect([session.right('credit'), session.value('credit')]).toEqual(['read', null]);
    const { rowId } = session.addRow('lines', { who: id });
    const [asked] = session.requirements().rollups;
    session.answer({ rollups: { [asked?.id ?? '']: '7' } });
    expect([session.value(`lines[${rowId}].credit`), session.value(`lines[${rowId}].spare`)]).toEqual([
      '7.00',
      '-3.00',
    ]);
    session.set(`lines[${rowId}].who`, null);
    expect(session.value(`lines[${rowId}].credit`)).toBeNull();
  });

  it('shows what a live linked query finds, and stores nothing', () => {
    const found = formOf(
      [
        { key: 'name', type: 'text', label: 'Name' },
        { key: 'credit', type: 'lookup', label: 'Credit', lookup: 'find', form: 'customer', show: 'credit' },
      ],
      {
        lookups: [{ key: 'find', on: ['name'], from: { form: 'customer' }, match: { name: '= name' }, keep: 'live' }],
      },
    );
    expect(checkForm(found, around)).toEqual([]);
    const compiled = compileForm(found, around);
    const input = inputOf({ name: 'Li' });
    const [asked] = requirements(compiled, input).lookups;
    const lookups = { [asked?.id ?? '']: { found: true as const, source: { name: 'Li', credit: '3.00' } } };
    expect(evaluate(compiled, { ...input, lookups }).values.credit).toBe('3.00');
    expect(trial(credit).column()).toBeNull();
  });

  it('is shown as the field that it shows', () => {
    expect(trial(credit).show('5', { ...en, forms: around.forms })).toBe('¥5.00');
    expect(trial(credit).show('5')).toBe('5');
  });

  it.each<[string, Field, Partial<FormDefinition>, string[]]>([
    ['a reference that is none', { ...credit, reference: 'nobody' }, {}, ['unknown_reference /fields/1/reference']],
    ['another form', { ...credit, form: 'order' }, {}, ['wrong_form /fields/1/form']],
    ['an unknown field', { ...credit, show: 'nothing' }, {}, ['unknown_field /fields/1/show']],
    ['a field of files', { ...credit, show: 'file' }, {}, ['not_showable /fields/1/show']],
    ['nothing at all', { key: 'x', type: 'lookup', label: 'X', show: 'y' }, {}, ['one_source /fields/1']],
    [
      'a query that keeps a snapshot',
      { key: 'x', type: 'lookup', label: 'X', show: 'name', lookup: 'find' },
      { lookups: [{ key: 'find', on: ['who'], from: { form: 'customer' }, match: { id: '= who' } }] },
      ['not_live /fields/1/lookup'],
    ],
  ])('is refused where it names %s', (_name, field, more, expected) => {
    expect(faults(field, more)).toEqual(expect.arrayContaining(expected));
  });
});
