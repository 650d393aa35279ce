import { describe, expect, it } from 'vitest';
import { compileForm, evaluate, type FormDefinition } from './index.ts';

const form: FormDefinition = {
  key: 'order',
  label: 'Order',
  fields: [
    { key: 'kind', type: 'text', label: 'Kind' },
    {
      key: 'lines',
      type: 'table',
      label: 'Lines',
      fields: [{ key: 'instead', type: 'text', label: 'Instead' }],
    },
  ],
  linkage: [
    {
      when: { all: [{ fact: 'kind', operator: 'notEqual', value: 'exchange' }] },
      then: { 'lines.instead': 'hide' },
    },
  ],
};

describe('a rule over a column that asks only for fields of the record', () => {
  const compiled = compileForm(form, { timeZone: 'UTC', currency: 'EUR', forms: new Map([['order', form]]) });
  const rowsFor = (kind: string) =>
    evaluate(compiled, {
      mode: 'create',
      values: { kind, lines: [{ id: '0198c0de-0000-7000-8000-000000000001', instead: 'B' }] },
      roles: [],
      baseRights: 'all',
      now: '2026-03-02T01:00:00.000Z',
      newId: () => '0198c0de-0000-7000-8000-000000000002',
    }).values['lines'];

  it('sees what they are', () => {
    expect(rowsFor('exchange')).toMatchObject([{ instead: 'B' }]);
    expect(rowsFor('return')).toMatchObject([{ instead: null }]);
  });
});
