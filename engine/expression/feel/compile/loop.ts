import * as num from '../../decimal.ts';
import type { AstOf, Iteration } from '../ast.ts';
import type { Frame } from '../frame.ts';
import { typeMismatch, wrongType } from '../problem.ts';
import { any, boolean, describe, integer, isNumeric, isOpen, list, type Static } from '../static.ts';
import { isList, Range, type Value } from '../value.ts';
import { type Compiled, type Compiler, checkKey, type Run } from './compiler.ts';
import { compile, compilePart } from './index.ts';

/** What one variable of a loop goes through; null where there is nothing to go through. */
type Source = (frame: Frame) => readonly Value[] | null;

interface Loop {
  slot: number;
  source: Source;
}

/** Whole numbers from one to the other, downwards too (DMN 1.3, 10.3.2.14). */
function countFrom(low: Value, high: Value, frame: Frame): Value[] | null {
  const first = num.isNum(low) ? num.toSafeInteger(low) : undefined;
  const last = num.isNum(high) ? num.toSafeInteger(high) : undefined;
  if (first === undefined || last === undefined) return null;
  const count = Math.abs(last - first) + 1;
  frame.chargeItems(count);
  const step = last >= first ? 1 : -1;
  return Array.from({ length: count }, (_, index) => first + index * step);
}

function itemsOf(value: Value, frame: Frame): readonly Value[] | null {
  if (value === null) return null;
  if (isList(value)) return value;
  if (value instanceof Range) return countFrom(value.low ?? null, value.high ?? null, frame);
  return [value];
}

function elementType(type: Static): Static {
  if (type.kind === 'list') return type.of;
  if (type.kind === 'range') return integer;
  return type.kind === 'null' ? any : type;
}

function compileSource(
  compiler: Compiler,
  iteration: Iteration,
): { source: Source; type: Static; origin?: string | undefined } {
  const from = compilePart(compiler, iteration.from);
  if (!iteration.to) {
    const source: Source = (frame) => itemsOf(from.run(frame), frame);
    return { source, type: elementType(from.type), origin: from.origin };
  }
  compiler.use(from);
  const to = compile(compiler, iteration.to);
  for (const { type } of [from, to]) {
    if (!isNumeric(type) && !isOpen(type))
      throw typeMismatch('..', describe(from.type), describe(to.type), iteration.at);
  }
  return { source: (frame) => countFrom(from.run(frame), to.run(frame), frame), type: integer };
}

function compileLoops(
  compiler: Compiler,
  iterations: readonly Iteration[],
): { loops: Loop[]; origins: (string | undefined)[] } {
  const origins: (string | undefined)[] = [];
  const loops = iterations.map((iteration) => {
    checkKey(iteration.name, iteration.at);
    const { source, type, origin } = compileSource(compiler, iteration);
    origins.push(origin);
    return { slot: compiler.bind(iteration.name, type, origin).slot, source };
  });
  return { loops, origins };
}

/** Goes through every combination, the last variable fastest; false when a source is null. `visit` may stop with false. */
function runLoops(
  loops: readonly Loop[],
  depth: number,
  cost: number,
  frame: Frame,
  visit: () => boolean,
): boolean | null {
  const loop = loops[depth];
  if (!loop) return visit();
  const items = loop.source(frame);
  if (items === null) return null;
  for (const item of items) {
    frame.charge(cost);
    frame.locals[loop.slot] = item;
    const going = runLoops(loops, depth + 1, cost, frame, visit);
    if (going !== true) return going;
  }
  return true;
}

function compileBody(compiler: Compiler, ast: AstOf<'for' | 'some' | 'every'>): { loops: Loop[]; body: Compiled } {
  const { loops, origins } = compileLoops(compiler, ast.iterations);
  const body = compile(compiler, ast.body);
  compiler.unbind(loops.length);
  for (const origin of origins) compiler.useRows(origin);
  return { loops, body };
}

export function compileFor(compiler: Compiler, ast: AstOf<'for'>): Compiled {
  const { loops, body } = compileBody(compiler, ast);
  const run: Run = (frame) => {
    const results: Value[] = [];
    const done = runLoops(loops, 0, body.cost + 1, frame, () => {
      results.push(body.run(frame));
      if (results.length > frame.limits.items) frame.chargeItems(results.length);
      return true;
    });
    return done === null ? null : results;
  };
  return { run, type: list(body.type), cost: body.cost + 2 };
}

/** `some` stops at the first true, `every` at the first false; null where one could not be told (DMN 1.3, 10.3.2.16). */
export function compileQuantified(compiler: Compiler, ast: AstOf<'some' | 'every'>): Compiled {
  const { loops, body } = compileBody(compiler, ast);
  if (body.type.kind !== 'boolean' && !isOpen(body.type)) {
    throw wrongType(
      { 'zh-CN': 'satisfies 后面', en: 'What follows "satisfies"' },
      describe(boolean),
      describe(body.type),
      ast.body.at,
    );
  }
  const decisive = ast.kind === 'some';
  const run: Run = (frame) => {
    let verdict: boolean | null = !decisive;
    const done = runLoops(loops, 0, body.cost + 1, frame, () => {
      const value = body.run(frame);
      if (value === decisive) verdict = decisive;
      else if (typeof value !== 'boolean') verdict = null;
      return value !== decisive;
    });
    return done === null ? null : verdict;
  };
  return { run, type: boolean, cost: body.cost + 2 };
}
