import * as num from '../decimal.ts';
import type { FactType, Json, Operator } from '../types.ts';
import { Day, type Operand } from './operand.ts';

/**
 * Comparisons of a text, a number or a yes/no with literals, which is what most conditions are: a set of 200 takes 10 µs
 * here and 60 by the general judges. `engine.test.ts` holds the two against each other: the engine runs the general ones.
 */
export type QuickTest = (fact: Json | undefined) => boolean;

type Negatable = 'equal' | 'in';

const positive: Partial<Record<Operator, Negatable>> = { equal: 'equal', notEqual: 'equal', in: 'in', notIn: 'in' };
const isDenial = (operator: Operator): boolean => operator === 'notEqual' || operator === 'notIn';

function oneOf(values: readonly unknown[], type: 'string' | 'boolean'): QuickTest {
  const [only] = values;
  // Inherited properties of facts are functions and objects, never of these types.
  if (values.length === 1) return (fact) => typeof fact === type && fact === only;
  const known = new Set(values);
  return (fact) => typeof fact === type && known.has(fact);
}

/**
 * The order of a number fact and a literal. Rounding to a double keeps order: where the doubles differ, so do the decimals,
 * the same way; only where they are equal is the exact comparison needed.
 */
function orderTo(operand: num.Num): (fact: Json | undefined) => number {
  const double = num.toFloat(operand);
  return (fact) => {
    const found = typeof fact === 'number' ? fact : typeof fact === 'string' ? num.doubleOf(fact) : Number.NaN;
    if (found < double) return -1;
    if (found > double) return 1;
    return found === double ? exactly(fact, operand) : Number.NaN;
  };
}

function exactly(fact: Json | undefined, operand: num.Num): number {
  const exact = typeof fact === 'number' ? num.fromJsNumber(fact) : num.parseNum(String(fact));
  return exact === null ? Number.NaN : num.compare(exact, operand);
}

function numberTest(operator: Operator, operands: readonly num.Num[]): QuickTest | undefined {
  const orders = operands.map(orderTo);
  const [first, second] = orders;
  if (!first) return undefined;
  switch (operator) {
    case 'equal':
    case 'notEqual':
      return (fact) => first(fact) === 0;
    case 'in':
    case 'notIn':
      return (fact) => orders.some((order) => order(fact) === 0);
    case 'greaterThan':
      return (fact) => first(fact) > 0;
    case 'greaterThanInclusive':
      return (fact) => first(fact) >= 0;
    case 'lessThan':
      return (fact) => first(fact) < 0;
    case 'lessThanInclusive':
      return (fact) => first(fact) <= 0;
    case 'between':
      return second && ((fact) => first(fact) >= 0 && second(fact) <= 0);
    default:
      return undefined;
  }
}

const isNumber = (operand: Operand): operand is num.Num => !(operand instanceof Day) && num.isNum(operand);

function plainTest(operator: Operator, type: FactType, operands: readonly Operand[]): QuickTest | undefined {
  if (type.kind === 'integer' || type.kind === 'number') {
    return operands.every(isNumber) ? numberTest(operator, operands) : undefined;
  }
  if (!positive[operator]) return undefined;
  if (type.kind === 'text') return oneOf(operands, 'string');
  return type.kind === 'boolean' ? oneOf(operands, 'boolean') : undefined;
}

/** The quick form of a comparison with literals, where there is one. */
export function quickTest(operator: Operator, type: FactType, operands: readonly Operand[]): QuickTest | undefined {
  const test = plainTest(operator, type, operands);
  return test && isDenial(operator) ? (fact) => !test(fact) : test;
}
