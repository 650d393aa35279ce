import type { TableField } from '../definition/types.generated.ts';
import type { FactType, Json, Scope } from '../expression/types.ts';
import { fieldType } from './fields/registry.ts';
import type { FormContext, FormDefinition, SystemFacts, UserFacts, Values } from './types.ts';

const text: FactType = { kind: 'text' };
const anything: FactType = { kind: 'any' };

const settingTypes: Record<string, FactType> = {
  text,
  integer: { kind: 'integer' },
  number: { kind: 'number' },
  money: { kind: 'number' },
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
};

/** The engine's own columns. */
export const systemScope: Readonly<Scope> = {
  id: text,
  state: text,
  created_at: { kind: 'datetime' },
  created_by: text,
  updated_at: { kind: 'datetime' },
  submitted_at: { kind: 'datetime' },
  revision: { kind: 'integer' },
};

export const systemKeys: ReadonlySet<string> = new Set(Object.keys(systemScope));

function settingScope(context: FormContext): FactType {
  if (!context.settings) return anything;
  return {
    kind: 'context',
    fields: Object.fromEntries(context.settings.map(({ key, type }) => [key, settingTypes[type] ?? anything])),
  };
}

function userScope(context: FormContext): FactType {
  if (!context.roles) return anything;
  const attributes = context.roles.flatMap((role) => role.attributes ?? []).map((key) => [key, anything] as const);
  const fixed = { id: text, login: text, name: text, department: text, roles: { kind: 'list', of: text } } as const;
  return { kind: 'context', fields: { ...Object.fromEntries(attributes), ...fixed } };
}

export function fieldScope(form: FormDefinition, context: FormContext): Scope {
  const own = form.fields.map((field) => [field.key, fieldType(field).factType(field, context)] as const);
  return { ...systemScope, ...Object.fromEntries(own) };
}

/** Every fact about a record of this form: for flows, rules, row conditions. Fields stand before the engine's columns. */
export function recordScope(form: FormDefinition, context: FormContext): Scope {
  const proved = (context.proof ?? form.fields.map(({ key }) => key)).map((key) => [key, anything] as const);
  return {
    settings: settingScope(context),
    user: userScope(context),
    proof: { kind: 'context', fields: Object.fromEntries(proved) },
    ...fieldScope(form, context),
  };
}

export function tableOf(form: FormDefinition, key: string): TableField | undefined {
  const field = form.fields.find((one) => one.key === key);
  return field?.type === 'table' ? field : undefined;
}

/** Inside a row: its columns stand before the record's fields; `row`, `record` and `index` (from 1) tell them apart. */
export function rowScope(form: FormDefinition, table: string, context: FormContext): Scope {
  const record = recordScope(form, context);
  const columns: Scope = { id: text };
  for (const column of tableOf(form, table)?.fields ?? []) {
    columns[column.key] = fieldType(column).factType(column, context);
  }
  return {
    ...record,
    index: { kind: 'integer' },
    record: { kind: 'context', fields: record },
    row: { kind: 'context', fields: columns },
    ...columns,
  };
}

/** An own property, so that a field named `constructor` is only a field. */
export function own(values: Readonly<Values> | undefined, key: string): Json | undefined {
  return values !== undefined && Object.hasOwn(values, key) ? values[key] : undefined;
}

/** Without what is not known of them; made once of what somebody keeps. */
const knownOf = new WeakMap<UserFacts, Values>();

function userFacts(user: UserFacts): Values {
  const before = knownOf.get(user);
  if (before) return before;
  const known = Object.entries(user).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  const facts = Object.fromEntries(known);
  knownOf.set(user, facts);
  return facts;
}

/** The facts that belong to `recordScope`: a record's values and what is around it. */
export function recordFacts(
  values: Values,
  around: { record?: SystemFacts; user?: UserFacts; proof?: Values; settings?: Values },
): Values {
  const { record = {}, user, proof = {}, settings = {} } = around;
  return {
    id: record.id ?? null,
    state: record.state ?? null,
    created_at: record.created_at ?? null,
    created_by: record.created_by ?? null,
    updated_at: record.updated_at ?? null,
    submitted_at: record.created_at ?? null,
    revision: record.revision ?? null,
    settings,
    user: user ? userFacts(user) : null,
    proof,
    ...values,
  };
}
