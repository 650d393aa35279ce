import { expect, it } from 'vitest';
import { context, formOf } from './fixture.test-data.ts';
import { compileForm, differences } from './index.ts';

const compiled = compileForm(
  formOf([
    { key: 'a', type: 'money', label: 'A' },
    { key: 'files', type: 'file', label: 'F' },
    { key: 't', type: 'table', label: 'T', fields: [{ key: 'n', type: 'integer', label: 'N' }] },
  ]),
  context,
);
const rows = (...pairs: [string, number][]) => pairs.map(([id, n]) => ({ id, n }));

it('names what is different, field by field and row by row', () => {
  const before = { a: '1.00', t: rows(['x', 1], ['y', 2]) };
  const after = { a: '2.00', t: rows(['y', 5], ['w', 9]) };
  expect(differences(compiled, before, after)).toEqual([
    { path: 'a', field: 'a', kind: 'set', from: '1.00', to: '2.00' },
    { path: 't[x]', field: 't', rowId: 'x', kind: 'row_removed', from: { id: 'x', n: 1 }, to: null },
    { path: 't[y].n', field: 't.n', rowId: 'y', kind: 'set', from: 2, to: 5 },
    { path: 't[w]', field: 't', rowId: 'w', kind: 'row_added', from: null, to: { id: 'w', n: 9 } },
  ]);
});

it('tells the one row that moved, not all that it passed', () => {
  const before = { t: rows(['a', 1], ['b', 2], ['c', 3], ['d', 4]) };
  const after = { t: rows(['d', 4], ['a', 1], ['b', 2], ['c', 3]) };
  expect(differences(compiled, before, after)).toEqual([
    { path: 't[d]', field: 't', rowId: 'd', kind: 'row_moved', from: 3, to: 0 },
  ]);
});

it('takes empty and missing for the same', () => {
  expect(differences(compiled, {}, { a: null, files: [], t: [] })).toEqual([]);
});
