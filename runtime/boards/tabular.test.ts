import { expect, it } from 'vitest';
import { tabular } from './tabular.ts';

it('a chart reads as a table: its categories down, its series across, with the marks that lead to the records', () => {
  const categories = [
    { mark: 'a', text: 'Apparel' },
    { mark: 'b', text: 'Beauty' },
  ];
  const series = [
    { key: 'x', text: 'Paid', format: 'money' as const, values: ['12.50', null] },
    { key: 'y', text: 'Kept', format: 'money' as const, values: ['1.00', '2.00'] },
  ];
  const table = tabular({ kind: 'series', status: 'ok', categories, series }, 'By category');
  expect(table.columns?.map(({ text, format }) => [text, format])).toEqual([
    ['', undefined],
    ['Paid', 'money'],
    ['Kept', 'money'],
  ]);
  expect(table.rows?.map(({ cells }) => cells)).toEqual([
    ['Apparel', '12.50', '1.00'],
    ['Beauty', null, '2.00'],
  ]);
  expect(table.categories).toEqual(categories);
});
