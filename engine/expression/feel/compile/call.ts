import { compilePattern } from '../../pattern.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../../temporal/parse.ts';
import { Duration, Months, PlainDate } from '../../temporal/values.ts';
import type { AstOf } from '../ast.ts';
import { accepts, type Builtin, kindName } from '../builtins/define.ts';
import type { Frame } from '../frame.ts';
import { badLiteral, badPattern, unknownFunction, wrongArgumentCount, wrongType } from '../problem.ts';
import { any, describe, lambda } from '../static.ts';
import { Lambda, type Value } from '../value.ts';
import { type Compiled, type Compiler, checkKey, type Run } from './compiler.ts';
import { compile } from './index.ts';

function checkArguments(builtin: Builtin, ast: AstOf<'call'>, args: readonly Compiled[]): void {
  const [min, max] = builtin.arity;
  if (args.length < min || args.length > max) throw wrongArgumentCount(ast.name, [min, max], args.length, ast.at);
  args.forEach((arg, index) => {
    const wanted = builtin.param(index);
    if (wanted === undefined || accepts(wanted, arg.type)) return;
    const place = { 'zh-CN': `${ast.name} 的第 ${index + 1} 个参数`, en: `Argument ${index + 1} of ${ast.name}` };
    throw wrongType(place, kindName(wanted), describe(arg.type), ast.args[index]?.at ?? ast.at);
  });
}

const literals: Record<string, (text: string) => Value> = {
  date: (text) => parseDate(text) ?? parseDateTime(text, 'UTC'),
  time: (text) => parseTime(text) ?? parseDateTime(text, 'UTC'),
  'date and time': (text) => parseDateTime(text, 'UTC'),
  duration: parseDuration,
};

/** `date("2026-03-02")` and its like: read when it is written, not when it runs; undefined for any other call. */
function literalValue(ast: AstOf<'call'>): Value | undefined {
  const [first] = ast.args;
  const parse = Object.hasOwn(literals, ast.name) ? literals[ast.name] : undefined;
  if (!parse || first?.kind !== 'text' || ast.args.length !== 1) return undefined;
  const value = parse(first.value);
  if (value === null) throw badLiteral(first.value, first.at);
  return value;
}

function checkPattern(ast: AstOf<'call'>): void {
  const [, second] = ast.args;
  const takesPattern = ast.name === 'matches' || ast.name === 'replace' || ast.name === 'split';
  if (takesPattern && second?.kind === 'text' && compilePattern(second.value) === null) {
    throw badPattern(second.value, second.at);
  }
}

export function compileCall(compiler: Compiler, ast: AstOf<'call'>): Compiled {
  const builtin = compiler.functions.get(ast.name);
  if (!builtin) throw unknownFunction(ast.name, compiler.functions.keys(), ast.at);
  const args = ast.args.map((arg) => compile(compiler, arg));
  checkArguments(builtin, ast, args);
  checkPattern(ast);
  const type = builtin.result(args.map((arg) => arg.type));
  const literal = literalValue(ast);
  // What was read with a time zone is read again in the zone of the app.
  const isFixed = literal instanceof PlainDate || literal instanceof Duration || literal instanceof Months;
  if (literal !== undefined && isFixed) return { run: () => literal, type, cost: 1, constant: true };
  return {
    run: runCall(
      builtin,
      args.map((arg) => arg.run),
    ),
    type,
    cost: args.reduce((sum, arg) => sum + arg.cost, builtin.cost),
  };
}

function runCall(builtin: Builtin, args: readonly Run[]): Run {
  const { call } = builtin;
  const [first, second] = args;
  if (first && args.length === 1) return (frame) => call(frame, [first(frame)]);
  if (first && second && args.length === 2) return (frame) => call(frame, [first(frame), second(frame)]);
  return (frame) =>
    call(
      frame,
      args.map((arg) => arg(frame)),
    );
}

/** `function(a, b) a.qty < b.qty`, for `sort`. */
export function compileFunction(compiler: Compiler, ast: AstOf<'function'>): Compiled {
  const slots = ast.parameters.map(({ name, at }) => {
    checkKey(name, at);
    return compiler.bind(name, any).slot;
  });
  const body = compile(compiler, ast.body);
  compiler.unbind(slots.length);
  const call = (frame: Frame, args: readonly Value[]): Value => {
    frame.charge(body.cost + 1);
    slots.forEach((slot, index) => {
      frame.locals[slot] = args[index] ?? null;
    });
    return body.run(frame);
  };
  const value = new Lambda(slots.length, call);
  return { run: () => value, type: lambda, cost: body.cost };
}
