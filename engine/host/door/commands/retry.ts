import type { Command } from '../command.ts';
import { actingRoles } from '../facts.ts';
import type { Held } from '../held.ts';
import { refusals } from '../refusal.ts';
import { transition } from '../transition.ts';
import type { Work } from '../work.ts';

/** An administrator has what went wrong tried again. */
export async function retry(work: Work, held: Held, _command: Extract<Command, { type: 'retry' }>): Promise<void> {
  const isAdmin = actingRoles(work.actor, held.app.key).includes(held.app.model.app.admin);
  if (work.actor.kind !== 'engine' && !isAdmin) throw refusals.notAllowed();
  await transition(work, held, { type: 'retry' }, work.actor);
}
