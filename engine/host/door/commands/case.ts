import type { CaseOperation } from '../../../flow/index.ts';
import type { Command } from '../command.ts';
import type { Held } from '../held.ts';
import { maySee } from '../judge.ts';
import { refusals } from '../refusal.ts';
import { transition } from '../transition.ts';
import type { Work } from '../work.ts';
import { openTo } from './act.ts';

const OPERATIONS = ['take_back', 'urge', 'suspend', 'resume', 'terminate', 'jump'] as const satisfies CaseOperation[];

/** Something is done to the case as a whole: by whoever began, whoever did the last step, or an administrator. */
export async function onCase(work: Work, held: Held, command: Extract<Command, { type: 'case' }>): Promise<void> {
  if (!maySee(work, held)) throw refusals.notFound();
  const operation = OPERATIONS.find((one) => one === command.operation);
  if (operation === undefined) throw refusals.badCommand('operation');
  const { to, reason } = command;
  const flowCommand = {
    type: 'act' as const,
    operation,
    ...(to === undefined ? {} : { to }),
    ...(reason === undefined ? {} : { reason }),
  };
  await openTo(work, held, flowCommand, (one) => one.kind === 'case' && one.operation === operation);
  await transition(work, held, flowCommand, work.actor);
}
