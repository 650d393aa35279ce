import { alreadyOver } from '../already.ts';
import type { Command } from '../command.ts';
import type { Held } from '../held.ts';
import { maySee } from '../judge.ts';
import { refusals } from '../refusal.ts';
import { transition } from '../transition.ts';
import type { Work } from '../work.ts';
import { openTo } from './act.ts';

/** Whoever began takes it back, by the flow's own way where it has one, else out of the flow. */
export async function withdraw(
  work: Work,
  held: Held,
  { reason }: Extract<Command, { type: 'withdraw' }>,
): Promise<void> {
  if (!maySee(work, held)) throw refusals.notFound();
  const flowCommand = {
    type: 'act' as const,
    operation: 'withdraw' as const,
    ...(reason === undefined ? {} : { reason }),
  };
  work.already = alreadyOver(work, held);
  if (work.already) return;
  await openTo(work, held, flowCommand, (one) => one.kind === 'withdraw');
  await transition(work, held, flowCommand, work.actor);
}
