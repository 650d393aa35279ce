import { expect, it } from 'vitest';
import type { Field } from '../../../engine/form/index.ts';
import type { AppView, FormView } from '../../../engine/wire.ts';
import { contextOf, filterFields, filterOperators } from './filters.ts';

const options = [{ key: 'zj', label: '浙江', children: [{ key: 'hz', label: '杭州' }] }];
const fields = [
  { key: 'name', type: 'text', label: 'Name' },
  { key: 'price', type: 'money', label: 'Price' },
  { key: 'wear', type: 'percent', label: 'Wear' },
  { key: 'on', type: 'date', label: 'On' },
  { key: 'at', type: 'time', label: 'At' },
  { key: 'leave', type: 'daterange', label: 'Leave' },
  { key: 'note', type: 'richtext', label: 'Note' },
  { key: 'place', type: 'cascade', label: 'Place', options },
  { key: 'identity', type: 'idnumber', label: 'Identity' },
  { key: 'sum', type: 'formula', label: 'Sum', result: 'text', value: '= name' },
  { key: 'photos', type: 'image', label: 'Photos' },
  { key: 'keeper', type: 'user', label: 'Keeper' },
  { key: 'secret', type: 'text', label: 'Secret' },
  { key: 'lines', type: 'table', label: 'Lines', fields: [{ key: 'a', type: 'text', label: 'A' }] },
] as Field[];
const rights = { ...Object.fromEntries(fields.map(({ key }) => [key, 'read'])), secret: 'mask' };
const form = { definition: { key: 'f', label: 'F', fields }, rights } as unknown as FormView;
const app = { timeZone: 'Asia/Shanghai', currency: 'CNY', forms: [form] } as unknown as AppView;
const offered = Object.fromEntries(
  filterFields(app, form).map((field) => [field.key, filterOperators(field, contextOf(app))]),
);

it('narrows a list by what the types can compare, and by the parts of what is no single value', () => {
  expect(offered).toEqual({
    name: ['contains', 'equal', 'startsWith', 'filled'],
    price: ['equal', 'greaterThanInclusive', 'lessThanInclusive', 'filled'],
    wear: ['equal', 'greaterThanInclusive', 'lessThanInclusive', 'filled'],
    on: ['inPeriod', 'filled'],
    at: ['greaterThanInclusive', 'lessThanInclusive', 'filled'],
    'leave.from': ['inPeriod', 'filled'],
    'leave.to': ['inPeriod', 'filled'],
    'note.text': ['contains', 'filled'],
    place: ['in', 'notIn'],
    identity: ['equal', 'filled'],
    sum: ['equal', 'filled'],
  });
});
