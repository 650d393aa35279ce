import type { ConnectorDefinition, Hook } from '../../definition/index.ts';
import { compileFormula, type FunctionLibrary } from '../../expression/index.ts';
import type { Env, Facts, FactType, Json, Scope } from '../../expression/types.ts';
import { readBody } from './answer.ts';
import type { Installation } from './installation.ts';
import { underscored } from './request.ts';
import { compileRecord, compileTemplate, type RecordTemplate, type Template } from './template.ts';

const ANY: FactType = { kind: 'any' };
const TEXT: FactType = { kind: 'text' };

/** A call-back as it came. */
export interface HookRequest {
  raw: string;
  headers: Record<string, string>;
  query: Record<string, string>;
}

/** What a verified call-back asks for. */
export interface HookOrder {
  /** The same key is handled once; null where the definition gives none. */
  key: string | null;
  form: string;
  match: Record<string, Json>;
  set: Record<string, Json>;
  append: Record<string, { rows: Record<string, Json>[]; key?: string }>;
  /** Sent to the record's flow where it is not null. */
  signal: string | null;
  reply: Json;
}

export interface CompiledHook {
  /** undefined: the signature is not right. `isTrusted`: it is not looked at, as in a story. */
  read(request: HookRequest, installation: Installation, env: Env, isTrusted?: boolean): HookOrder | undefined;
}

export function compileHook(connector: ConnectorDefinition, hook: Hook, functions: FunctionLibrary): CompiledHook {
  const scope = hookScope(connector);
  const lets = Object.entries(hook.let ?? {}).map(([name, value]) => {
    const compiled = { name, value: compileTemplate(value, scope, functions) };
    scope[name] = ANY;
    return compiled;
  });
  const formula = (text: string | undefined, otherwise: Json): Template => {
    if (text === undefined) return () => otherwise;
    const compiled = compileFormula(text.replace(/^=/, ''), scope, { functions });
    return (facts, env) => compiled.evaluate(facts, env);
  };
  const verify = formula(hook.verify, false);
  const key = formula(hook.key, null);
  const match = compileRecord(hook.match, scope, functions);
  const set = compileRecord(hook.set, scope, functions);
  const signalWhen = formula(hook.signalWhen, true);
  const reply = compileTemplate(hook.reply ?? { ok: true }, scope, functions);
  const append = Object.entries(hook.append ?? {}).map(([table, rows]) => ({
    table,
    key: rows.key,
    from: formula(rows.from, []),
    fill: compileRecord(rows.fill, { ...scope, row: ANY }, functions),
  }));
  return {
    read: (request, installation, env, isTrusted = false) => {
      const facts = hookFacts(hook, request, installation);
      for (const { name, value } of lets) facts[name] = value(facts, env);
      if (!isTrusted && verify(facts, env) !== true) return undefined;
      const given = key(facts, env);
      return {
        key: given === null ? null : String(given),
        form: hook.form,
        match: match(facts, env),
        set: set(facts, env),
        append: Object.fromEntries(append.map((one) => [one.table, rowsOf(one, facts, env)])),
        signal: hook.signal !== undefined && signalWhen(facts, env) === true ? hook.signal : null,
        reply: reply(facts, env),
      };
    },
  };
}

function hookScope(connector: ConnectorDefinition): Scope {
  const secrets = Object.fromEntries((connector.secrets ?? []).map((name) => [name, TEXT]));
  const config = Object.fromEntries(Object.keys(connector.config ?? {}).map((name) => [name, ANY]));
  return {
    body: ANY,
    raw: TEXT,
    headers: ANY,
    query: ANY,
    secret: { kind: 'context', fields: secrets },
    config: { kind: 'context', fields: config },
  };
}

function hookFacts(hook: Hook, request: HookRequest, { secret, config }: Installation): Record<string, Json> {
  const body = hook.encoding === 'form' ? Object.fromEntries(new URLSearchParams(request.raw)) : readBody(request.raw);
  return { body, raw: request.raw, headers: underscored(request.headers), query: request.query, secret, config };
}

function rowsOf(
  { key, from, fill }: { key: string | undefined; from: Template; fill: RecordTemplate },
  facts: Facts,
  env: Env,
): { rows: Record<string, Json>[]; key?: string } {
  const list = from(facts, env);
  const rows = (Array.isArray(list) ? list : []).map((row) => fill({ ...facts, row }, env));
  return { rows, ...(key !== undefined && { key }) };
}
