import type { BoardView, Json } from '../../engine/wire.ts';

/** What a click on a category drills to. */
export function markOf(mark: Json): Mark {
  const except = typeof mark === 'object' && mark !== null && !Array.isArray(mark) ? mark.except : undefined;
  return Array.isArray(except) ? { except } : { dimensions: [mark] };
}

export type Tile = BoardView['tiles'][number];
/** The part of a tile that was clicked: the value of each dimension. */
export interface Mark {
  dimensions?: Json[];
  /** "Others" of a pie: everything but these. */
  except?: Json[];
  measure?: string;
}
