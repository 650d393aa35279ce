import { clash, isApart } from '../../flow/index.ts';
import type { RefusalCode } from '../../flow/refusal.ts';
import type { HandOverMove } from '../../wire.ts';
import type { Case, Piece } from './work.ts';

/** Who would get it; or, where none of those named may, whom it was last tried with and why not. */
export interface Planned {
  piece: Piece;
  to: string;
  code?: RefusalCode;
}

export const groupOf = ({ app, flow, node }: Pick<Piece, 'app' | 'flow' | 'node'>): string => `${app}/${flow}/${node}`;

/** Receivers take turns: who has been given least comes first, and whom four eyes keep apart is passed over. */
export function planned(
  pieces: readonly Piece[],
  cases: ReadonlyMap<string, Case>,
  moves: readonly HandOverMove[],
): Planned[] {
  const receivers = new Map(moves.map((move) => [groupOf(move), move.to]));
  const given = new Map<string, number>();
  return pieces.flatMap((piece): Planned[] => {
    const to = receivers.get(groupOf(piece)) ?? [];
    const inTurn = [...to].sort((a, b) => (given.get(a) ?? 0) - (given.get(b) ?? 0));
    let last: Planned | undefined;
    for (const person of inTurn) {
      const code = clashOf(piece, cases.get(piece.instance), person);
      last = code === undefined ? { piece, to: person } : { piece, to: person, code };
      if (code !== undefined) continue;
      given.set(person, (given.get(person) ?? 0) + 1);
      break;
    }
    return last ? [last] : [];
  });
}

function clashOf(piece: Piece, found: Case | undefined, to: string): RefusalCode | undefined {
  const compiled = found?.form.flow?.compiled;
  if (!found || !compiled) return 'task_gone';
  if (piece.kind === 'task') return clash(compiled, found.state, piece.target, to);
  return isApart(compiled, found.state, piece.node, to) ? 'separate_duties' : undefined;
}
