import { expect, it } from 'vitest';
import { inOrder, withBelow } from './departments.ts';

const one = (key: string, parent: string | null = null) => ({ key, label: key, parent, head: null, people: 0 });

it('each department stands below the one it belongs to, and one in a ring is not lost', () => {
  const all = [one('b', 'a'), one('a'), one('c', 'b'), one('x', 'y'), one('y', 'x'), one('lost', 'gone')];
  expect(inOrder(all).map(({ department, depth }) => `${department.key}${depth}`)).toEqual([
    'a0',
    'b1',
    'c2',
    'lost0',
    'x0',
    'y1',
  ]);
});

it('nothing is offered to stand above itself', () => {
  expect([...withBelow([one('a'), one('b', 'a'), one('c', 'b'), one('d')], 'a')].sort()).toEqual(['a', 'b', 'c']);
});
