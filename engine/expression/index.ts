export { compileCondition } from './condition/compile.ts';
export { ownPathResolver, toEngineRule } from './condition/engine.ts';
export { type Columns, conditionToSql } from './condition/sql.ts';
export { ExpressionError, type TextRange } from './error.ts';
export { builtinNames } from './feel/builtins/index.ts';
export { compileFormula, compileUnaryTests } from './feel/formula.ts';
export { reservedWords } from './feel/parse.ts';
export { patternsLoading } from './pattern.ts';
export * from './types.ts';
