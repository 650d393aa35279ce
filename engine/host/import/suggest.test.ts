import { expect, test } from 'vitest';
import type { FormDefinition } from '../../definition/index.ts';
import { suggestMapping } from './suggest.ts';

const form: FormDefinition = {
  key: 'order',
  label: '订单',
  title: 'order_no',
  fields: [
    { key: 'order_no', type: 'text', label: { 'zh-CN': '订单号', en: 'Order no.' } },
    { key: 'customer', type: 'text', label: { 'zh-CN': '客户', en: 'Customer' } },
    {
      key: 'lines',
      type: 'table',
      label: { 'zh-CN': '明细', en: 'Lines' },
      fields: [
        { key: 'sku', type: 'text', label: 'SKU' },
        { key: 'qty', type: 'integer', label: { 'zh-CN': '数量', en: 'Quantity' } },
      ],
    },
  ],
};

test('lines that bear columns of a sub-table are its rows, put together by what a record is called by', () => {
  expect(suggestMapping(form, ['订单号', '客户', 'SKU', '数量'])).toEqual({
    fields: { order_no: { column: '订单号' }, customer: { column: '客户' } },
    group: ['订单号'],
    tables: { lines: { fields: { sku: { column: 'SKU' }, qty: { column: '数量' } } } },
  });
});

test('lines without what a record is called by, or without such columns, are a record each', () => {
  expect(suggestMapping(form, ['客户', 'SKU'])).toEqual({ fields: { customer: { column: '客户' } } });
  expect(suggestMapping(form, ['订单号', '客户'])).not.toHaveProperty('group');
});
