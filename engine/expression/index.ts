import type {
  CompiledCondition,
  CompileOptions,
  Condition,
  EngineRule,
  Env,
  Facts,
  Scope,
  SqlColumn,
  SqlCondition,
} from './types.ts';

export { ExpressionError, type TextRange } from './error.ts';
export { builtinNames } from './feel/builtins/index.ts';
export { compileFormula, compileUnaryTests } from './feel/formula.ts';
export * from './types.ts';

export declare function compileCondition(
  condition: Condition,
  scope: Scope,
  options?: CompileOptions,
): CompiledCondition;
export declare function conditionToSql(
  condition: Condition,
  columns: (fact: string) => SqlColumn | undefined,
  facts: Facts,
  env: Env,
  options?: CompileOptions & { scope?: Scope },
): SqlCondition | undefined;
export declare function toEngineRule(
  condition: Condition,
  scope: Scope,
  facts: Facts,
  env: Env,
  options?: CompileOptions,
): EngineRule;
