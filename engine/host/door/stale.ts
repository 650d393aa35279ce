import type { Rights } from '../../form/index.ts';
import type { Held } from './held.ts';
import { refusals } from './refusal.ts';
import { visibleTo } from './visible.ts';
import type { Work } from './work.ts';

/**
 * Somebody else wrote in between: whoever goes by what they last saw is shown what is there now, and nothing is
 * overwritten or decided unseen. Who does not say what they saw is not asked.
 */
export function refuseStale(work: Work, held: Held, seen: number | undefined, node?: Rights): void {
  if (seen === undefined || seen === held.head.revision) return;
  throw refusals.stale({ revision: held.head.revision, data: visibleTo(work, held, work.actor, node) });
}
