import type { StandingProxy } from '../door/standing.ts';

export type Chain = StandingProxy;

const overlapsInTime = (a: Chain, b: Chain): boolean =>
  Date.parse(a.starts_at) < Date.parse(b.ends_at) && Date.parse(b.starts_at) < Date.parse(a.ends_at);

/** The same scope at the same time: which of the two would count, nobody could say. */
export const isOverlap = (a: Chain, b: Chain): boolean =>
  a.app === b.app && a.form === b.form && a.flow === b.flow && overlapsInTime(a, b);

/** There is work that both hold for. */
function meet(a: Chain, b: Chain): boolean {
  const agree = (x: string | null, y: string | null): boolean => x === null || y === null || x === y;
  return agree(a.app, b.app) && agree(a.form, b.form) && agree(a.flow, b.flow) && overlapsInTime(a, b);
}

/** Would work go round in a circle: from the new one's proxy on to who acts for them, and so back to who is away? */
export function isRing(others: readonly Chain[], added: Chain): boolean {
  const met = others.filter((other) => meet(other, added));
  const seen = new Set<string>();
  const next = [added.proxy];
  for (let person = next.pop(); person !== undefined; person = next.pop()) {
    if (person === added.person) return true;
    if (seen.has(person)) continue;
    seen.add(person);
    next.push(...met.filter((other) => other.person === person).map(({ proxy }) => proxy));
  }
  return false;
}
