import type { Box, Picture } from '../../../engine/flow/layout/picture.ts';
import { type Id, idOfEdge, idOfNode } from '../editor.ts';

/** Everything on the paper that can be walked to, by its middle. */
export interface Item {
  id: Id;
  x: number;
  y: number;
}
const centre = (id: Id, { x, y, width, height }: Box): Item => ({ id, x: x + width / 2, y: y + height / 2 });
export const itemsOf = ({ cards, ways, wires }: Picture): Item[] => [
  ...cards.map((card) => centre(idOfNode(card.node.key), card)),
  ...ways.map((way) => centre(idOfEdge(way.edge.key), way)),
  ...wires.flatMap(({ edges: [key = ''], ends }) => {
    if (ends === undefined) return [];
    const [a, b] = ends;
    return [{ id: idOfEdge(key), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }];
  }),
];

export type Direction = 'up' | 'down' | 'left' | 'right';
/**
 * The nearest thing in a direction. Up and down the next row counts most, so that a gate leads to its branches and not past
 * them; left and right what lies in the same row.
 */
export function neighbour(picture: Picture, from: Id, direction: Direction): Id | undefined {
  const all = itemsOf(picture);
  const here = all.find(({ id }) => id === from);
  if (here === undefined) return all[0]?.id;
  const isUpright = direction === 'down' || direction === 'up';
  let best: Id | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const item of all) {
    const [dx, dy] = [item.x - here.x, item.y - here.y];
    const ahead = direction === 'down' ? dy : direction === 'up' ? -dy : direction === 'right' ? dx : -dx;
    const aside = Math.abs(isUpright ? dx : dy);
    if (ahead < 4) continue;
    const cost = isUpright ? 2 * ahead + aside : ahead + 2 * aside;
    if (cost < least) [best, least] = [item.id, cost];
  }
  return best;
}
