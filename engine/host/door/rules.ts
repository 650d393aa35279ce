import { type CompiledRule, decideRule, type ResolvedAction, type RuleEvent } from '../../rule/index.ts';
import { assign } from './assign.ts';
import { envOf, factsOf, type TaskFacts } from './facts.ts';
import type { Held } from './held.ts';
import { tables } from './tables.ts';
import type { Work } from './work.ts';

/** All rules that this starts, in their order. */
export async function runRules(work: Work, held: Held, event: RuleEvent, task?: TaskFacts): Promise<void> {
  for (const rule of held.app.rules.rulesFor(event)) await runRule(work, held, rule, task);
}

/** One rule: whether it fires, and why, is kept; its actions come at once where they only set fields, else in turn. */
export async function runRule(work: Work, held: Held, rule: CompiledRule, task?: TaskFacts): Promise<void> {
  const env = envOf(held.app, work.now);
  let facts = factsOf(work, held, work.actor, task);
  const { fired, why } = await decideRule(rule, facts, env);
  const actions: ResolvedAction[] = [];
  if (fired) {
    for (const compiled of rule.actions) {
      const action = compiled.resolve(facts, env);
      if (action === undefined) continue;
      actions.push(action);
      if (action.kind === 'set') {
        await assign(work, held, action.set);
        // An action sees what those before it have set.
        facts = factsOf(work, held, work.actor, task);
      } else work.agenda.push({ kind: 'action', held, action, cause: { rule: rule.key, ...(task ? { task } : {}) } });
    }
  }
  work.writes.insert(tables.ruleRun, {
    id: work.parts.newId(),
    app: held.app.key,
    rule: rule.key,
    form: held.form.key,
    record: held.head.id,
    at: work.now,
    fired,
    why: why ?? null,
    actions: actions.length > 0 ? actions : null,
    error: null,
  });
}
