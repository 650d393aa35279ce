import {
  type CompiledCondition,
  type Condition,
  compileCondition,
  type FunctionLibrary,
  type Scope,
} from '../expression/index.ts';
import type { WorkCalendar } from './calendar.ts';
import { type CompiledValue, compileValue } from './data.ts';
import type { FlowContext } from './types.ts';

/** What parts of a flow are compiled against. */
export interface Compiler {
  scope: Scope;
  functions: FunctionLibrary | undefined;
  calendars: Map<string, WorkCalendar>;
  context: FlowContext;
}

export const any = { kind: 'any' } as const;

export function condition(compiler: Compiler, when: Condition | undefined): CompiledCondition | undefined {
  return when && compileCondition(when, compiler.scope, compiler.functions ? { functions: compiler.functions } : {});
}

export const value = (compiler: Compiler, of: unknown): CompiledValue | undefined =>
  of === undefined ? undefined : compileValue(of, compiler.scope, compiler.functions);
