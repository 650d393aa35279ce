import type { CaseOperation } from '../../../flow/index.ts';
import type { Command } from '../command.ts';
import type { Held } from '../held.ts';
import { maySee } from '../judge.ts';
import { Refusal, refusals } from '../refusal.ts';
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

/** Which branch is meant, where it is said by the step at which it stands. */
function tokenOf(held: Held, { token, from }: Extract<Command, { type: 'case' }>): number | undefined {
  if (from === undefined) return token;
  const found = held.instance?.state?.tokens.find(({ node }) => node === from);
  if (found) return found.id;
  throw new Refusal(
    'moved_on',
    { 'zh-CN': '这条记录已不在这个节点。', en: 'This record is not at that step any more.' },
    { status: 409, cure: { 'zh-CN': '请刷新后再看。', en: 'Reload to see where it stands.' } },
  );
}
