import { expect, test } from 'vitest';
import type { FormDefinition } from '../../definition/index.ts';
import { namedProblem } from './named.ts';

const form: FormDefinition = {
  key: 'order',
  label: 'Order',
  fields: [
    { key: 'phone', type: 'phone', label: { 'zh-CN': '手机', en: 'Phone' } },
    {
      key: 'lines',
      type: 'table',
      label: { 'zh-CN': '明细', en: 'Lines' },
      fields: [{ key: 'qty', type: 'integer', label: { 'zh-CN': '数量', en: 'Quantity' } }],
    },
  ],
  access: [],
};

test('a problem that stands in a list says which field it is about, a row’s with its table', () => {
  expect(namedProblem(form, 'phone', 'Please fill this in', 'en')).toBe('Phone: Please fill this in');
  expect(namedProblem(form, 'lines[0f].qty', '请填写此项', 'zh-CN')).toBe('明细 · 数量：请填写此项');
});

test('one that names its field already, or is about none, stays as it is', () => {
  expect(namedProblem(form, 'phone', 'Phone is in use', 'en')).toBe('Phone is in use');
  expect(namedProblem(form, 'a column', 'Cannot be read', 'en')).toBe('Cannot be read');
  expect(namedProblem(form, undefined, 'Somebody has changed it', 'en')).toBe('Somebody has changed it');
});
