import {
  compileFormula,
  type Env,
  type Facts,
  type FunctionLibrary,
  type Json,
  type Scope,
} from '../expression/index.ts';

/** Field → literal or formula ("= …"), made ready. */
export type CompiledData = (facts: Facts, env: Env) => Record<string, Json>;

export type CompiledValue = (facts: Facts, env: Env) => Json;

export function compileValue(value: unknown, scope: Scope, functions?: FunctionLibrary): CompiledValue {
  if (typeof value === 'string' && value.startsWith('=')) {
    const formula = compileFormula(value.slice(1), scope, functions ? { functions } : {});
    return (facts, env) => formula.evaluate(facts, env);
  }
  // Definitions are JSON files: what is no formula is plain JSON already.
  const literal = value as Json;
  return () => literal;
}

export function compileData(data: object, scope: Scope, functions?: FunctionLibrary): CompiledData {
  const parts = Object.entries(data).map(([key, value]) => [key, compileValue(value, scope, functions)] as const);
  return (facts, env) => Object.fromEntries(parts.map(([key, value]) => [key, value(facts, env)]));
}
