import type { Access } from '../../definition/index.ts';
import { type CompiledCondition, compileCondition } from '../../expression/index.ts';
import type { Actor } from '../access/actor.ts';
import { actingRoles, envOf, factsOf } from './facts.ts';
import type { Held } from './held.ts';
import { refusals } from './refusal.ts';
import type { Work } from './work.ts';

type Deed = 'create' | 'delete' | 'export' | 'import';

/** Does some entry open this deed to the actor, whatever the row? */
export function mayEver(actor: Actor, held: Pick<Held, 'app' | 'form'>, deed: Deed): boolean {
  if (actor.kind === 'engine') return true;
  const roles = actingRoles(actor, held.app.key);
  return (held.form.form.access ?? []).some((entry) => entry[deed] === true && roles.includes(entry.role));
}

const conditions = new WeakMap<Access, CompiledCondition>();

/** Throws unless some entry opens this deed to the actor on this very record. */
export function mayHere(work: Work, held: Held, deed: Deed): void {
  if (work.actor.kind === 'engine') return;
  const roles = actingRoles(work.actor, held.app.key);
  const facts = factsOf(work, held);
  const env = envOf(held.app, work.now);
  const isOpen = (held.form.form.access ?? []).some((entry) => {
    if (entry[deed] !== true || !roles.includes(entry.role)) return false;
    return rowsOf(entry, held)?.test(facts, env) ?? true;
  });
  if (!isOpen) throw refusals.notAllowed();
}

function rowsOf(entry: Access, held: Held): CompiledCondition | undefined {
  if (entry.rows === undefined) return undefined;
  let compiled = conditions.get(entry);
  if (compiled === undefined) {
    compiled = compileCondition(entry.rows as Parameters<typeof compileCondition>[0], held.form.scope);
    conditions.set(entry, compiled);
  }
  return compiled;
}
