import { expect, it } from 'vitest';
import { formCases } from './cases.ts';
import { context, formOf, request } from './fixture.test-data.ts';
import { compileForm, type FormContext } from './index.ts';

it('passes the cases of a good form', () => {
  expect(formCases(compileForm(request, context)).map(({ passed }) => passed)).toEqual([true, true]);
});

it('tells what was expected and what was found', () => {
  const form = formOf(
    [
      { key: 'a', type: 'integer', label: 'A' },
      { key: 'b', type: 'money', label: 'B', value: '= a * settings.rate' },
    ],
    {
      checks: [{ key: 'big', when: { all: [{ fact: 'b', operator: 'greaterThan', value: 5 }] }, refuse: 'x' }],
      cases: [
        {
          key: 'good',
          given: { a: 3, settings: { rate: '2' } },
          values: { b: '6' },
          refused: ['big'],
          expect: { b: 'read' },
        },
        {
          key: 'bad',
          given: { a: 1, settings: { rate: '2' } },
          values: { b: 3 },
          refused: ['big'],
          expect: { a: 'hide' },
        },
      ],
    },
  );
  const open: FormContext = { ...context, settings: [{ key: 'rate', type: 'number', value: '1' }] };
  const [good, bad] = formCases(compileForm(form, open));
  expect(good).toEqual({ key: 'good', passed: true, failures: [] });
  expect(bad?.failures).toEqual([
    { path: 'a', expected: 'hide', actual: 'edit' },
    { path: 'b', expected: 3, actual: '2.00' },
    { path: 'checks', expected: ['big'], actual: [] },
  ]);
});
