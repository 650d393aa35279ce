import { inject, type InjectionKey, type ShallowRef, shallowRef } from 'vue';
import type { NodePlayed } from '../../../engine/wire/simulation.ts';

/** What a simulation has gone through, as the canvas shows it. */
export interface Played {
  nodes: Readonly<Record<string, NodePlayed>>;
  /** Keys of edges that were gone, and of those of the last step. */
  went: ReadonlySet<string>;
  fresh: ReadonlySet<string>;
}

export const nothingPlayed: Played = { nodes: {}, went: new Set(), fresh: new Set() };
export const playedKey: InjectionKey<ShallowRef<Played>> = Symbol('played');

const nowhere = shallowRef(nothingPlayed);

/** For whatever is drawn on the canvas. */
export const usePlayed = (): ShallowRef<Played> => inject(playedKey, nowhere);
