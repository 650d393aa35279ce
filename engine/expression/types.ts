/** What a formula or a condition may know of a value before it runs. `number` is an exact decimal (money, percent); `integer` a whole number. */
export type FactType =
  | { kind: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'time' | 'datetime' | 'duration' | 'any' }
  | { kind: 'list'; of: FactType }
  | { kind: 'context'; fields: Record<string, FactType> };

/** The names an expression may use, and what each of them is. */
export type Scope = Record<string, FactType>;

/** Plain JSON, the only thing that crosses the border of this folder. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Values by name, as plain JSON: `integer` a JSON number, `number` a decimal string, `date` "2026-03-02",
 * `datetime` an ISO instant, a sub-table an array of row objects, empty null. What is missing is null.
 */
export type Facts = Readonly<Record<string, Json>>;

/** What the surroundings decide: nothing in this folder reads a clock. */
export interface Env {
  /** The moment of evaluation, an ISO instant. */
  now: string;
  /** IANA name, "Asia/Shanghai": days begin and end here. */
  timeZone: string;
  /** First day of the week, 1 Monday (the default) to 7 Sunday. */
  weekStart?: 1 | 2 | 3 | 4 | 5 | 6 | 7;
}

/** A text in each language of the product. */
export interface Localised {
  'zh-CN': string;
  en: string;
}

/** A function that a caller adds to the language. Arguments and result are plain JSON; it has to be pure and quick. */
export interface LibraryFunction {
  /** How many arguments it takes: exactly, or from and to. */
  args: number | readonly [min: number, max: number];
  call(args: Json[]): Json;
  returns: FactType;
}

export type FunctionLibrary = Readonly<Record<string, LibraryFunction>>;

/** Bounds on one expression; the defaults suit anything a person writes. */
export interface Limits {
  /** Characters of text. 4000. */
  length: number;
  /** Levels of nesting. 64. */
  depth: number;
  /** Operations of one evaluation, about 0.1 µs each. 1,000,000. */
  steps: number;
  /** Items of one list. 100,000. */
  items: number;
  /** Characters of one text. 1,000,000. */
  characters: number;
}

export interface CompileOptions {
  functions?: FunctionLibrary;
  limits?: Partial<Limits>;
}

export interface FormulaOptions extends CompileOptions {
  /** What the result is wanted as: another type is refused at compile time, and the result is encoded as this. */
  expect?: FactType;
}

export interface CompiledFormula {
  /** Throws an ExpressionError only where a limit is passed; a wrong type at run time gives null, as DMN has it. */
  evaluate(facts: Facts, env: Env): Json;
  /** The facts it reads: "coupon", "lines.amount". */
  depends: readonly string[];
  type: FactType;
  text: string;
}

export interface CompiledUnaryTests {
  /** Whether the input passes one of the tests of a decision-table cell. */
  test(input: Json, facts: Facts, env: Env): boolean;
  depends: readonly string[];
  text: string;
}

export const operators = [
  'equal',
  'notEqual',
  'greaterThan',
  'greaterThanInclusive',
  'lessThan',
  'lessThanInclusive',
  'between',
  'in',
  'notIn',
  'contains',
  'notContains',
  'containsAny',
  'startsWith',
  'endsWith',
  'matches',
  'filled',
  'inPeriod',
  'before',
  'after',
] as const;

export type Operator = (typeof operators)[number];

export type ConditionScalar = string | number | boolean;

/** One comparison. A `value` that begins with "=" is a formula; `filled` may leave the value out (true). */
export interface ConditionLeaf {
  fact: string;
  path?: string;
  operator: Operator;
  value?: ConditionScalar | ConditionScalar[];
}

/** What the condition builder writes: the JSON of json-rules-engine. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | ConditionLeaf;

/** Why a condition holds or not, in the shape of the condition itself. */
export type Trace =
  | { kind: 'all' | 'any'; result: boolean; of: Trace[] }
  | { kind: 'not'; result: boolean; of: [Trace] }
  | {
      kind: 'leaf';
      result: boolean;
      fact: string;
      path?: string;
      operator: Operator;
      /** What was compared with, a formula already worked out. */
      value: Json;
      /** What the fact was. */
      actual: Json;
      /** The text of the formula that gave the value. */
      formula?: string;
    };

export interface CompiledCondition {
  test(facts: Facts, env: Env): boolean;
  /** The same answer with its reasons; every part is evaluated. */
  explain(facts: Facts, env: Env): Trace;
  /** The facts it reads, those of its formulas too: "customer.level", "lines.qty". */
  depends: readonly string[];
}

/** A column that stands for a fact in SQL. A list is a PostgreSQL array unless `storage` says jsonb. */
export interface SqlColumn {
  sql: string;
  type: FactType;
  storage?: 'array' | 'jsonb';
}

/** Text with positional `?` and what they stand for, as knex.raw takes them. */
export interface SqlCondition {
  sql: string;
  bindings: unknown[];
}

export interface EngineOperator {
  name: string;
  test(factValue: unknown, value: unknown): boolean;
}

/** What a leaf is compared with in one run, its formula worked out. */
export interface EngineSide {
  value: Json;
  env: Env;
}

export interface EngineLeaf {
  fact: string;
  operator: string;
  /** The fact under which a run has its EngineSide. */
  value: { fact: string };
}

export type EngineNode = { all: EngineNode[] } | { any: EngineNode[] } | { not: EngineNode } | EngineLeaf;

/** Everything json-rules-engine needs to run a condition exactly as `compileCondition` does. */
export interface EngineRule {
  /** For `new Rule({ conditions, event })`; the root is always all, any or not. */
  conditions: { all: EngineNode[] } | { any: EngineNode[] } | { not: EngineNode };
  /** For `engine.addOperator(name, test)`: typed by prefix, "number.greaterThan". */
  operators: readonly EngineOperator[];
  /** For `engine.run(facts)`: each fact that the condition names, null where it is missing, and each leaf's EngineSide. */
  facts(facts: Facts, env: Env): Record<string, Json | EngineSide>;
  /** For the engine's option of this name: reads own properties only. */
  pathResolver(value: object, path: string): unknown;
}
