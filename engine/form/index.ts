import type { AppModel } from '../definition/model.ts';
import type { Rights } from '../definition/types.generated.ts';
import type { Json, Scope } from '../expression/types.ts';
import type {
  CaseResult,
  Difference,
  DisplayContext,
  EvaluationInput,
  Explanation,
  Field,
  FieldContext,
  FieldType,
  FormContext,
  FormDefinition,
  FormFault,
  FormResult,
  FormSession,
  JsonSchema,
  Locale,
  Localised,
  LookupAnswer,
  Requirements,
  Right,
  SystemFacts,
  UserFacts,
  Values,
} from './types.ts';

export type * from './types.ts';

/** A form made ready to run. Opaque but for what stands here. */
export interface CompiledForm {
  readonly form: FormDefinition;
  readonly context: FormContext;
  /** By "qty" and "lines.qty". */
  readonly fields: ReadonlyMap<string, Field>;
  /** Parts that could not be compiled and are left out: empty for a form that passed checkForm. */
  readonly faults: readonly FormFault[];
}

export declare function formContext(app: AppModel): FormContext;
/** Never throws; cached by the identity of the form and the context. */
export declare function compileForm(form: FormDefinition, context: FormContext): CompiledForm;
export declare function evaluate(compiled: CompiledForm, input: EvaluationInput): FormResult;
export declare function requirements(compiled: CompiledForm, input: EvaluationInput): Requirements;
export declare function createSession(compiled: CompiledForm, input: EvaluationInput): FormSession;
export declare function explain(compiled: CompiledForm, input: EvaluationInput, path: string): Explanation;
/** What a lookup's source means for this form: the values of fields and rows. For the HTTP answer to a browser. */
export declare function fillFrom(
  compiled: CompiledForm,
  lookup: string,
  source: Values,
  now: string,
): Extract<LookupAnswer, { fill: Values }>;

/** Every fact about a record of this form: for flows, rules, row conditions. */
export declare function recordScope(form: FormDefinition, context: FormContext): Scope;
/** Inside a row of one of its tables. */
export declare function rowScope(form: FormDefinition, table: string, context: FormContext): Scope;
export declare function recordFacts(
  values: Values,
  around: { record?: SystemFacts; user?: UserFacts; proof?: Values; settings?: Values },
): Values;

/** Union of what the roles' access entries give on this record; "*" worked out for every field and column. */
export declare function roleRights(compiled: CompiledForm, input: EvaluationInput): Record<string, Right>;
/** The narrowest of the role's and the node's rights, where the node may widen read to edit. */
export declare function narrowByNode(
  compiled: CompiledForm,
  rights: Record<string, Right>,
  node: Rights,
): Record<string, Right>;
/** The widest any entry of these roles may give, whatever the row: for lists and for what a screen may know of a form. */
export declare function widestRights(compiled: CompiledForm, roles: readonly string[]): Record<string, Right>;
/** The record as somebody with these rights sees it: hidden fields gone, masked ones masked. */
export declare function visibleValues(compiled: CompiledForm, values: Values, rights: Record<string, Right>): Values;

export declare function differences(compiled: CompiledForm, before: Values, after: Values): Difference[];
export declare function checkForm(form: FormDefinition, context: FormContext): FormFault[];
export declare function formCases(compiled: CompiledForm): CaseResult[];
export declare function recordSchema(form: FormDefinition, context: FieldContext): JsonSchema;

export declare function formatSerial(format: string, now: string, timeZone: string, seq: number): string;
/** What the counter belongs to: it starts again when this text changes. */
export declare function serialPeriod(format: string, now: string, timeZone: string): string;

/** The registry of field types. */
export declare const fieldTypes: ReadonlyMap<string, FieldType>;
export declare function fieldType<F extends Field>(field: F): FieldType<F>;
export declare function displayValue(field: Field, value: Json, ctx: DisplayContext): string;
export declare function messageFor(code: string, params?: { [name: string]: Json }): Localised;
/** "lines[<row id>].qty". */
export declare function cellPath(field: string, rowId?: string): string;
export declare function textOf(label: string | Localised, locale: Locale): string;
