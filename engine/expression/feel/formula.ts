import { parseExpression, parseUnaryTests } from '#formulas';
import type {
  CompiledFormula,
  CompiledUnaryTests,
  CompileOptions,
  FactType,
  FormulaOptions,
  Json,
  Limits,
  Localised,
  Scope,
} from '../types.ts';
import { functionsWith } from './builtins/index.ts';
import { anyOf, compileTest } from './compile/comparison.ts';
import { Compiler } from './compile/compiler.ts';
import { compile } from './compile/index.ts';
import { defaultLimits, Frame } from './frame.ts';
import { decoder, encoder } from './json.ts';
import { unsupported, wrongType } from './problem.ts';
import { describe, isNumeric, isOpen, type Static, toFactType } from './static.ts';

function compilerFor(scope: Scope, options: CompileOptions): Compiler {
  return new Compiler(scope, functionsWith(options.functions), { ...defaultLimits, ...options.limits });
}

/** Names that the grammar has to know before it reads. `days between` would swallow a comparison of a fact `days`. */
function* parserNames(compiler: Compiler): Iterable<string> {
  yield* Object.keys(compiler.scope);
  for (const name of compiler.functions.keys()) {
    if (name !== 'days between' || !Object.hasOwn(compiler.scope, 'days')) yield name;
  }
}

/** Whether a result of this type can be written as the other; one item of a list stands for itself. */
function fits(type: Static, wanted: Static): boolean {
  if (isOpen(type) || isOpen(wanted)) return true;
  if (wanted.kind === 'list') return type.kind === 'list' ? fits(type.of, wanted.of) : fits(type, wanted.of);
  if (type.kind === 'list') return fits(type.of, wanted);
  if (isNumeric(wanted)) return isNumeric(type);
  if (wanted.kind === 'datetime' && type.kind === 'date') return true;
  return type.kind === wanted.kind;
}

function cureFor(type: Static, wanted: Static): Localised | undefined {
  if (wanted.kind === 'text') return { 'zh-CN': '用 string(…) 转成文本', en: 'Turn it into text with string(…)' };
  if (wanted.kind === 'date' && type.kind === 'datetime')
    return { 'zh-CN': '用 date(…) 取出日期', en: 'Take the day with date(…)' };
  if (isNumeric(wanted) && type.kind === 'text')
    return { 'zh-CN': '用 number(…) 转成数字', en: 'Turn it into a number with number(…)' };
  return undefined;
}

const result: Localised = { 'zh-CN': '公式的结果', en: 'The result of the formula' };

function outcome(type: Static, expect: FactType | undefined, length: number): FactType {
  if (type.kind === 'function' || type.kind === 'range') {
    throw unsupported(
      { 'zh-CN': '以函数或区间为结果', en: 'A function or a range as the result' },
      { from: 0, to: length },
    );
  }
  if (!expect) return toFactType(type);
  if (!fits(type, expect)) throw wrongType(result, describe(expect), describe(type), undefined, cureFor(type, expect));
  return expect.kind === 'any' ? toFactType(type) : expect;
}

/**
 * Compiles FEEL text (DMN 1.3) once; evaluate as often as you like. Throws an ExpressionError for text that is malformed,
 * too large, refers to an unknown name or function, or can never have a value of the wanted type.
 *
 * Departures from DMN, each for the sake of business formulas: sum, product, min, max, mean, median, mode and stddev leave
 * null items out; every date and time is an instant, read in the app's time zone where it says none; a stored list that
 * is null is empty.
 */
export function compileFormula(text: string, scope: Scope, options: FormulaOptions = {}): CompiledFormula {
  const compiler = compilerFor(scope, options);
  const { limits } = compiler;
  const ast = parseExpression(text, parserNames(compiler), limits);
  const { run, type: found } = compile(compiler, ast);
  const type = outcome(found, options.expect, text.length);
  const encode = encoder(type);
  const { slots } = compiler;
  return {
    evaluate: (facts, env) => {
      const frame = new Frame(facts, env, limits, slots);
      return encode(run(frame), frame.zone);
    },
    depends: [...compiler.depends].sort(),
    type,
    text,
  };
}

function cellTest(compiler: Compiler, text: string, inputType: FactType, limits: Limits) {
  const cell = parseUnaryTests(text, parserNames(compiler), limits);
  const input = { name: undefined, slot: compiler.slots++, type: inputType, origin: undefined };
  compiler.input = input;
  const tests = cell.tests.map((test) => compileTest(compiler, test, input));
  return { ...cell, slot: input.slot, run: anyOf(tests) };
}

/** Compiles the cell of a decision table: `-`, `> 5000`, `[1..5]`, `"size","quality"`, `not(…)`, `contains(?, "x")`. */
export function compileUnaryTests(
  text: string,
  inputType: FactType,
  scope: Scope,
  options: CompileOptions = {},
): CompiledUnaryTests {
  const compiler = compilerFor(scope, options);
  const { limits } = compiler;
  const { wildcard, negated, slot, run } = cellTest(compiler, text, inputType, limits);
  const decode = decoder(inputType);
  const wanted = !negated;
  const { slots } = compiler;
  const test: CompiledUnaryTests['test'] = (input: Json, facts, env) => {
    const frame = new Frame(facts, env, limits, slots);
    frame.locals[slot] = decode(input, frame.zone);
    return run(frame) === wanted;
  };
  return { test: wildcard ? () => true : test, depends: [...compiler.depends].sort(), text };
}
