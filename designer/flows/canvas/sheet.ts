import type { Box, Point } from '../../../engine/flow/layout/picture.ts';

/** The paper in its window, as gestures see it. */
export interface Sheet {
  /** The element that scrolls. */
  scroller: HTMLElement;
  /** The element whose coordinates are those of the picture, times the scale. */
  paper: HTMLElement;
  scale(): number;
}

/** Where things of the picture lie on the screen, read once for each event and before anything is written. */
export interface Sight {
  /** Of the picture under the pointer. */
  at(event: { clientX: number; clientY: number }): Point;
  /** On the screen. */
  of(point: Point): Point;
  boxOf(box: Box): Box;
}

export function sightOf({ paper, scale }: Sheet): Sight {
  const { left, top } = paper.getBoundingClientRect();
  const by = scale();
  const of = ({ x, y }: Point): Point => ({ x: left + x * by, y: top + y * by });
  return {
    at: ({ clientX, clientY }) => ({ x: (clientX - left) / by, y: (clientY - top) / by }),
    of,
    boxOf: (box) => ({ ...of(box), width: box.width * by, height: box.height * by }),
  };
}

export const meets = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
