import type { Action, AppModel, DecisionTable, MessageDefinition } from '../definition/index.ts';
import type { Env, Facts, Json, Scope, Trace } from '../expression/index.ts';
import type {
  CompiledAction,
  CompiledRule,
  CompiledTable,
  RuleBook,
  RuleDecision,
  TableResult,
  TableWhy,
} from './types.ts';

export type * from './types.ts';

/** Compiled once for an app version; throws an ExpressionError only for what `loadApp` would have refused. */
export declare function compileRules(app: AppModel): RuleBook;
/** Screened by closures, and what may hold runs in json-rules-engine, whose result tree is the why. */
export declare function decideRule(rule: CompiledRule, facts: Facts, env: Env): Promise<RuleDecision>;

export declare function compileTable(table: DecisionTable, scope: Scope): CompiledTable;
export declare function evaluateTable(table: CompiledTable, facts: Facts, env: Env): TableResult;

/** Actions of rules and of flow nodes are the same thing. `forms`: scopes of the other forms an action names. */
export declare function compileAction(action: Action, scope: Scope, forms: ActionForms): CompiledAction;
/** What a call's answer (under `answer`) puts into fields. */
export declare function resolveSave(
  save: Readonly<Record<string, unknown>>,
  answer: Json,
  facts: Facts,
  env: Env,
  scope: Scope,
): Record<string, Json>;

/** The scope of a form's facts and of the rows of its sub-tables. */
export interface ActionForms {
  scope(form: string): Scope | undefined;
}

export interface DescribeContext {
  locale: 'zh-CN' | 'en';
  /** How people call a fact: "order_no" → "Order no."; the fact's name where it is undefined. */
  label(fact: string): string | undefined;
  /** How people write its value; undefined = as it is. */
  display?(fact: string, value: Json): string | undefined;
}

/** One readable line for each part of the condition, with its depth and whether it holds. */
export interface WhyLine {
  depth: number;
  holds: boolean;
  text: string;
}

export declare function describeTrace(trace: Trace, ctx: DescribeContext): WhyLine[];
export declare function describeTable(why: TableWhy, ctx: DescribeContext & { table: string }): WhyLine[];

export interface RenderContext {
  locale: 'zh-CN' | 'en';
  /** How a place is written in this language: money, dates and options as people say them. undefined = plain text of the value. */
  display?(place: string, value: Json): string | undefined;
}

/** Title and text in the reader's language, {places} filled from facts ("a.b" looks into a context); an empty value is written as nothing. */
export declare function renderMessage(
  message: MessageDefinition,
  facts: Facts,
  ctx: RenderContext,
): { title: string; text: string };
/** The places of a message: ["order_no", "warehouse.address"]. */
export declare function placesOf(message: MessageDefinition): string[];

export interface Cron {
  minutes: readonly number[];
  hours: readonly number[];
  days: readonly number[];
  months: readonly number[];
  /** 0 Sunday to 6 Saturday. */
  weekdays: readonly number[];
  /** As in Vixie cron: where both day fields are restricted, either one is enough. */
  eitherDay: boolean;
}

/** Five fields: minute hour day month weekday; `*`, lists, ranges, steps, names. Throws an ExpressionError `bad_schedule`. */
export declare function parseCron(text: string): Cron;
/** The next moment strictly after `after` (ISO instants), on the clock of the zone; undefined where there is none in 5 years. */
export declare function nextRun(cron: string | Cron, after: string, timeZone: string): string | undefined;
