import * as num from '../../decimal.ts';
import { isTemporal, minus, negated, plus, scale } from '../../temporal/arithmetic.ts';
import { Duration, Months } from '../../temporal/values.ts';
import type { ArithmeticOperator, AstOf } from '../ast.ts';
import type { Frame } from '../frame.ts';
import { typeMismatch, wrongType } from '../problem.ts';
import { any, describe, duration, integer, isNumeric, isOpen, number, type Static, text } from '../static.ts';
import type { Value } from '../value.ts';
import type { Compiled, Compiler } from './compiler.ts';
import { compile } from './index.ts';

type Operate = (a: Value, b: Value, frame: Frame) => Value;

/** Every operation gives null where DMN 1.3, table 50 has no entry for the pair. */
const operations: Record<ArithmeticOperator, Operate> = {
  '+': (a, b, frame) => {
    if (num.isNum(a)) return num.isNum(b) ? num.add(a, b) : null;
    if (typeof a === 'string') {
      if (typeof b !== 'string') return null;
      frame.chargeText(a.length + b.length);
      return a + b;
    }
    return isTemporal(a) && isTemporal(b) ? plus(a, b) : null;
  },
  '-': (a, b, frame) => {
    if (num.isNum(a)) return num.isNum(b) ? num.subtract(a, b) : null;
    return isTemporal(a) && isTemporal(b) ? minus(a, b, frame.zone) : null;
  },
  '*': (a, b) => {
    if (num.isNum(a)) return num.isNum(b) ? num.multiply(a, b) : scaled(b, num.toFloat(a));
    return num.isNum(b) ? scaled(a, num.toFloat(b)) : null;
  },
  '/': (a, b) => {
    if (num.isNum(b)) return num.isNum(a) ? num.divide(a, b) : num.isZero(b) ? null : scaled(a, 1 / num.toFloat(b));
    if (a instanceof Duration && b instanceof Duration) return num.divide(a.ms, b.ms);
    return a instanceof Months && b instanceof Months ? num.divide(a.months, b.months) : null;
  },
  '**': (a, b, frame) => {
    frame.charge(50);
    return num.isNum(a) && num.isNum(b) ? num.power(a, b) : null;
  },
};

const scaled = (value: Value, factor: number): Value =>
  value instanceof Duration || value instanceof Months ? scale(value, factor) : null;

const shifts = new Set<Static['kind']>(['date', 'datetime', 'time']);
const days = new Set<Static['kind']>(['date', 'datetime']);

function sumType(a: Static, b: Static): Static | undefined {
  if (a.kind === 'text' && b.kind === 'text') return text;
  if (shifts.has(a.kind) && b.kind === 'duration') return a;
  if (a.kind === 'duration' && (shifts.has(b.kind) || b.kind === 'duration')) return b;
  return undefined;
}

function differenceType(a: Static, b: Static): Static | undefined {
  if (b.kind === 'duration') return shifts.has(a.kind) || a.kind === 'duration' ? a : undefined;
  if (days.has(a.kind) && days.has(b.kind)) return duration;
  return a.kind === 'time' && b.kind === 'time' ? duration : undefined;
}

/** The type of the result, or undefined where no values of these types have one. */
function resultType(operator: ArithmeticOperator, a: Static, b: Static): Static | undefined {
  if (isNumeric(a) && isNumeric(b)) {
    const whole = a.kind === 'integer' && b.kind === 'integer' && operator !== '/' && operator !== '**';
    return whole ? integer : number;
  }
  if (isOpen(a) || isOpen(b)) return isPossible(operator, isOpen(a) ? b : a) ? any : undefined;
  if (operator === '+') return sumType(a, b);
  if (operator === '-') return differenceType(a, b);
  if (operator === '*' && a.kind === 'duration') return isNumeric(b) ? duration : undefined;
  if (operator === '*' && b.kind === 'duration') return isNumeric(a) ? duration : undefined;
  if (operator === '/' && a.kind === 'duration')
    return isNumeric(b) ? duration : b.kind === 'duration' ? number : undefined;
  return undefined;
}

function isPossible(operator: ArithmeticOperator, other: Static): boolean {
  if (isOpen(other) || isNumeric(other)) return true;
  if (operator === '+') return other.kind === 'text' || other.kind === 'duration' || shifts.has(other.kind);
  if (operator === '-') return other.kind === 'duration' || shifts.has(other.kind);
  return operator !== '**' && other.kind === 'duration';
}

function cureFor(operator: ArithmeticOperator, a: Static, b: Static) {
  if (a.kind === 'list' || b.kind === 'list') {
    return {
      'zh-CN': '对列表请用 sum(…)、max(…) 等，或用 [1] 取一项',
      en: 'Use sum(…), max(…) and the like, or take one item with [1]',
    };
  }
  if (operator === '+' && (a.kind === 'text' || b.kind === 'text')) {
    return { 'zh-CN': '用 string(…) 转成文本后再相加', en: 'Turn it into text with string(…) first' };
  }
  if (a.kind === 'text' || b.kind === 'text') {
    return { 'zh-CN': '用 number(…) 转成数字', en: 'Turn the text into a number with number(…)' };
  }
  return undefined;
}

export function compileArithmetic(compiler: Compiler, ast: AstOf<'arithmetic'>): Compiled {
  let left = compile(compiler, ast.first);
  for (const { operator, operand } of ast.rest) {
    const right = compile(compiler, operand);
    const type = resultType(operator, left.type, right.type);
    if (!type) {
      const at = { from: ast.at.from, to: operand.at.to };
      const cure = cureFor(operator, left.type, right.type);
      throw typeMismatch(operator, describe(left.type), describe(right.type), at, cure);
    }
    left = binary(operations[operator], left, right, type);
  }
  return left;
}

function binary(operate: Operate, left: Compiled, right: Compiled, type: Static): Compiled {
  const [a, b] = [left.run, right.run];
  return { run: (frame) => operate(a(frame), b(frame), frame), type, cost: left.cost + right.cost + 1 };
}

export function compileNegate(compiler: Compiler, ast: AstOf<'negate'>): Compiled {
  const { run, type, cost } = compile(compiler, ast.operand);
  if (!isOpen(type) && !isNumeric(type) && type.kind !== 'duration') {
    throw wrongType({ 'zh-CN': '负号后面', en: 'What follows the minus' }, describe(number), describe(type), ast.at);
  }
  return {
    run: (frame) => {
      const value = run(frame);
      if (num.isNum(value)) return num.negate(value);
      return value instanceof Duration || value instanceof Months ? negated(value) : null;
    },
    type,
    cost: cost + 1,
  };
}
