import type { FlowCommand } from '../../../flow/index.ts';
import { assign } from '../assign.ts';
import { chooseFrom, chosenFor } from '../choosing.ts';
import type { Command } from '../command.ts';
import type { Held } from '../held.ts';
import { maySee } from '../judge.ts';
import { refusals } from '../refusal.ts';
import { refuseStale } from '../stale.ts';
import type { Work } from '../work.ts';
import { fillIn, openTo } from './act.ts';

/** Something a flow waits for has happened: a person says so, or a rule, a call-back, another flow. */
export async function signal(work: Work, held: Held, command: Extract<Command, { type: 'signal' }>): Promise<void> {
  const flowCommand: FlowCommand = { type: 'signal', signal: command.signal };
  if (work.actor.kind === 'engine') {
    await assign(work, held, command.data ?? {});
  } else {
    if (!maySee(work, held)) throw refusals.notFound();
    const isAsked = (one: { kind: string; operation: string }): boolean =>
      one.kind === 'signal' && one.operation === command.signal;
    const open = await openTo(work, held, flowCommand, isAsked);
    await refuseStale(work, held, command.revision, open.rights);
    await fillIn(work, held, {
      data: command.data ?? {},
      nodeRights: open.rights,
      check: open.check,
      mode: open.submit ? 'submit' : 'update',
    });
    if (open.submit) announceSubmit(work, held);
    const from = chooseFrom(work, held, open);
    const chosen = from && (await chosenFor(work, held, command.chosen, from));
    if (chosen) Object.assign(flowCommand, { chosen });
  }
  work.agenda.push({ kind: 'flow', held, command: flowCommand, actor: work.actor });
}

/** Counts as submitted: the rules for that run once more, before the flow decides what comes after. */
function announceSubmit(work: Work, held: Held): void {
  const event = { kind: 'record' as const, form: held.form.key, event: 'submitted' as const };
  work.agenda.push({ kind: 'rules', held, event });
}
