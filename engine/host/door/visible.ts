import { narrowByNode, type Rights, roleRights, visibleValues } from '../../form/index.ts';
import type { Values } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import type { Held } from './held.ts';
import { evaluationInput } from './judge.ts';
import type { Work } from './work.ts';

/** The record as this actor may see it. */
export function visibleTo(work: Work, held: Held, actor: Actor = work.actor, node?: Rights): Values {
  if (actor.kind === 'engine') return held.values;
  const { compiled } = held.form;
  const rights = roleRights(compiled, evaluationInput(work, held, { mode: 'view', data: {} }, actor));
  return visibleValues(compiled, held.values, node ? narrowByNode(compiled, rights, node) : rights);
}
