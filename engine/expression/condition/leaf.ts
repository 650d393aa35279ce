import { decoder } from '../feel/json.ts';
import type { CompileOptions, ConditionLeaf, Env, Facts, FactType, Json, Scope } from '../types.ts';
import { type FactReader, resolveFact } from './fact.ts';
import { type Judge, judgeFor, operatorRules, type Shape } from './judge.ts';
import { unknownOperator, wrongOperator } from './problem.ts';
import { quickTest } from './quick.ts';
import { compileRightSide, type RightSide } from './value.ts';

/** One comparison, checked and ready: its two sides, and the judge between them. */
export interface Leaf {
  source: ConditionLeaf;
  fact: FactReader;
  right: RightSide;
  shape: Shape;
  judge: Judge;
  test(facts: Facts, env: Env): boolean;
  /** The value as the trace and json-rules-engine show it. */
  value(facts: Facts, env: Env): Json;
}

/** How many values the operator takes from a fact of this type, or an error where the two do not go together. */
function checkOperator(leaf: ConditionLeaf, type: FactType, path: string): Shape {
  const rule = Object.hasOwn(operatorRules, leaf.operator) ? operatorRules[leaf.operator] : undefined;
  if (!rule) throw unknownOperator(String(leaf.operator), path);
  if (type.kind !== 'list') {
    if (!rule.kinds.has(type.kind)) throw wrongOperator(leaf, type, path);
    return rule.shape;
  }
  if (rule.lists === 'each' && !rule.kinds.has(type.of.kind)) throw wrongOperator(leaf, type, path);
  const isWhole = leaf.operator === 'equal' || leaf.operator === 'notEqual';
  if (isWhole && !Array.isArray(leaf.value) && typeof leaf.value !== 'string') throw wrongOperator(leaf, type, path);
  return isWhole ? 'many' : rule.shape;
}

export function compileLeaf(leaf: ConditionLeaf, scope: Scope, options: CompileOptions, path: string): Leaf {
  const fact = resolveFact(leaf, scope, path);
  const shape = checkOperator(leaf, fact.type, path);
  const itemType = fact.type.kind === 'list' ? fact.type.of : fact.type;
  const right = compileRightSide(leaf, shape, itemType, scope, options, path);
  const judge = judgeFor(leaf.operator, fact.type);
  const decode = decoder(fact.type);
  const { read, readLoose } = fact;
  const { operands, resolve } = right;
  const quick = right.fixed && quickTest(leaf.operator, fact.type, right.fixed);
  const isMany = shape === 'many' || shape === 'pair';
  return {
    source: leaf,
    fact,
    right,
    shape,
    judge,
    test: quick
      ? (facts) => quick(readLoose(facts))
      : (facts, env) => judge(decode(read(facts), env.timeZone), operands(facts, env), env),
    value: (facts, env) => (isMany ? resolve(facts, env) : (resolve(facts, env)[0] ?? null)),
  };
}
