import type { Party } from '../../../definition/index.ts';
import type { CompiledRule } from '../../../rule/index.ts';
import type { Command } from '../command.ts';
import { actingRoles, envOf, factsOf } from '../facts.ts';
import type { Held } from '../held.ts';
import { maySee } from '../judge.ts';
import { refusals } from '../refusal.ts';
import type { Work } from '../work.ts';

/** A rule that somebody sets off by a button on a record or task. */
export async function button(work: Work, held: Held, command: Extract<Command, { type: 'button' }>): Promise<void> {
  if (!maySee(work, held)) throw refusals.notFound();
  const rule = held.app.rules.rule(command.rule);
  const on = rule?.definition.on;
  if (rule === undefined || on === undefined || !('button' in on) || rule.form !== held.form.key) {
    throw refusals.unknown('rule', command.rule);
  }
  if (work.actor.kind !== 'engine' && !on.by.some((party) => isParty(work, held, party)))
    throw refusals.notAllowed(rule.key);
  if (on.node !== undefined && !(held.head.nodes ?? []).includes(on.node)) throw refusals.notAllowed(on.node);
  if (!holdsNow(work, held, rule)) throw refusals.notNow(rule.key);
  work.agenda.push({ kind: 'rule', held, rule });
  return Promise.resolve();
}

/** A button that would do nothing is not offered, and nobody is told that it was done. */
export function holdsNow(work: Work, held: Held, { when }: CompiledRule): boolean {
  return when?.test(factsOf(work, held), envOf(held.app, work.now)) ?? true;
}

export function isParty(work: Work, held: Held, party: Party): boolean {
  const { actor } = work;
  if (party.role !== undefined) return actingRoles(actor, held.app.key).includes(party.role);
  if (actor.kind !== 'user') return false;
  return party.initiator ? held.head.created_by === actor.id : party.user === actor.login;
}
