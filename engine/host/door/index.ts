export type { Command, CommandResult, Door, EngineCommand, Rehearsal } from './command.ts';
export { createDoor } from './execute.ts';
export type { Announce, Notice } from './notice.ts';
export type { DoorParts } from './parts.ts';
export { Refusal, type RefusalDetails, type RefusedField, refusals } from './refusal.ts';
