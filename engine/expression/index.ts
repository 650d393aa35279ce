import type {
  CompiledCondition,
  CompiledFormula,
  CompiledUnaryTests,
  CompileOptions,
  Condition,
  EngineRule,
  Env,
  FactType,
  Facts,
  FormulaOptions,
  Scope,
  SqlColumn,
  SqlCondition,
} from './types.ts';

export { ExpressionError, type TextRange } from './error.ts';
export * from './types.ts';

export declare function compileFormula(text: string, scope: Scope, options?: FormulaOptions): CompiledFormula;
export declare function compileUnaryTests(
  text: string,
  inputType: FactType,
  scope: Scope,
  options?: CompileOptions,
): CompiledUnaryTests;
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
