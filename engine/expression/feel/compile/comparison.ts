import * as num from '../../decimal.ts';
import { DateTime, Duration, Months, PlainDate, PlainTime } from '../../temporal/values.ts';
import type { Localised } from '../../types.ts';
import type { Ast, AstOf, CompareOperator } from '../ast.ts';
import { problem, typeMismatch, unsupported } from '../problem.ts';
import { boolean, comparable, describe, isNumeric, isOpen, type Static } from '../static.ts';
import { equal, isContext, isList, order, Range, type Value, within } from '../value.ts';
import type { Binding, Compiled, Compiler, Run } from './compiler.ts';
import { compile } from './index.ts';

type Compare = (a: Value, b: Value) => boolean | null;

const byOrder =
  (holds: (order: number) => boolean): Compare =>
  (a, b) => {
    const found = order(a, b);
    return found === undefined ? null : holds(found);
  };

const compares: Record<CompareOperator, Compare> = {
  '=': equal,
  '!=': (a, b) => {
    const same = equal(a, b);
    return same === null ? null : !same;
  },
  '<': byOrder((found) => found < 0),
  '<=': byOrder((found) => found <= 0),
  '>': byOrder((found) => found > 0),
  '>=': byOrder((found) => found >= 0),
};

const temporal = new Set<Static['kind']>(['date', 'time', 'datetime', 'duration']);
const unordered = new Set<Static['kind']>(['boolean', 'list', 'context', 'range', 'function']);

function cureFor(a: Static, b: Static): Localised | undefined {
  const kinds = [a.kind, b.kind];
  if (kinds.includes('list')) {
    return {
      'zh-CN': '对列表请用 list contains(…)、some … satisfies 或 sum(…)',
      en: 'Use list contains(…), some … satisfies, or sum(…)',
    };
  }
  if (kinds.includes('date') && kinds.includes('datetime')) {
    return { 'zh-CN': '用 date(…) 取出日期再比较', en: 'Take the day with date(…) first' };
  }
  if (kinds.includes('text') && kinds.some((kind) => temporal.has(kind))) {
    return { 'zh-CN': '日期写成 @"2026-03-02"', en: 'Write a date as @"2026-03-02"' };
  }
  if (kinds.includes('text') && (isNumeric(a) || isNumeric(b))) {
    return {
      'zh-CN': '数字不加引号；文本用 number(…) 转成数字',
      en: 'Leave the quotes off a number, or use number(…)',
    };
  }
  return undefined;
}

function checkComparable(operator: CompareOperator | 'in' | 'between', a: Static, b: Static, at: Ast['at']): void {
  const ordering = operator !== '=' && operator !== '!=' && operator !== 'in';
  const hopeless = ordering && (unordered.has(a.kind) || unordered.has(b.kind));
  if (comparable(a, b) && !hopeless) return;
  throw typeMismatch(operator, describe(a), describe(b), at, cureFor(a, b));
}

export function compileCompare(compiler: Compiler, ast: AstOf<'compare'>): Compiled {
  const left = compile(compiler, ast.left);
  const right = compile(compiler, ast.right);
  checkComparable(ast.operator, left.type, right.type, ast.at);
  const compare = compares[ast.operator];
  const [a, b] = [left.run, right.run];
  return { run: (frame) => compare(a(frame), b(frame)), type: boolean, cost: left.cost + right.cost + 1 };
}

export function compileBetween(compiler: Compiler, ast: AstOf<'between'>): Compiled {
  const [value, low, high] = [ast.value, ast.low, ast.high].map((each) => compile(compiler, each));
  if (!value || !low || !high) throw new Error('between has three parts');
  checkComparable('between', value.type, low.type, ast.at);
  checkComparable('between', value.type, high.type, ast.at);
  return {
    run: (frame) => within(value.run(frame), new Range(low.run(frame), high.run(frame), true, true)),
    type: boolean,
    cost: value.cost + low.cost + high.cost + 1,
  };
}

/** `?`, the value under test. */
export function compileInput(compiler: Compiler, ast: AstOf<'input'>): Compiled {
  const { input } = compiler;
  if (!input) throw unsupported({ 'zh-CN': '决策表单元格之外的“?”', en: '"?" outside a test' }, ast.at);
  compiler.inputUsed = true;
  return { run: (frame) => frame.locals[input.slot] ?? null, type: input.type, cost: 1, origin: input.origin };
}

function sideTest(compiler: Compiler, ast: AstOf<'side'>, input: Binding): Compiled {
  const end = compile(compiler, ast.end);
  checkComparable(ast.operator, input.type, end.type, ast.at);
  const compare = compares[ast.operator];
  const { slot } = input;
  return { run: (frame) => compare(frame.locals[slot] ?? null, end.run(frame)), type: boolean, cost: end.cost + 2 };
}

/** Whether a list holds a value, or a range in the list does. */
function listHolds(items: readonly Value[], value: Value): boolean | null {
  return items.some((item) => (item instanceof Range ? within(value, item) : equal(value, item)) === true);
}

function passes(value: Value, expected: Value): boolean | null {
  if (expected instanceof Range) return within(value, expected);
  if (isList(expected) && !isList(value)) return listHolds(expected, value);
  return equal(value, expected);
}

function checkTest(input: Static, expected: Static, at: Ast['at']): void {
  if (expected.kind === 'range') return checkComparable('in', input, expected.of, at);
  if (expected.kind === 'list' && input.kind !== 'list') {
    const of = expected.of.kind === 'range' ? expected.of.of : expected.of;
    return checkComparable('in', input, of, at);
  }
  checkComparable('in', input, expected, at);
}

/** One test of a value: a comparison without its left side, a range, a list, a value to equal, or a condition on `?`. */
export function compileTest(compiler: Compiler, ast: Ast, input: Binding): Compiled {
  if (ast.kind === 'side') return sideTest(compiler, ast, input);
  const usedBefore = compiler.inputUsed;
  compiler.inputUsed = false;
  const expected = compile(compiler, ast);
  const isCondition =
    compiler.inputUsed || (expected.type.kind === 'boolean' && input.type.kind !== 'boolean' && !isOpen(input.type));
  compiler.inputUsed = usedBefore;
  const { slot } = input;
  if (isCondition) {
    const run: Run = (frame) => {
      const verdict = expected.run(frame);
      return typeof verdict === 'boolean' ? verdict : null;
    };
    return { run, type: boolean, cost: expected.cost };
  }
  checkTest(input.type, expected.type, ast.at);
  const run: Run = (frame) => {
    const wanted = expected.run(frame);
    if (isList(wanted)) frame.charge(wanted.length);
    return passes(frame.locals[slot] ?? null, wanted);
  };
  return { run, type: boolean, cost: expected.cost + 2 };
}

/** Any of the tests; null where none holds and one cannot be told. */
export function anyOf(tests: readonly Compiled[]): Run {
  const [only] = tests;
  if (only && tests.length === 1) return only.run;
  const runs = tests.map((test) => test.run);
  return (frame) => {
    let verdict: boolean | null = false;
    for (const run of runs) {
      const passed = run(frame);
      if (passed === true) return true;
      if (passed === null) verdict = null;
    }
    return verdict;
  };
}

export function compileIn(compiler: Compiler, ast: AstOf<'in'>): Compiled {
  const value = compile(compiler, ast.value);
  const outer = compiler.input;
  const input = { name: undefined, slot: compiler.slots++, type: value.type, origin: undefined };
  compiler.input = input;
  const tests = ast.tests.map((test) => compileTest(compiler, test, input));
  compiler.input = outer;
  const run = anyOf(tests);
  return {
    run: (frame) => {
      frame.locals[input.slot] = value.run(frame);
      return run(frame);
    },
    type: boolean,
    cost: tests.reduce((sum, test) => sum + test.cost, value.cost + 1),
  };
}

const kinds: Record<string, (value: Value) => boolean> = {
  number: num.isNum,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  date: (value) => value instanceof PlainDate,
  time: (value) => value instanceof PlainTime,
  'date and time': (value) => value instanceof DateTime,
  'days and time duration': (value) => value instanceof Duration,
  'years and months duration': (value) => value instanceof Months,
  list: isList,
  context: isContext,
  Any: (value) => value !== null,
};

export function compileInstance(compiler: Compiler, ast: AstOf<'instance'>): Compiled {
  const value = compile(compiler, ast.value);
  const isKind = Object.hasOwn(kinds, ast.type) ? kinds[ast.type] : undefined;
  if (!isKind) {
    throw problem('unknown_type', ast.at, {
      'zh-CN': `没有“${ast.type}”这种类型`,
      en: `There is no type "${ast.type}"`,
    });
  }
  return { run: (frame) => isKind(value.run(frame)), type: boolean, cost: value.cost + 1 };
}
