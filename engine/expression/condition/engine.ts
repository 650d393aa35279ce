import { decoder } from '../feel/json.ts';
import type {
  CompileOptions,
  Condition,
  EngineNode,
  EngineOperator,
  EngineRule,
  EngineSide,
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
const isSide = (value: unknown): value is EngineSide => typeof value === 'object' && value !== null && 'env' in value;

/** "number.greaterThan", "list.text.contains": json-rules-engine knows an operator by its name alone. */
function operatorName(leaf: Leaf): string {
  const { type } = leaf.fact;
  const kind = type.kind === 'list' ? `list.${type.of.kind}` : type.kind;
  return `${kind}.${leaf.source.operator}`;
}

function operatorTest(judge: Judge, type: FactType, operandType: FactType): EngineOperator['test'] {
  const decode = decoder(type);
  const read = operandReader(operandType);
  return (fact, side) => {
    if (!isJson(fact) || !isSide(side)) return false;
    const { value, env } = side;
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
 * Prepares a condition for json-rules-engine, once for all its runs: operators are typed, and what a run compares with is
 * a fact of the run too, so that `=` formulas are worked out for each. Every fact is there, if only as null. A fact with a
 * path is handed over already followed, under the name "body$.code": the engine itself would compare the whole fact where
 * there is nothing to follow.
 */
export function toEngineRule(condition: Condition, scope: Scope, options: CompileOptions = {}): EngineRule {
  const operators = new Map<string, EngineOperator>();
  const leaves: { fact: string; side: string; leaf: Leaf }[] = [];
  const root = foldCondition<EngineNode>(condition, {
    all: (children) => ({ all: children }),
    any: (children) => ({ any: children }),
    not: (child) => ({ not: child }),
    leaf: (source, path) => {
      const leaf = compileLeaf(source, scope, options, path);
      const name = operatorName(leaf);
      const { type } = leaf.fact;
      operators.set(name, { name, test: operatorTest(judgeFor(source.operator, type), type, leaf.right.type) });
      const fact = source.fact + (source.path ?? '');
      // No field has such a name.
      const side = `= ${leaves.length}`;
      leaves.push({ fact, side, leaf });
      return { fact, operator: name, value: { fact: side } };
    },
  });
  return {
    conditions: 'operator' in root ? { all: [root] } : root,
    operators: [...operators.values()],
    facts: (facts, env) => {
      const values: Record<string, Json | EngineSide> = {};
      for (const { fact, side, leaf } of leaves) {
        values[fact] = leaf.fact.read(facts);
        values[side] = { value: leaf.value(facts, env), env };
      }
      return values;
    },
    pathResolver: ownPathResolver,
  };
}
