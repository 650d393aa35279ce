export { compileAction, resolveSave } from './action.ts';
export { compileRules } from './book.ts';
export { type Cron, nextRun, parseCron } from './cron.ts';
export { decideRule } from './decide.ts';
export { type DescribeContext, describeTable, describeTrace, type WhyLine } from './describe.ts';
export { compileTable, evaluateTable } from './table.ts';
export { placesOf, type RenderContext, renderMessage } from './template.ts';
export { formOfTrigger, TASK_FACTS } from './trigger.ts';
export type * from './types.ts';
