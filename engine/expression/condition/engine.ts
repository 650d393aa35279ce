import { decoder } from '../feel/json.ts';
import type {
  CompileOptions,
  Condition,
  EngineNode,
  EngineOperator,
  EngineRule,
  Env,
  Facts,
  FactType,
  Json,
  Scope,
} from '../types.ts';
import { parsePath, walk } from './fact.ts';
import { type Judge, judgeFor } from './judge.ts';
import { compileLeaf, type Leaf } from './leaf.ts';
import { operandReader } from './operand.ts';
import { foldCondition } from './tree.ts';

const isJson = (value: unknown): value is Json => value !== undefined;

/** "number.greaterThan", "list.text.contains": json-rules-engine knows an operator by its name alone. */
function operatorName(leaf: Leaf): string {
  const { type } = leaf.fact;
  const kind = type.kind === 'list' ? `list.${type.of.kind}` : type.kind;
  return `${kind}.${leaf.source.operator}`;
}

function operatorTest(judge: Judge, type: FactType, operandType: FactType, env: Env): EngineOperator['test'] {
  const decode = decoder(type);
  const read = operandReader(operandType);
  return (fact, value) => {
    if (!isJson(fact) || !isJson(value)) return false;
    const values = Array.isArray(value) ? value : [value];
    const operands = values.map((each) => read(each, env.timeZone));
    return judge(decode(fact, env.timeZone), operands, env);
  };
}

/** Given to json-rules-engine instead of its own, which evaluates expressions: `$.a.b[0]` over own properties, no more. */
export function ownPathResolver(value: object, path: string): unknown {
  const steps = parsePath(path);
  return steps ? walk(value as Json, steps) : null;
}

/**
 * Prepares a condition for one run of json-rules-engine: `=` formulas are worked out, every leaf has its value, operators
 * are typed, and each fact is there, if only as null. A fact with a path is handed over already followed, under
 * the name "body$.code": the engine itself would compare the whole fact where there is nothing to follow.
 */
export function toEngineRule(
  condition: Condition,
  scope: Scope,
  facts: Facts,
  env: Env,
  options: CompileOptions = {},
): EngineRule {
  const operators = new Map<string, EngineOperator>();
  const values: Record<string, Json> = {};
  const root = foldCondition<EngineNode>(condition, {
    all: (children) => ({ all: children }),
    any: (children) => ({ any: children }),
    not: (child) => ({ not: child }),
    leaf: (source, path) => {
      const leaf = compileLeaf(source, scope, options, path);
      const name = operatorName(leaf);
      const { type } = leaf.fact;
      const test = operatorTest(judgeFor(source.operator, type), type, leaf.right.type, env);
      operators.set(name, { name, test });
      const fact = source.fact + (source.path ?? '');
      values[fact] = leaf.fact.read(facts);
      return { fact, operator: name, value: leaf.value(facts, env) };
    },
  });
  return {
    conditions: 'operator' in root ? { all: [root] } : root,
    operators: [...operators.values()],
    facts: values,
    pathResolver: ownPathResolver,
  };
}
