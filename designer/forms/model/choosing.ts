import { type FormTree, LOOSE, REST } from './tree.ts';

/** How lists choose: alone, with Ctrl one more or less, with Shift everything from where it began. */
export type Way = 'alone' | 'toggle' | 'range';

function between({ order }: FormTree, from: string, to: string): string[] {
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  if (a < 0 || b < 0) return [to];
  const range = order.slice(Math.min(a, b), Math.max(a, b) + 1).filter((id) => id !== LOOSE && id !== REST);
  return a <= b ? range : range.reverse();
}

interface Standing {
  chosen: readonly string[];
  /** Where a range begins. */
  anchor: string;
}

export function choice(tree: FormTree, { chosen, anchor }: Standing, id: string, way: Way): Standing {
  if (way === 'alone') return { chosen: [id], anchor: id };
  if (way === 'range') return { chosen: between(tree, anchor, id), anchor };
  return { chosen: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id], anchor: id };
}

/** Everything that somebody sees on the form. */
export const everything = ({ byId, order }: FormTree): string[] =>
  order.filter((id) => ['field', 'block'].includes(byId.get(id)?.kind ?? ''));

/** Above what is selected; of the form itself nothing. */
export function above(tree: FormTree, id: string | undefined): string[] {
  const parent = id === undefined ? undefined : tree.parentOf.get(id);
  return parent !== undefined && parent.kind !== 'form' && parent.pointer !== undefined ? [parent.id] : [];
}
