import type { BoardView, Json } from '../../engine/wire.ts';

/** What a click on a category drills to; of a cell, with the second dimension too. */
export function markOf(mark: Json, second?: Json): Mark {
  if (typeof mark === 'object' && mark !== null && !Array.isArray(mark)) {
    if (Array.isArray(mark.except)) return { except: mark.except };
    if (typeof mark.measure === 'string') return { measure: mark.measure };
  }
  return { dimensions: second === undefined ? [mark] : [mark, second] };
}

export type Tile = BoardView['tiles'][number];
/** The part of a tile that was clicked: the value of each dimension. */
export interface Mark {
  dimensions?: Json[];
  /** "Others" of a pie: everything but these. */
  except?: Json[];
  measure?: string;
}
