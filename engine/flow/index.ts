import type { FlowDefinition } from '../definition/types.generated.ts';
import type { Localised } from '../expression/index.ts';
import type {
  CheckContext,
  Decision,
  FlowCommand,
  FlowContext,
  FlowEvent,
  FlowInputs,
  FlowPicture,
  FlowProblem,
  FlowState,
  GuardInputs,
  NodeStatus,
  OpenOperation,
  Why,
} from './types.ts';

export * from './types.ts';

/** A flow made ready: edges by node and outcome, blocks, conditions as closures. Opaque to callers. */
export interface CompiledFlow {
  readonly flow: FlowDefinition;
}

/** Compiled working hours. */
export interface WorkCalendar {
  readonly timeZone: string;
}

export declare function compileFlow(flow: FlowDefinition, context: FlowContext): CompiledFlow;
export declare function decide(
  compiled: CompiledFlow,
  state: FlowState | null,
  command: FlowCommand,
  inputs: FlowInputs,
): Decision;
export declare function apply(state: FlowState | null, event: FlowEvent): FlowState;
export declare function evolve(state: FlowState | null, events: readonly FlowEvent[]): FlowState | null;
/** Everything open to this person: operations on the given task (or on any task of theirs), signals, edges from *, withdraw. */
export declare function openOperations(
  compiled: CompiledFlow,
  state: FlowState,
  inputs: GuardInputs,
  task?: string,
): OpenOperation[];
export declare function checkFlow(flow: FlowDefinition, context?: CheckContext): FlowProblem[];
export declare function structure(flow: FlowDefinition): FlowPicture;
export declare function statusByNode(flow: FlowDefinition, events: readonly FlowEvent[]): Record<string, NodeStatus>;
export declare function whyText(why: Why): Localised;
