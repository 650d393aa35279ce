import { ExpressionError } from '../error.ts';
import { compileFormula } from '../feel/formula.ts';
import { badPattern } from '../feel/problem.ts';
import { compilePattern } from '../pattern.ts';
import { isPeriod } from '../temporal/period.ts';
import type {
  CompiledFormula,
  CompileOptions,
  ConditionLeaf,
  ConditionScalar,
  Env,
  Facts,
  FactType,
  Json,
  Scope,
} from '../types.ts';
import type { Shape } from './judge.ts';
import { type Operand, operandReader } from './operand.ts';
import { wrongShape, wrongValue } from './problem.ts';

/** The right side of a comparison: literals, formulas, or one formula that gives the whole list. */
export interface RightSide {
  /** As JSON, formulas worked out. */
  resolve(facts: Facts, env: Env): Json[];
  /** The same, ready to compare. */
  operands(facts: Facts, env: Env): readonly Operand[];
  depends: readonly string[];
  formula: string | undefined;
  /** The operands, where they are the same at any time and in any zone. */
  fixed: readonly Operand[] | undefined;
  /** What each operand is read as. */
  type: FactType;
}

type Part = { literal: Json } | { formula: CompiledFormula };

export const isFormula = (value: unknown): value is string => typeof value === 'string' && value.startsWith('=');

const temporal = new Set<FactType['kind']>(['date', 'datetime']);
const calendarOrOpen = new Set<FactType['kind']>(['date', 'datetime', 'any']);

/** A date may stand beside a date and time, and the other way round; every other type has to fit. */
function compileValue(
  text: string,
  type: FactType,
  isList: boolean,
  scope: Scope,
  options: CompileOptions,
  path: string,
) {
  const wanted: FactType = isList ? { kind: 'list', of: type } : type;
  const isDay = temporal.has(type.kind);
  try {
    const formula = compileFormula(text.slice(1), scope, isDay ? options : { ...options, expect: wanted });
    const found = formula.type.kind === 'list' ? formula.type.of : formula.type;
    if (isDay && !calendarOrOpen.has(found.kind)) throw wrongValue(text, type, path);
    return formula;
  } catch (error) {
    throw error instanceof ExpressionError && error.path === undefined ? error.within(`${path}/value`) : error;
  }
}

function checkLiteral(value: ConditionScalar, shape: Shape, type: FactType, leaf: ConditionLeaf, path: string): void {
  if (shape === 'period' && !(typeof value === 'string' && isPeriod(value))) {
    throw wrongShape(leaf.operator, shape, path);
  }
  if (shape === 'pattern' && (typeof value !== 'string' || compilePattern(value) === null)) {
    throw badPattern(String(value)).within(`${path}/value`);
  }
  if (operandReader(type)(value, 'UTC') === null) throw wrongValue(value, type, path);
}

/** The type that operands are read as: the fact's own, but for flags, periods and patterns. */
function operandType(shape: Shape, type: FactType): FactType {
  if (shape === 'flag') return { kind: 'boolean' };
  return shape === 'period' || shape === 'pattern' ? { kind: 'text' } : type;
}

function valuesOf(leaf: ConditionLeaf, shape: Shape, path: string): ConditionScalar[] {
  const value = leaf.value ?? (shape === 'flag' ? true : undefined);
  if (value === undefined) throw wrongShape(leaf.operator, shape, path);
  const values = Array.isArray(value) ? value : [value];
  const isScalar = shape !== 'many' && shape !== 'pair';
  const fits = isScalar ? !Array.isArray(value) : shape === 'many' ? values.length > 0 : values.length === 2;
  const isWhole = !Array.isArray(value) && isFormula(value);
  if (!fits && !(isWhole && shape === 'pair')) throw wrongShape(leaf.operator, shape, path);
  return values;
}

/** Literals are read once for each time zone; a process mostly has one. */
function readOnce(values: readonly Json[], read: (json: Json, zone: string) => Operand): RightSide['operands'] {
  let zone: string | undefined;
  let operands: readonly Operand[] = [];
  return (_facts, env) => {
    if (zone !== env.timeZone) {
      operands = values.map((value) => read(value, env.timeZone));
      zone = env.timeZone;
    }
    return operands;
  };
}

function fromParts(parts: readonly Part[], type: FactType): RightSide {
  const read = operandReader(type);
  const formulas = parts.flatMap((part) => ('formula' in part ? [part.formula] : []));
  const literals = parts.flatMap((part) => ('literal' in part ? [part.literal] : []));
  const resolve = (facts: Facts, env: Env): Json[] =>
    parts.map((part) => ('literal' in part ? part.literal : part.formula.evaluate(facts, env)));
  return {
    resolve: formulas.length === 0 ? () => literals : resolve,
    operands:
      formulas.length === 0
        ? readOnce(literals, read)
        : (facts, env) => resolve(facts, env).map((value) => read(value, env.timeZone)),
    depends: formulas.flatMap((formula) => formula.depends),
    fixed: formulas.length === 0 && !temporal.has(type.kind) ? literals.map((value) => read(value, 'UTC')) : undefined,
    formula: formulas.length === 0 ? undefined : formulas.map((formula) => `= ${formula.text.trim()}`).join(', '),
    type,
  };
}

function fromList(formula: CompiledFormula, type: FactType): RightSide {
  const read = operandReader(type);
  const resolve = (facts: Facts, env: Env): Json[] => {
    const value = formula.evaluate(facts, env);
    return Array.isArray(value) ? value : [value];
  };
  return {
    resolve,
    operands: (facts, env) => resolve(facts, env).map((value) => read(value, env.timeZone)),
    depends: formula.depends,
    fixed: undefined,
    formula: `= ${formula.text.trim()}`,
    type,
  };
}

/** Compiles what stands right of the operator, checked against the type of the fact's items. */
export function compileRightSide(
  leaf: ConditionLeaf,
  shape: Shape,
  itemType: FactType,
  scope: Scope,
  options: CompileOptions,
  path: string,
): RightSide {
  const type = operandType(shape, itemType);
  const values = valuesOf(leaf, shape, path);
  const takesList = shape === 'many' || shape === 'pair';
  if (takesList && isFormula(leaf.value)) {
    return fromList(compileValue(leaf.value, type, true, scope, options, path), type);
  }
  const parts = values.map((value): Part => {
    if (isFormula(value)) return { formula: compileValue(value, type, false, scope, options, path) };
    checkLiteral(value, shape, type, leaf, path);
    return { literal: value };
  });
  return fromParts(parts, type);
}
