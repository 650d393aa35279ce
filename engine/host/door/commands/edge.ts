import type { Command } from '../command.ts';
import type { Held } from '../held.ts';
import { maySee } from '../judge.ts';
import { refusals } from '../refusal.ts';
import { transition } from '../transition.ts';
import type { Work } from '../work.ts';
import { openTo } from './act.ts';

/** An edge from wherever the flow stands: cancel. */
export async function edge(work: Work, held: Held, command: Extract<Command, { type: 'edge' }>): Promise<void> {
  const { on, reason } = command;
  const flowCommand = { type: 'edge' as const, on, ...(reason === undefined ? {} : { reason }) };
  if (work.actor.kind !== 'engine') {
    if (!maySee(work, held)) throw refusals.notFound();
    await openTo(work, held, flowCommand, (one) => one.kind === 'edge' && one.operation === on);
  }
  await transition(work, held, flowCommand, work.actor);
}
