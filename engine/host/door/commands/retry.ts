import { tokenOf } from '../branch.ts';
import type { Command } from '../command.ts';
import { actingRoles } from '../facts.ts';
import type { Held } from '../held.ts';
import { refusals } from '../refusal.ts';
import { transition } from '../transition.ts';
import type { Work } from '../work.ts';

/** An administrator has what went wrong tried again, or gone past. */
export async function retry(work: Work, held: Held, command: Extract<Command, { type: 'retry' }>): Promise<void> {
  const isAdmin = actingRoles(work.actor, held.app.key).includes(held.app.model.app.admin);
  if (work.actor.kind !== 'engine' && !isAdmin) throw refusals.notAllowed();
  const { outcome, reason } = command;
  const token = tokenOf(held, command);
  const more = {
    ...(token === undefined ? {} : { token }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(reason === undefined ? {} : { reason }),
  };
  await transition(work, held, { type: 'retry', ...more }, work.actor);
}
