import { Engine, Fact, type RuleResult } from 'json-rules-engine';
import {
  type Condition,
  type EngineRule,
  type EngineSide,
  type Env,
  type Facts,
  type Json,
  type Operator,
  type Trace,
  toEngineRule,
} from '../expression/index.ts';
import type { CompiledRule, RuleDecision } from './types.ts';

/** The parts of json-rules-engine's result tree that are read; its own types know only what goes in. */
interface ResultNode {
  all?: ResultNode[];
  any?: ResultNode[];
  not?: ResultNode;
  result?: boolean;
  factResult?: unknown;
  valueResult?: unknown;
}

const json = (value: unknown): Json => (value === undefined ? null : (value as Json));

/** Result and condition have the same shape; names and formulas are read from the condition as people wrote it. */
function traceOf(node: ResultNode, condition: Condition): Trace {
  const result = node.result === true;
  if ('all' in condition) return { kind: 'all', result, of: pairs(node.all, condition.all) };
  if ('any' in condition) return { kind: 'any', result, of: pairs(node.any, condition.any) };
  if ('not' in condition) return { kind: 'not', result, of: [traceOf(node.not ?? {}, condition.not)] };
  const { fact, path, operator, value } = condition;
  const formula = typeof value === 'string' && value.startsWith('=') ? value : undefined;
  return {
    kind: 'leaf',
    result,
    fact,
    ...(path === undefined ? {} : { path }),
    operator: operator as Operator,
    value: json((node.valueResult as EngineSide | undefined)?.value),
    actual: json(node.factResult),
    ...(formula === undefined ? {} : { formula }),
  };
}

const pairs = (nodes: ResultNode[] | undefined, conditions: readonly Condition[]): Trace[] =>
  conditions.map((condition, i) => traceOf(nodes?.[i] ?? {}, condition));

/** The engine keeps the root's result beside the tree, and a single comparison was wrapped in `all` for it. */
function rootOf(outcome: RuleResult, condition: Condition): ResultNode {
  const root = outcome.conditions as unknown as ResultNode;
  return 'fact' in condition ? (root.all?.[0] ?? {}) : { ...root, result: outcome.result === true };
}

interface Prepared extends Pick<EngineRule, 'facts'> {
  /** Engines that nobody is using: one that runs for somebody would end the run of another halfway. */
  idle: Engine[];
  make(): Engine;
}

const preparedRules = new WeakMap<CompiledRule, Prepared>();

/** Conditions are compiled for the engine once, not at each firing: a compiled rule never changes. */
function prepared(rule: CompiledRule, condition: Condition): Prepared {
  const known = preparedRules.get(rule);
  if (known) return known;
  const { conditions, operators, facts, pathResolver } = toEngineRule(condition, rule.scope);
  const make = (): Engine => {
    const engine = new Engine([], { pathResolver });
    for (const { name, test } of operators) engine.addOperator(name, test);
    return engine.addRule({ conditions, event: { type: rule.key } });
  };
  const made: Prepared = { facts, idle: [], make };
  preparedRules.set(rule, made);
  return made;
}

async function runEngine(rule: CompiledRule, condition: Condition, facts: Facts, env: Env): Promise<Trace> {
  const { idle, make, facts: factsOf } = prepared(rule, condition);
  const engine = idle.pop() ?? make();
  // Each fact is read once or twice in a run: a key for the engine's cache would cost more than it saves.
  const given = Object.entries(factsOf(facts, env)).map(([id, value]) => new Fact(id, value, { cache: false }));
  const { results, failureResults } = await engine.run(Object.fromEntries(given.map((fact) => [fact.id, fact])));
  // Not after a failure: nobody knows what such a run has left behind.
  idle.push(engine);
  const outcome = results[0] ?? failureResults[0];
  if (!outcome) throw new Error(`The rule ${rule.key} gave no result.`);
  return traceOf(rootOf(outcome, condition), condition);
}

/**
 * Most rules that an event wakes do not hold: closures sort them out, and what holds runs in json-rules-engine,
 * whose result tree is kept as the why.
 */
export async function decideRule(rule: CompiledRule, facts: Facts, env: Env): Promise<RuleDecision> {
  const condition = rule.definition.when as Condition | undefined;
  if (!rule.when || !condition) return { fired: true };
  if (!rule.when.test(facts, env)) return { fired: false, why: rule.when.explain(facts, env) };
  const why = await runEngine(rule, condition, facts, env);
  return { fired: why.result, why };
}
