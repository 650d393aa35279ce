import { compileFormula, type Env, type Facts, type Json, type Scope } from '../expression/index.ts';

/** A definition's value made ready: literals stay, texts that begin with = are worked out, also inside lists and objects. */
export interface CompiledValue {
  evaluate(facts: Facts, env: Env): Json;
  depends: readonly string[];
}

const constant = (value: Json): CompiledValue => ({ evaluate: () => value, depends: [] });

const isJsonObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function compileValue(value: unknown, scope: Scope): CompiledValue {
  if (typeof value === 'string') {
    if (!value.startsWith('=')) return constant(value);
    return compileFormula(value.slice(1), scope);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => compileValue(item, scope));
    return {
      evaluate: (facts, env) => items.map((item) => item.evaluate(facts, env)),
      depends: items.flatMap((item) => item.depends),
    };
  }
  if (isJsonObject(value)) return compileData(value, scope);
  return constant(typeof value === 'number' || typeof value === 'boolean' ? value : null);
}

export interface CompiledData {
  evaluate(facts: Facts, env: Env): Record<string, Json>;
  depends: readonly string[];
}

/** Field → value, each worked out. */
export function compileData(data: Readonly<Record<string, unknown>> | undefined, scope: Scope): CompiledData {
  const entries = Object.entries(data ?? {}).map(([key, value]) => [key, compileValue(value, scope)] as const);
  return {
    evaluate: (facts, env) => Object.fromEntries(entries.map(([key, value]) => [key, value.evaluate(facts, env)])),
    depends: entries.flatMap(([, value]) => value.depends),
  };
}
