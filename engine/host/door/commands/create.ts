import { born, serialsFor } from '../actions.ts';
import { refuseChecks } from '../checks.ts';
import { chosenFor } from '../choosing.ts';
import type { Command } from '../command.ts';
import type { Held } from '../held.ts';
import { judge, refuseProblems } from '../judge.ts';
import { mayEver, mayHere } from '../may.ts';
import { admitPublic } from '../public.ts';
import { refusals } from '../refusal.ts';
import type { Work } from '../work.ts';

type Create = Extract<Command, { type: 'create' }>;

/** A record is submitted: judged whole, numbered, its rules run, its flow begun. */
export async function create(work: Work, held: Held, command: Create): Promise<void> {
  const isImport = command.import === true;
  if (!mayEver(work.actor, held, isImport ? 'import' : 'create')) throw refusals.notAllowed();
  await admitPublic(work, held);
  const assigned = await serialsFor(work, held);
  const mayAll = isImport || work.actor.kind === 'engine';
  const { values, problems, checks } = await judge(work, held, {
    mode: 'create',
    data: command.data,
    assigned,
    mayAll,
  });
  refuseProblems(problems);
  refuseChecks(checks);
  held.values = values;
  held.warnings = checks;
  // Whoever may only apply for what they have proved may not apply for others.
  mayHere(work, held, isImport ? 'import' : 'create');
  work.held.set(held.head.id, held);
  // What is imported brings nobody who could be asked.
  const chosen = isImport ? undefined : await chosenFor(work, held, command.chosen);
  born(work, held, chosen ? { chosen } : {});
}
