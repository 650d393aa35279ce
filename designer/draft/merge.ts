import { changesBetween, type JsonChange, type Segment, same, withChanges } from './changes.ts';
import type { Json, JsonObject } from './types.ts';

/** One difference of a file that two people have changed. */
export interface Difference {
  change: JsonChange;
  by: 'me' | 'them';
  /** The other's changes, by position in the list, that cannot stand beside it. */
  against: number[];
}

/** A file as it was when both began, as they left it and as I have it. undefined: removed. */
export interface ThreeWays {
  base: JsonObject | undefined;
  theirs: JsonObject | undefined;
  mine: JsonObject | undefined;
}

/** What both have changed alike is no difference. */
export function differences({ base, theirs, mine }: ThreeWays): Difference[] {
  const from: Json = base ?? {};
  const theirChanges = changesBetween(from, theirs ?? {});
  const myChanges = changesBetween(from, mine ?? {});
  const apart = (list: JsonChange[], other: JsonChange[]) =>
    list.filter((change) => !other.some((one) => alike(one, change)));
  const them: Difference[] = apart(theirChanges, myChanges).map((change) => ({ change, by: 'them', against: [] }));
  const me: Difference[] = apart(myChanges, theirChanges).map((change) => ({ change, by: 'me', against: [] }));
  for (const [index, one] of them.entries())
    for (const [position, other] of me.entries())
      if (overlap(one.change, other.change)) {
        one.against.push(them.length + position);
        other.against.push(index);
      }
  return [...them, ...me];
}

/** The file with what both did alike and the chosen ones, theirs first. */
export function merged(ways: ThreeWays, chosen: readonly Difference[]): JsonObject | undefined {
  if (ways.theirs === undefined || ways.mine === undefined) {
    return chosen.some(({ by }) => by === 'me') ? ways.mine : ways.theirs;
  }
  const from: Json = ways.base ?? {};
  const mine = changesBetween(from, ways.mine);
  const together = changesBetween(from, ways.theirs).filter((change) => mine.some((one) => alike(one, change)));
  const picked = (by: 'me' | 'them') => chosen.filter((one) => one.by === by).map(({ change }) => change);
  return withChanges(from, [...together, ...picked('them'), ...picked('me')]) as JsonObject;
}

/** Chosen from the start: everything that stands in nobody's way. Where they clash, mine: it is not saved anywhere else. */
export function firstChoice(list: readonly Difference[]): Difference[] {
  return list.filter(({ by, against }) => by === 'me' || against.length === 0);
}

const alike = (one: JsonChange, other: JsonChange): boolean => same(one as unknown as Json, other as unknown as Json);

function overlap(one: JsonChange, other: JsonChange): boolean {
  if (one.kind === 'moved' && other.kind === 'moved') return samePath(one.path, other.path);
  // An order of a list stands beside changes inside its elements.
  if (one.kind === 'moved') return isBelow(one.path, other.path);
  if (other.kind === 'moved') return isBelow(other.path, one.path);
  return isBelow(one.path, other.path) || isBelow(other.path, one.path);
}

const samePath = (one: readonly Segment[], other: readonly Segment[]): boolean =>
  one.length === other.length && isBelow(one, other);

/** The first path lies in the second, or is it. */
function isBelow(path: readonly Segment[], place: readonly Segment[]): boolean {
  return place.length <= path.length && place.every((segment, index) => same(segment as Json, path[index] as Json));
}
