import type { Rights } from '../../form/index.ts';
import type { Held } from './held.ts';
import { refusals } from './refusal.ts';
import { visibleTo } from './visible.ts';
import type { Work } from './work.ts';

/**
 * Somebody else wrote in between: whoever goes by what they last saw is shown what is there now, and nothing is
 * overwritten or decided unseen. Who does not say what they saw is not asked. Where only the flow has moved, as when
 * somebody in another branch has agreed, all that was seen still stands.
 */
export async function refuseStale(work: Work, held: Held, seen: number | undefined, node?: Rights): Promise<void> {
  if (seen === undefined || seen === held.head.revision) return;
  if (seen < held.head.revision && !(await isWrittenSince(work, held.head.id, seen))) return;
  throw refusals.stale({ revision: held.head.revision, data: visibleTo(work, held, work.actor, node) });
}

async function isWrittenSince(work: Work, record: string, seen: number): Promise<boolean> {
  const rows = await work.query('select 1 from engine.change where record = $1 and revision > $2 limit 1', [
    record,
    seen,
  ]);
  return rows.length > 0;
}
