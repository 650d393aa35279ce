export { canonical } from './canonical.ts';
export { sqlTablesOf } from './check/names.ts';
export { describeProblem } from './describe.ts';
export { flowOfForm } from './flow-of-form.ts';
export { filesOf, loadApp } from './load.ts';
export type * from './model.ts';
export { KINDS } from './model.ts';
export { sha256 } from './sha256.ts';
export type * from './types.generated.ts';
