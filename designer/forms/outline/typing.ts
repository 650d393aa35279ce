import { nameOf } from '../model/words.ts';
import type { OutlineRow } from './rows.ts';

/** Between two letters of one word. */
const PAUSE_MS = 900;

/** What is typed in a list goes to the next thing that begins so; the clock is the events' own. */
export function typeAhead(): (
  rows: readonly OutlineRow[],
  stands: number,
  letter: string,
  now: number,
) => OutlineRow | undefined {
  let typed = '';
  let typedAt = Number.NEGATIVE_INFINITY;
  return (rows, stands, letter, now) => {
    typed = now - typedAt > PAUSE_MS ? letter : typed + letter;
    typedAt = now;
    const start = Math.max(0, stands) + (typed.length === 1 ? 1 : 0);
    const all = [...rows.slice(start), ...rows.slice(0, start)];
    return all.find(({ node }) => nameOf(node).toLowerCase().startsWith(typed));
  };
}
