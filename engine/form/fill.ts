import type { Data, LookupRows, LookupSource } from '../definition/types.generated.ts';
import { type CompiledFormula, compileFormula, type Env, ExpressionError, type Scope } from '../expression/index.ts';
import { noteFault } from './compile/bind.ts';
import type { CompiledForm } from './compile/model.ts';
import { isFormula } from './fields/bounds.ts';
import { fieldScope, own, rowScope, tableOf } from './scope.ts';
import type { FormContext, FormFault, Json, Values } from './types.ts';

/**
 * What a lookup's source means for the form that asks: its values for fields and rows. Sources that are forms are typed by
 * their fields; what a connector answers is known by name only.
 */

type Filler = { key: string; evaluate: (facts: Values, env: Env) => Json }[];

interface Fillers {
  fields: Filler;
  tables: { table: string; from: string; filler: Filler }[];
  faults: FormFault[];
}

const anything = { kind: 'any' } as const;

/** Names that a connector answers with are not declared: what is unknown is anything. At most as many as a formula holds. */
function compileOpen(text: string, scope: Scope): CompiledFormula {
  const open: Scope = { ...scope };
  for (let attempt = 0; attempt < 60; attempt += 1) {
    try {
      return compileFormula(text, open);
    } catch (error) {
      const place = error instanceof ExpressionError && error.code === 'unknown_name' ? error.at : undefined;
      const name = place && text.slice(place.from, place.to).trim();
      if (!name || Object.hasOwn(open, name)) throw error;
      open[name] = anything;
    }
  }
  return compileFormula(text, open);
}

type Compile = (text: string) => CompiledFormula;

function fillerOf(data: Data, compile: Compile, faults: FormFault[], pointer: string): Filler {
  return Object.entries(data).flatMap(([key, value]) => {
    if (!isFormula(value)) return [{ key, evaluate: () => value as Json }];
    try {
      const formula = compile(value.slice(1));
      return [{ key, evaluate: (facts: Values, env: Env) => formula.evaluate(facts, env) }];
    } catch (error) {
      noteFault(faults, error, `${pointer}/${key}`);
      return [];
    }
  });
}

/** The source's names: a form's own, open where a connector may answer too. */
function compilerFor(sources: readonly LookupSource[], context: FormContext, rows?: LookupRows): Compile {
  const source = sources.find((one) => 'form' in one);
  const form = source && 'form' in source ? context.forms.get(source.form) : undefined;
  const open = !form || sources.some((one) => !('form' in one));
  const record = form ? fieldScope(form, context) : {};
  const table = form && rows ? tableOf(form, rows.from) : undefined;
  const scope = form && table ? { ...record, ...rowOnly(rowScope(form, table.key, context), table.fields) } : record;
  return open ? (text) => compileOpen(text, scope) : (text) => compileFormula(text, scope);
}

function rowOnly(scope: Scope, columns: readonly { key: string }[]): Scope {
  return Object.fromEntries(columns.flatMap(({ key }) => (scope[key] ? [[key, scope[key]]] : [])));
}

const known = new WeakMap<CompiledForm, Map<string, Fillers>>();

export function fillersOf(compiled: CompiledForm, key: string): Fillers {
  let byKey = known.get(compiled);
  if (!byKey) {
    byKey = new Map();
    known.set(compiled, byKey);
  }
  let fillers = byKey.get(key);
  if (!fillers) {
    fillers = build(compiled, key);
    byKey.set(key, fillers);
  }
  return fillers;
}

function build(compiled: CompiledForm, key: string): Fillers {
  const faults: FormFault[] = [];
  const found = compiled.lookups.get(key);
  if (!found) return { fields: [], tables: [], faults };
  const { lookup, pointer } = found;
  const sources = lookup.else ? [lookup.from, lookup.else] : [lookup.from];
  const fields = fillerOf(lookup.fill ?? {}, compilerFor(sources, compiled.context), faults, `${pointer}/fill`);
  const tables = Object.entries(lookup.rows ?? {}).map(([table, rows]) => ({
    table,
    from: rows.from,
    filler: fillerOf(rows.fill, compilerFor(sources, compiled.context, rows), faults, `${pointer}/rows/${table}/fill`),
  }));
  return { fields, tables, faults };
}

const run = (filler: Filler, facts: Values, env: Env): Values =>
  Object.fromEntries(filler.map(({ key, evaluate }) => [key, evaluate(facts, env)]));

function rowsOf(source: Values, from: string): Values[] {
  const rows = own(source, from);
  if (!Array.isArray(rows)) return [];
  return rows.filter((row): row is Values => row !== null && typeof row === 'object' && !Array.isArray(row));
}

export function fillFrom(
  compiled: CompiledForm,
  key: string,
  source: Values,
  env: Env,
): { found: true; fill: Values; rows: { [table: string]: Values[] } } {
  const { fields, tables } = fillersOf(compiled, key);
  const rows: { [table: string]: Values[] } = {};
  for (const { table, from, filler } of tables) {
    rows[table] = rowsOf(source, from).map((row) => run(filler, { ...source, ...row }, env));
  }
  return { found: true, fill: run(fields, source, env), rows };
}
