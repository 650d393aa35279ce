import type { AppModel } from '../definition/model.ts';
import type { Action, RuleDefinition } from '../definition/types.generated.ts';
import { compileCondition, type Env, type Facts, type Scope } from '../expression/index.ts';
import { formContext, recordScope } from '../form/index.ts';
import { compileAction } from './action.ts';
import { compileTable } from './table.ts';
import { formOfTrigger, TASK_FACTS } from './trigger.ts';
import type {
  ActionForms,
  CompiledAction,
  CompiledRule,
  CompiledTable,
  FlowDecisions,
  RuleBook,
  RuleEvent,
  TableResult,
} from './types.ts';

const NONE: readonly CompiledRule[] = [];

/** The indexes an event may be found under: rules that name less of it match more events. */
function namesOf(event: RuleEvent): string[] {
  switch (event.kind) {
    case 'record':
      return [`record ${event.form} ${event.event}`];
    case 'node': {
      const base = `node ${event.flow} ${event.node} ${event.event}`;
      return event.event === 'left' ? [`${base} *`, `${base} ${event.outcome}`] : [base];
    }
    case 'state':
      return [`state ${event.flow} ${event.state}`];
    case 'task':
      return [`task ${event.flow} ${event.task} *`, `task ${event.flow} ${event.task} ${event.node}`];
  }
}

/** Where a rule stands in the index; schedules and buttons are no events. */
function nameOf(on: RuleDefinition['on']): string | undefined {
  if ('state' in on) return `state ${on.flow} ${on.state}`;
  if ('task' in on) return `task ${on.flow} ${on.task} ${on.node ?? '*'}`;
  // Without an event a node trigger means leaving it: that is when something has been decided.
  if ('flow' in on)
    return on.event === 'entered'
      ? `node ${on.flow} ${on.node} entered`
      : `node ${on.flow} ${on.node} left ${on.outcome ?? '*'}`;
  return 'event' in on ? `record ${on.form} ${on.event}` : undefined;
}

function compileRule(app: AppModel, definition: RuleDefinition, forms: ActionForms): CompiledRule | undefined {
  const form = formOfTrigger(app, definition.on);
  const record = form && forms.scope(form.key);
  if (!form || !record) return undefined;
  const scope: Scope = 'flow' in definition.on ? { ...record, ...TASK_FACTS } : record;
  const when = definition.when === undefined ? undefined : compileCondition(definition.when, scope);
  const where = 'schedule' in definition.on ? definition.on.where : undefined;
  return {
    key: definition.key,
    definition,
    form: form.key,
    scope,
    when,
    where: where === undefined ? undefined : compileCondition(where, record),
    actions: definition.then.map((action) => compileAction(action, scope, forms)),
    depends: when?.depends ?? [],
  };
}

/** Higher priority first, then by key: the order is the same in every process. */
function inOrder(rules: readonly CompiledRule[]): CompiledRule[] {
  return [...rules].sort(
    (a, b) => (b.definition.priority ?? 1) - (a.definition.priority ?? 1) || (a.key < b.key ? -1 : 1),
  );
}

function concerns(rule: CompiledRule, event: RuleEvent): boolean {
  const { on } = rule.definition;
  if (event.kind !== 'record' || event.event !== 'changed' || !('event' in on) || !('fields' in on) || !on.fields)
    return true;
  return on.fields.some((field) =>
    event.fields.some((changed) => changed === field || changed.startsWith(`${field}.`)),
  );
}

function actionForms(app: AppModel): ActionForms {
  const context = formContext(app);
  const scopes = new Map<string, Scope>();
  return {
    scope: (key) => {
      const form = app.forms.get(key);
      if (!form) return undefined;
      const scope = scopes.get(key) ?? recordScope(form, context);
      scopes.set(key, scope);
      return scope;
    },
  };
}

/** What a flow asks while it decides: its tables and the actions of its nodes, each compiled when first needed. */
function decisionsOf(app: AppModel, forms: ActionForms): (flow: string) => FlowDecisions {
  const tables = new Map<string, CompiledTable>();
  const actions = new WeakMap<Action, CompiledAction>();
  const table = (key: string): CompiledTable | undefined => {
    const definition = app.tables.get(key);
    const scope = definition && forms.scope(definition.form);
    if (!definition || !scope) return undefined;
    const compiled = tables.get(key) ?? compileTable(definition, scope);
    tables.set(key, compiled);
    return compiled;
  };
  return (flow) => ({
    evaluateTable: (key, facts, env): TableResult =>
      table(key)?.evaluate(facts, env) ?? {
        outputs: {},
        all: [],
        rows: [],
        why: { table: key, inputs: [], matched: [], fault: 'none' },
      },
    resolveAction: (action, facts: Facts, env: Env) => {
      const form = app.flows.get(flow)?.form ?? '';
      const scope = { ...forms.scope(form), ...TASK_FACTS };
      const compiled = actions.get(action) ?? compileAction(action, scope, forms);
      actions.set(action, compiled);
      return compiled.resolve(facts, env);
    },
  });
}

/** Compiled once for an app version; throws an ExpressionError only for what `loadApp` would have refused. */
export function compileRules(app: AppModel): RuleBook {
  const forms = actionForms(app);
  const enabled = [...app.rules.values()].filter((rule) => rule.enabled !== false);
  const rules = inOrder(enabled.flatMap((rule) => compileRule(app, rule, forms) ?? []));
  const byKey = new Map(rules.map((rule) => [rule.key, rule]));
  const index = new Map<string, CompiledRule[]>();
  for (const rule of rules) {
    const name = nameOf(rule.definition.on);
    if (name !== undefined) index.set(name, [...(index.get(name) ?? []), rule]);
  }
  // A flow tells of much that no rule waits for.
  const kinds = new Set([...index.keys()].map((name) => name.slice(0, name.indexOf(' '))));
  const buttons = rules.filter((rule) => 'button' in rule.definition.on);
  return {
    rule: (key) => byKey.get(key),
    rulesFor: (event) => {
      if (!kinds.has(event.kind)) return NONE;
      const lists = namesOf(event).flatMap((name) => index.get(name) ?? []);
      const found = lists.filter((rule) => concerns(rule, event));
      return found.length < 2 ? found : inOrder(found);
    },
    schedules: rules.filter((rule) => 'schedule' in rule.definition.on),
    buttons: (form, node) =>
      buttons.filter(
        ({ definition: { on } }) => 'button' in on && on.form === form && (on.node === undefined || on.node === node),
      ),
    forFlow: decisionsOf(app, forms),
  };
}
