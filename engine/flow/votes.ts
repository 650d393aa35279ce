import type { Token, Vote } from './types.ts';

export interface Count {
  /** The votes of this visit to the node, the last one included. */
  votes: readonly Vote[];
  cast: { outcome: string; escalated: boolean };
  /** Tasks of this visit that still wait for somebody. Never those of another branch. */
  open: number;
  normal: string;
}

/** Each policy: the outcome on which the node ends now, or undefined while others are still asked. */
export const policies = {
  any: ({ cast }: Count): string | undefined => cast.outcome,
  all: ({ cast, open, normal }: Count): string | undefined =>
    cast.outcome !== normal || cast.escalated || open === 0 ? cast.outcome : undefined,
} as const satisfies Record<string, (count: Count) => string | undefined>;

export type Policy = keyof typeof policies;

/** Who has voted in this visit to the node, each once, in order. */
export function votersOf({ votes = [] }: Token): string[] {
  const voters: string[] = [];
  for (const { by } of votes) if (!voters.includes(by)) voters.push(by);
  return voters;
}
