import type { CompiledForm } from './compile/model.ts';
import { resultOf } from './evaluation/result.ts';
import { evaluated } from './evaluation/run.ts';
import type { EvaluationInput, FormResult } from './types.ts';

/** Linkage, lookups, formulas, rights and checks of one record, all at once. */
export const evaluate = (compiled: CompiledForm, input: EvaluationInput): FormResult =>
  resultOf(evaluated(compiled, input));
