import type { BoardView, RecordList, TileData } from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';

export type Filters = Readonly<Record<string, string | string[]>>;

/** The part of a tile that was clicked: the value of each dimension, or which the rest leaves out. */
export interface TileMark {
  dimensions?: import('../../wire.ts').Json[];
  except?: import('../../wire.ts').Json[];
  measure?: string;
}

export interface Boards {
  board(app: string, board: string, actor: Actor): Promise<BoardView>;
  /** Choices of the board's select filters. */
  filters(
    app: string,
    board: string,
    actor: Actor,
    locale: Locale,
  ): Promise<Record<string, { key: string; label: string }[]>>;
  tile(app: string, board: string, tile: string, filters: Filters, actor: Actor, locale: Locale): Promise<TileData>;
  rows(
    app: string,
    board: string,
    tile: string,
    filters: Filters,
    mark: TileMark,
    actor: Actor,
    locale: Locale,
  ): Promise<RecordList & { form: string }>;
}
