import type { Token, Vote } from './types.ts';

export interface Count {
  /** The votes of this visit to the node, the last one included. */
  votes: readonly Vote[];
  /** `decisive`: of somebody whose word alone decides. */
  cast: { outcome: string; decisive: boolean };
  /** Weights of those who still have to say something. Never of those in another branch. */
  open: readonly number[];
  /** How many of them were asked in addition. */
  openAdded: number;
  normal: string;
  /** The part of all weights that decides. */
  share: number;
}

type Decide = (count: Count) => string | undefined;

const weightOf = ({ weight = 1, added }: Vote): number => (added ? 0 : weight);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Weights by outcome, in the order in which they were first said. */
function tally(votes: readonly Vote[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const vote of votes) found.set(vote.outcome, (found.get(vote.outcome) ?? 0) + weightOf(vote));
  return found;
}

/** Agreement that has the share is it; once it cannot have it any more, what most of the others said. */
function byShare({ votes, cast, open, normal, share }: Count): string | undefined {
  if (cast.decisive) return cast.outcome;
  const said = tally(votes);
  const left = sum(open);
  const total = sum(votes.map(weightOf)) + left;
  // Weights are whole numbers and the share has few digits: far less than this is rounding.
  const enough = total * share - 1e-9;
  const agreed = said.get(normal) ?? 0;
  if (agreed > 0 && agreed >= enough) return normal;
  if (agreed + left >= enough && open.length > 0) return undefined;
  const others = [...said].filter(([outcome]) => outcome !== normal).sort(([, a], [, b]) => b - a);
  return others[0]?.[0] ?? cast.outcome;
}

/** The first word that is no agreement ends it; agreements have to be complete. */
const untilAll: Decide = ({ cast, open, normal }) =>
  cast.outcome !== normal || cast.decisive || open.length === 0 ? cast.outcome : undefined;

/** Each policy: the outcome on which the node ends now, or undefined while others are still asked. */
export const policies = {
  any: ({ cast, votes, openAdded, normal }) => {
    if (cast.outcome !== normal || cast.decisive) return cast.outcome;
    return openAdded === 0 && votes.some((vote) => !vote.added) ? cast.outcome : undefined;
  },
  all: untilAll,
  ratio: byShare,
  weighted: byShare,
  /** One task at a time; who comes next is on the token's queue. */
  sequence: untilAll,
} as const satisfies Record<string, Decide>;

export type Policy = keyof typeof policies;

/** Who has voted in this visit to the node, each once, in order. */
export function votersOf({ votes = [] }: Token): string[] {
  const voters: string[] = [];
  for (const { by } of votes) if (!voters.includes(by)) voters.push(by);
  return voters;
}
