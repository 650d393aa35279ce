import { expect, it } from 'vitest';
import { leavesOf, nameOfPath, typed, withLeaf } from './leaves.ts';

const said = { no: 'SF1', param: { state: 3, signed: false, data: [{ context: 'a' }, { context: 'b' }] }, none: {} };

it('takes what is said apart, one by one, each with its place', () => {
  expect(leavesOf(said).map(({ path, value }) => [nameOfPath(path), value])).toEqual([
    ['no', 'SF1'],
    ['param › state', 3],
    ['param › signed', false],
    ['param › data › 1 › context', 'a'],
    ['param › data › 2 › context', 'b'],
  ]);
});

it('puts one of them back, and leaves the rest as it is', () => {
  expect(withLeaf(said, ['param', 'data', 1, 'context'], 'c')).toEqual({
    ...said,
    param: { ...said.param, data: [{ context: 'a' }, { context: 'c' }] },
  });
  expect(withLeaf(said, ['no'], '')).toEqual({ ...said, no: '' });
});

it('keeps a number a number, and takes for text what is none', () => {
  expect(typed('4', 3)).toBe(4);
  expect(typed('x', 3)).toBe('x');
  expect(typed('4', 'a')).toBe('4');
});
