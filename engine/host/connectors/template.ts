import { compileFormula, type FunctionLibrary } from '../../expression/index.ts';
import type { Env, Facts, Json, Scope } from '../../expression/types.ts';

/** JSON whose strings that begin with "=" are formulas, ready to be filled. */
export type Template = (facts: Facts, env: Env) => Json;

export function compileTemplate(value: unknown, scope: Scope, functions: FunctionLibrary): Template {
  if (typeof value === 'string') {
    if (!value.startsWith('=')) return () => value;
    const formula = compileFormula(value.slice(1), scope, { functions });
    return (facts, env) => formula.evaluate(facts, env);
  }
  if (Array.isArray(value)) {
    const parts = value.map((part) => compileTemplate(part, scope, functions));
    return (facts, env) => parts.map((part) => part(facts, env));
  }
  if (typeof value === 'object' && value !== null)
    return compileRecord(value as Record<string, unknown>, scope, functions);
  const plain = (value ?? null) as Json;
  return () => plain;
}

export type RecordTemplate = (facts: Facts, env: Env) => Record<string, Json>;

export function compileRecord(
  value: Readonly<Record<string, unknown>> | undefined,
  scope: Scope,
  functions: FunctionLibrary,
): RecordTemplate {
  const parts = Object.entries(value ?? {}).map(
    ([key, part]) => [key, compileTemplate(part, scope, functions)] as const,
  );
  return (facts, env) => Object.fromEntries(parts.map(([key, part]) => [key, part(facts, env)]));
}
