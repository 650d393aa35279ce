import type { EngineCommand } from '../command.ts';
import type { Held } from '../held.ts';
import { refusals } from '../refusal.ts';
import type { Work } from '../work.ts';

/** A rule's hour has come, for one record. */
export function scheduled(
  work: Work,
  held: Held,
  command: Extract<EngineCommand, { type: 'scheduled' }>,
): Promise<void> {
  if (work.actor.kind !== 'engine') throw refusals.notAllowed();
  const rule = held.app.rules.rule(command.rule);
  if (rule) work.agenda.push({ kind: 'rule', held, rule });
  return Promise.resolve();
}
