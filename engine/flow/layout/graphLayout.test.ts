import { expect, it } from 'vitest';
import { approve, done, edge, flow, start } from '../testing/flows.ts';
import { layGraph } from './graphLayout.ts';

/** The smallest distance of a place from a drawn line, which bends by quadratic curves. */
function distance(path: string, at: { x: number; y: number }): number {
  const parts = [...path.matchAll(/([MLQ])([-\d. ]+)/g)].map(([, letter = '', rest = '']) => ({
    letter,
    numbers: rest.trim().split(' ').map(Number),
  }));
  let [x, y] = parts[0]?.numbers ?? [];
  let best = Number.POSITIVE_INFINITY;
  for (const { letter, numbers } of parts.slice(1)) {
    const [a = 0, b = 0, c = a, d = b] = numbers;
    const [px = 0, py = 0] = [x, y];
    for (let t = 0; t <= 1; t += 0.01) {
      const bent = letter === 'Q';
      const qx = bent ? (1 - t) ** 2 * px + 2 * (1 - t) * t * a + t ** 2 * c : px + (a - px) * t;
      const qy = bent ? (1 - t) ** 2 * py + 2 * (1 - t) * t * b + t ** 2 * d : py + (b - py) * t;
      best = Math.min(best, Math.hypot(qx - at.x, qy - at.y));
    }
    [x, y] = [c, d];
  }
  return best;
}

it('puts what is added on a line on that line, however it bends', () => {
  const picture = layGraph(
    flow(
      [
        start,
        { type: 'parallel', key: 'split' },
        approve('a', 'ann'),
        approve('b', 'bob'),
        approve('c', 'cat'),
        { type: 'join', key: 'meet' },
        done,
      ],
      [
        edge('start → split'),
        edge('split → a'),
        edge('split → c'),
        edge('a → b'),
        edge('b → c'),
        edge('a → meet'),
        edge('c → meet'),
        edge('meet → done'),
        edge('c -rejected→ a'),
      ],
    ),
  );
  const away = picture.slots.map(({ id, x, y }) => {
    const wire = picture.wires.find(({ edges }) => edges[0] === id);
    return Math.round(distance(wire?.path ?? '', { x, y }));
  });
  expect(Math.max(...away)).toBeLessThanOrEqual(2);
  expect(away.length).toBe(9);
});
