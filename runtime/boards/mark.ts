import type { BoardView, Json } from '../../engine/wire.ts';

export type Tile = BoardView['tiles'][number];
/** The part of a tile that was clicked: the value of each dimension. */
export interface Mark {
  dimensions?: Json[];
  measure?: string;
}
