import { expect, it } from 'vitest';
import { follow, pressureOf } from './strokes.ts';

it('presses less the faster the hand moves, and never to nothing', () => {
  expect([pressureOf(0), pressureOf(1.2), pressureOf(100)]).toEqual([1, 0.5, 0.15]);
});

it('steadies the hand: a leap of ten is drawn as six and a half, a first point as it is', () => {
  const first = follow(undefined, { x: 0, y: 0, pressure: 1 });
  expect(first).toEqual({ x: 0, y: 0, pressure: 1 });
  const second = follow(first, { x: 10, y: 0, pressure: 0 });
  expect([second.x, second.y, second.pressure]).toEqual([6.5, 0, 0.7]);
});
