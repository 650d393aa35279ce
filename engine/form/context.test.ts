import { expect, it } from 'vitest';
import { context, formOf, inputOf } from './fixture.test-data.ts';
import { compileForm, evaluate, settingsFrom } from './index.ts';

it('reads the types of settings off their values', () => {
  const values = {
    limit: '5000',
    rate: '0.6',
    days: 7,
    open: true,
    since: '2026-01-01',
    area: '0571',
    phone: '4008001234',
    name: '甲',
  };
  expect(Object.fromEntries(settingsFrom(values).map(({ key, type }) => [key, type]))).toEqual({
    limit: 'number',
    rate: 'number',
    days: 'integer',
    open: 'boolean',
    since: 'date',
    area: 'text',
    phone: 'text',
    name: 'text',
  });
});

it('lets a browser calculate with a decimal setting', () => {
  const form = formOf([
    { key: 'n', type: 'integer', label: 'N' },
    { key: 'fee', type: 'money', label: 'F', value: '= n * settings.rate' },
  ]);
  const settings = { rate: '0.15' };
  const compiled = compileForm(form, { ...context, settings: settingsFrom(settings) });
  expect(evaluate(compiled, inputOf({ n: 7 }, { settings })).values['fee']).toBe('1.05');
});
