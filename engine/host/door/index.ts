export type { Command, CommandResult, Door, EngineCommand } from './command.ts';
export { Refusal, type RefusalDetails, type RefusedField, refusals } from './refusal.ts';
