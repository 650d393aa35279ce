import {
  type CompiledFormula,
  compileFormula,
  compileUnaryTests,
  type Env,
  ExpressionError,
  type Facts,
  type FactType,
  type FunctionLibrary,
  type Json,
  type Localised,
  type TextRange,
} from '../../../engine/expression/index.ts';
import { recordFacts, type Values } from '../../../engine/form/index.ts';
import type { Draft, FactSet } from '../../facts/index.ts';
import type { Sample } from '../samples.ts';

export interface FormulaFault {
  message: Localised;
  cure?: Localised;
  at?: TextRange;
}

export interface FormulaQuestion {
  /** Without the equals sign. */
  text: string;
  facts: FactSet;
  expect?: FactType | undefined;
  functions?: FunctionLibrary | undefined;
  /** The cell of a decision table, held against an input of this type. */
  unary?: FactType | undefined;
}

export type Judged = { fault: FormulaFault } | { formula: CompiledFormula } | { test: true };

/** The compiler's own word on a formula. */
export function judge({ text, facts, expect, functions, unary }: FormulaQuestion): Judged {
  const options = functions ? { functions } : {};
  try {
    if (unary) {
      compileUnaryTests(text, unary, facts.scope, options);
      return { test: true };
    }
    return { formula: compileFormula(text, facts.scope, { ...options, ...(expect ? { expect } : {}) }) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { localised, cure, at } = error;
    return { fault: { message: localised, ...(cure ? { cure } : {}), ...(at ? { at } : {}) } };
  }
}

/** The clock of a preview is that of whoever looks at it. */
export function surroundings(draft: Draft): Env {
  return { now: new Date().toISOString(), timeZone: draft.context.timeZone };
}

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A sample's values and what is around them, as the engine would give them; in a row, those of the first row. */
export function factsOf(sample: Sample, facts: FactSet): Facts {
  const settings = Object.fromEntries(
    (facts.draft.context.settings ?? []).map(({ key, value }) => [key, value as Json]),
  );
  const record = recordFacts(sample.values, { settings });
  if (facts.row === undefined) return record;
  const rows = sample.values[facts.row];
  const first = Array.isArray(rows) ? rows[0] : undefined;
  const row = isObject(first) ? first : {};
  return { ...record, index: 1, record, row, ...row };
}

/** What the formula gives for a sample; undefined where it passes a limit. */
export function tried(formula: CompiledFormula, sample: Sample, facts: FactSet): Json | undefined {
  try {
    return formula.evaluate(factsOf(sample, facts), surroundings(facts.draft));
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
