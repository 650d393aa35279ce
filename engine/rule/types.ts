import type { Action, RuleDefinition } from '../definition/index.ts';
import type { CompiledCondition, Env, Facts, Json, Scope, Trace } from '../expression/index.ts';

/** What has happened, as the host tells it. */
export type RuleEvent =
  | { kind: 'record'; form: string; event: 'created' | 'submitted' }
  | { kind: 'record'; form: string; event: 'changed'; fields: readonly string[] }
  | { kind: 'node'; flow: string; node: string; event: 'entered' }
  | { kind: 'node'; flow: string; node: string; event: 'left'; outcome: string }
  | { kind: 'state'; flow: string; state: string }
  | { kind: 'task'; flow: string; node: string; task: 'created' | 'reminded' | 'overdue' | 'repeated' | 'completed' };

export interface CompiledRule {
  key: string;
  definition: RuleDefinition;
  /** The form whose record the facts are of. */
  form: string;
  scope: Scope;
  when: CompiledCondition | undefined;
  /** Schedules: for which records. */
  where: CompiledCondition | undefined;
  actions: readonly CompiledAction[];
  /** The facts that `when` reads. */
  depends: readonly string[];
}

/** Rules by what starts them, each list in the order in which they run: higher priority first, then by key. */
export interface RuleBook {
  rule(key: string): CompiledRule | undefined;
  rulesFor(event: RuleEvent): readonly CompiledRule[];
  schedules: readonly CompiledRule[];
  /** Buttons on a form's record page: of the record, and those of this node's task. */
  buttons(form: string, node?: string): readonly CompiledRule[];
  /** What the flow's `decide` takes as inputs `evaluateTable` and `resolveAction`. */
  forFlow(flow: string): FlowDecisions;
}

export interface FlowDecisions {
  /** No row, or a table that contradicts itself: outputs and rows are empty, and why has the fault. */
  evaluateTable(key: string, facts: Facts, env: Env): TableResult;
  /** undefined where the action's own condition does not hold. */
  resolveAction(action: Action, facts: Facts, env: Env): ResolvedAction | undefined;
}

/** Scopes of the other forms that actions name. */
export interface ActionForms {
  scope(form: string): Scope | undefined;
}

export interface RuleDecision {
  fired: boolean;
  /** Absent where the rule has no condition. */
  why?: Trace;
}

export interface CompiledAction {
  action: Action;
  when: CompiledCondition | undefined;
  depends: readonly string[];
  resolve(facts: Facts, env: Env): ResolvedAction | undefined;
}

/** An action with all its formulas worked out, ready to be carried out or written to the outbox. */
export type ResolvedAction =
  | { kind: 'set'; set: Record<string, Json> }
  | {
      kind: 'create';
      form: string;
      data: Record<string, Json>;
      rows: Record<string, Record<string, Json>[]>;
      unless?: Record<string, Json>;
    }
  | {
      kind: 'update';
      form: string;
      match: Record<string, Json>;
      /** Evaluated for each record found: its fields stand under `target`. */
      data(target: Facts): Record<string, Json>;
    }
  | { kind: 'signal'; signal: string; form?: string; match?: Record<string, Json>; data: Record<string, Json> }
  | {
      kind: 'send';
      message: string;
      to: { address: Json } | { role: string } | { initiator: true } | { user: string } | { assignees: true };
      by: readonly string[];
      data: Record<string, Json>;
    }
  | {
      kind: 'call';
      connector: string;
      operation: string;
      data: Record<string, Json>;
      key?: string;
      /** Worked out when the answer is there, which stands under `answer`: `resolveSave(action, answer, facts, env)`. */
      save?: Record<string, unknown>;
    };

export interface CompiledTable {
  key: string;
  hit: 'first' | 'unique' | 'any' | 'collect';
  out: readonly string[];
  depends: readonly string[];
  evaluate(facts: Facts, env: Env): TableResult;
}

export interface TableResult {
  /** Output name → value; of the first row that holds. Empty where none does. collect: see `all`. */
  outputs: Record<string, Json>;
  /** Every row that counts (collect: all that hold), in table order. */
  all: Record<string, Json>[];
  /** Positions of those rows, from 0. */
  rows: number[];
  why: TableWhy;
}

export interface TableWhy {
  table: string;
  /** What each input column was. */
  inputs: { formula: string; actual: Json }[];
  /** The rows that hold, position from 0, cells as written. */
  matched: { row: number; cells: string[] }[];
  /** unique: two rows hold; any: they disagree; none: no row holds. */
  fault?: 'not_unique' | 'disagree' | 'none';
}
