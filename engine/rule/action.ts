import type { Action, RowsFill } from '../definition/types.generated.ts';
import { compileCondition, type Env, type Facts, type Json, type Scope } from '../expression/index.ts';
import type { ActionForms, CompiledAction, ResolvedAction } from './types.ts';
import { compileData, compileValue } from './value.ts';

type Part<K extends string> = Extract<Action, Record<K, unknown>>;

interface Body {
  depends: readonly string[];
  resolve(facts: Facts, env: Env): ResolvedAction;
}

const isRow = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** In a row's formulas its columns stand before the record's fields, and under `row`. */
function scopeOfRows(scope: Scope, table: string): Scope {
  const type = scope[table];
  const of = type?.kind === 'list' ? type.of : undefined;
  return of?.kind === 'context' ? { ...scope, ...of.fields, row: of } : scope;
}

function compileRowsFill(
  rows: RowsFill,
  scope: Scope,
): { depends: readonly string[]; fill(facts: Facts, env: Env): Record<string, Json>[] } {
  const inner = scopeOfRows(scope, rows.from);
  const data = compileData(rows.fill, inner);
  const when = rows.when === undefined ? undefined : compileCondition(rows.when, inner);
  return {
    depends: [rows.from, ...data.depends, ...(when?.depends ?? [])],
    fill: (facts, env) => {
      const source = facts[rows.from];
      const own = (Array.isArray(source) ? source : []).filter(isRow).map((row) => ({ ...facts, ...row, row }));
      return own.filter((row) => when?.test(row, env) ?? true).map((row) => data.evaluate(row, env));
    },
  };
}

function compileCreate(action: Part<'create'>, scope: Scope): Body {
  const data = compileData(action.data, scope);
  const unless = action.unless === undefined ? undefined : compileData(action.unless, scope);
  const tables = Object.entries(action.rows ?? {}).map(
    ([table, rows]) => [table, compileRowsFill(rows, scope)] as const,
  );
  return {
    depends: [...data.depends, ...(unless?.depends ?? []), ...tables.flatMap(([, rows]) => rows.depends)],
    resolve: (facts, env) => ({
      kind: 'create',
      form: action.create,
      data: data.evaluate(facts, env),
      rows: Object.fromEntries(tables.map(([table, rows]) => [table, rows.fill(facts, env)])),
      ...(unless ? { unless: unless.evaluate(facts, env) } : {}),
    }),
  };
}

function compileUpdate(action: Part<'update'>, scope: Scope, forms: ActionForms): Body {
  const match = compileData(action.match, scope);
  const target = forms.scope(action.update) ?? {};
  const data = compileData(action.data, { ...scope, target: { kind: 'context', fields: target } });
  return {
    depends: [...match.depends, ...data.depends],
    resolve: (facts, env) => ({
      kind: 'update',
      form: action.update,
      match: match.evaluate(facts, env),
      data: (found) => data.evaluate({ ...facts, target: found as Json }, env),
    }),
  };
}

function compileSignal(action: Part<'signal'>, scope: Scope): Body {
  const match = action.match === undefined ? undefined : compileData(action.match, scope);
  const data = compileData(action.data, scope);
  return {
    depends: [...(match?.depends ?? []), ...data.depends],
    resolve: (facts, env) => ({
      kind: 'signal',
      signal: action.signal,
      ...(action.form === undefined ? {} : { form: action.form }),
      ...(match ? { match: match.evaluate(facts, env) } : {}),
      data: data.evaluate(facts, env),
    }),
  };
}

type Recipient = Extract<ResolvedAction, { kind: 'send' }>['to'];

function recipientOf(to: Part<'send'>['to'], address: (() => Json) | undefined): Recipient {
  if (address) return { address: address() };
  if (typeof to !== 'object') return { assignees: true };
  if (to.role !== undefined) return { role: to.role };
  return to.user === undefined ? { initiator: true } : { user: to.user };
}

function compileSend(action: Part<'send'>, scope: Scope): Body {
  const { to } = action;
  const address = typeof to === 'string' && to.startsWith('=') ? compileValue(to, scope) : undefined;
  const data = compileData(action.data, scope);
  return {
    depends: [...(address?.depends ?? []), ...data.depends],
    resolve: (facts, env) => ({
      kind: 'send',
      message: action.send,
      to: recipientOf(to, address && (() => address.evaluate(facts, env))),
      by: action.by,
      data: data.evaluate(facts, env),
    }),
  };
}

/** Keys are texts, whatever the formula gives: a number's key is its digits. */
const keyText = (value: Json): string | undefined =>
  value === null ? undefined : typeof value === 'object' ? JSON.stringify(value) : String(value);

function compileCall(action: Part<'call'>, scope: Scope): Body {
  const [connector = '', operation = ''] = action.call.split('.');
  const data = compileData(action.data, scope);
  const key = action.key === undefined ? undefined : compileValue(action.key, scope);
  return {
    depends: [...data.depends, ...(key?.depends ?? [])],
    resolve: (facts, env) => {
      const done = key && keyText(key.evaluate(facts, env));
      return {
        kind: 'call',
        connector,
        operation,
        data: data.evaluate(facts, env),
        ...(done === undefined ? {} : { key: done }),
        ...(action.save ? { save: action.save } : {}),
      };
    },
  };
}

function compileBody(action: Action, scope: Scope, forms: ActionForms): Body {
  if ('create' in action) return compileCreate(action, scope);
  if ('update' in action) return compileUpdate(action, scope, forms);
  if ('signal' in action) return compileSignal(action, scope);
  if ('send' in action) return compileSend(action, scope);
  if ('call' in action) return compileCall(action, scope);
  const data = compileData(action.set, scope);
  return { depends: data.depends, resolve: (facts, env) => ({ kind: 'set', set: data.evaluate(facts, env) }) };
}

/** Actions of rules and of flow nodes are the same thing. `forms`: scopes of the other forms that an action names. */
export function compileAction(action: Action, scope: Scope, forms: ActionForms): CompiledAction {
  const when = action.when === undefined ? undefined : compileCondition(action.when, scope);
  const body = compileBody(action, scope, forms);
  return {
    action,
    when,
    depends: [...new Set([...body.depends, ...(when?.depends ?? [])])],
    resolve: (facts, env) => (when && !when.test(facts, env) ? undefined : body.resolve(facts, env)),
  };
}

/** What a call's answer (under `answer`) puts into fields. */
export function resolveSave(
  save: Readonly<Record<string, unknown>>,
  answer: Json,
  facts: Facts,
  env: Env,
  scope: Scope,
): Record<string, Json> {
  return compileData(save, { ...scope, answer: { kind: 'any' } }).evaluate({ ...facts, answer }, env);
}
