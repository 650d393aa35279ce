import type {
  CompiledCondition,
  CompileOptions,
  Condition,
  ConditionLeaf,
  Env,
  Facts,
  Scope,
  Trace,
} from '../types.ts';
import { compileLeaf, type Leaf } from './leaf.ts';
import { foldCondition } from './tree.ts';

interface Node {
  test(facts: Facts, env: Env): boolean;
  explain(facts: Facts, env: Env): Trace;
}

/** The group is decided by the first child that is `decisive`. */
function group(kind: 'all' | 'any', children: readonly Node[]): Node {
  const decisive = kind === 'any';
  return {
    test: (facts, env) => {
      for (const child of children) if (child.test(facts, env) === decisive) return decisive;
      return !decisive;
    },
    explain: (facts, env) => {
      const of = children.map((child) => child.explain(facts, env));
      return { kind, result: of.some((child) => child.result === decisive) === decisive, of };
    },
  };
}

function leafNode(leaf: Leaf): Node {
  const { fact, path, operator } = leaf.source;
  return {
    test: leaf.test,
    explain: (facts, env) => ({
      kind: 'leaf',
      result: leaf.test(facts, env),
      fact,
      ...(path === undefined ? {} : { path }),
      operator,
      value: leaf.value(facts, env),
      actual: leaf.fact.read(facts),
      ...(leaf.right.formula === undefined ? {} : { formula: leaf.right.formula }),
    }),
  };
}

/**
 * Compiles a condition to a closure. Throws an ExpressionError for an unknown fact or operator, a value that the fact can
 * never have, an empty group, or more than 32 levels.
 *
 * Meaning: comparing with nothing is false (so notEqual, notIn and notContains are then true); numbers are compared as
 * decimals, 5000 equals "5000.00"; a date without a time, beside a date and time, is that whole day in the app's time
 * zone. A list fact holds where any of its items does; `equal` compares it with a list, in any order.
 */
export function compileCondition(condition: Condition, scope: Scope, options: CompileOptions = {}): CompiledCondition {
  const depends = new Set<string>();
  const root = foldCondition<Node>(condition, {
    all: (children) => group('all', children),
    any: (children) => group('any', children),
    not: (child) => ({
      test: (facts, env) => !child.test(facts, env),
      explain: (facts, env) => {
        const of = child.explain(facts, env);
        return { kind: 'not', result: !of.result, of: [of] };
      },
    }),
    leaf: (source: ConditionLeaf, path) => {
      const leaf = compileLeaf(source, scope, options, path);
      depends.add(leaf.fact.depends);
      for (const name of leaf.right.depends) depends.add(name);
      return leafNode(leaf);
    },
  });
  return { test: root.test, explain: root.explain, depends: [...depends].sort() };
}
