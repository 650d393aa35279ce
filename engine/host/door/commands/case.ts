import type { CaseOperation } from '../../../flow/index.ts';
import { tokenOf } from '../branch.ts';
import type { Command } from '../command.ts';
import type { Held } from '../held.ts';
import { maySee } from '../judge.ts';
import { refusals } from '../refusal.ts';
import { transition } from '../transition.ts';
import type { Work } from '../work.ts';
import { openTo, personId } from './act.ts';

const OPERATIONS = [
  'take_back',
  'urge',
  'suspend',
  'resume',
  'terminate',
  'jump',
  'reassign',
] as const satisfies CaseOperation[];

/** Something is done to the case as a whole: by whoever began, whoever did the last step, or an administrator. */
export async function onCase(work: Work, held: Held, command: Extract<Command, { type: 'case' }>): Promise<void> {
  if (!maySee(work, held)) throw refusals.notFound();
  const operation = OPERATIONS.find((one) => one === command.operation);
  if (operation === undefined) throw refusals.badCommand('operation');
  const { reason, task } = command;
  const to = command.to !== undefined && operation === 'reassign' ? await personId(work, held, command.to) : command.to;
  const token = tokenOf(held, command);
  const flowCommand = {
    type: 'act' as const,
    operation,
    ...(to === undefined ? {} : { to }),
    ...(reason === undefined ? {} : { reason }),
    ...(token === undefined ? {} : { token }),
  };
  await openTo(work, held, flowCommand, (one) => one.kind === 'case' && one.operation === operation);
  await transition(work, held, task === undefined ? flowCommand : { ...flowCommand, task }, work.actor);
}
