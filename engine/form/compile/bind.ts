import { compileCondition, compileFormula, ExpressionError } from '../../expression/index.ts';
import type { CompiledCondition, Condition, Facts, FactType, Json, Scope } from '../../expression/types.ts';
import { isFormula } from '../fields/bounds.ts';
import type { FormFault, Localised } from '../types.ts';
import type { BoundCondition, BoundValue, Read, RowState, State } from './model.ts';

/** Where an expression stands: its scope, and in a row the names that are the row's own. */
export interface Site {
  scope: Scope;
  table?: string;
  /** Columns of the row, with `id`. */
  columns: ReadonlySet<string>;
  /** Columns of each table. */
  tables: ReadonlyMap<string, ReadonlySet<string>>;
  /** The record's fields that are no tables. */
  fields: ReadonlySet<string>;
}

const lookAtFormula: Localised = { 'zh-CN': '请修改此处的公式或条件', en: 'Change the formula or condition here' };

/** Notes an expression's fault; anything else that is thrown is a fault of ours and goes on. */
export function noteFault(faults: FormFault[], error: unknown, pointer: string): void {
  if (!(error instanceof ExpressionError)) throw error;
  faults.push({
    code: error.code,
    path: pointer + (error.path ?? ''),
    message: error.localised,
    cure: error.cure ?? lookAtFormula,
    severity: 'error',
  });
}

function readsOfTable(site: Site, table: string, column: string | undefined): Read[] {
  const columns = site.tables.get(table) ?? new Set<string>();
  const cells = column === undefined || !columns.has(column) ? [...columns] : [column];
  return [`kept:${table}`, ...cells.map((key) => `value:${table}.${key}`)].map((cell) => ({ cell, sameRow: false }));
}

function readsOfRecord(site: Site, [root = '', next]: string[]): Read[] {
  if (site.tables.has(root)) return readsOfTable(site, root, next);
  return site.fields.has(root) ? [{ cell: `value:${root}`, sameRow: false }] : [];
}

function readsOfRow(site: Site, column: string | undefined): Read[] {
  if (site.table === undefined) return [];
  const all = column === undefined ? [...site.columns] : [column];
  return all.filter((key) => key !== 'id').map((key) => ({ cell: `value:${site.table}.${key}`, sameRow: true }));
}

/** The cells behind the names that an expression reads. */
export function readsOf(depends: readonly string[], site: Site): Read[] {
  return depends.flatMap((name) => {
    const parts = name.split('.');
    const [root = '', ...rest] = parts;
    if (site.table === undefined) return readsOfRecord(site, parts);
    if (site.columns.has(root)) return readsOfRow(site, root);
    if (root === 'row') return readsOfRow(site, rest[0]);
    if (root === 'index') return [{ cell: `rows:${site.table}`, sameRow: false }];
    if (root !== 'record') return readsOfRecord(site, parts);
    return rest.length > 0 ? readsOfRecord(site, rest) : [...site.fields].flatMap((key) => readsOfRecord(site, [key]));
  });
}

type FactsAt = (state: State, row: RowState | undefined) => Facts;

/** Only the names that are read are laid out for a row: 500 rows of a wide record cost nothing that is not used. */
export function factsAt(depends: readonly string[], site: Site): FactsAt {
  if (site.table === undefined) return (state) => state.facts;
  const roots = [...new Set(depends.map((name) => name.split('.', 1)[0] ?? ''))];
  const ofRow = roots.flatMap((root): [string, (row: RowState) => Json][] => {
    if (site.columns.has(root)) return [[root, (row) => row.values[root] ?? null]];
    if (root === 'row') return [[root, (row) => row.values]];
    return root === 'index' ? [[root, (row) => row.index + 1]] : [];
  });
  const ofRecord = roots.filter((root) => !ofRow.some(([name]) => name === root));
  return (state, row) => {
    const facts: Record<string, Json> = {};
    // What asks for no column is worked out once for all rows, without one.
    for (const root of ofRecord) {
      if (root === 'record') facts[root] = state.facts;
      else facts[root] = Object.hasOwn(state.facts, root) ? (state.facts[root] ?? null) : null;
    }
    if (row) for (const [name, get] of ofRow) facts[name] = get(row);
    return facts;
  };
}

const literal = (value: Json): BoundValue => ({ evaluate: () => value, reads: [], depends: [] });

/** A literal, or a formula behind "="; undefined where it cannot be compiled. */
export function bindValue(
  value: unknown,
  site: Site,
  faults: FormFault[],
  pointer: string,
  expect?: FactType,
): BoundValue | undefined {
  if (!isFormula(value)) return literal(value as Json);
  try {
    const formula = compileFormula(value.slice(1), site.scope, expect ? { expect } : {});
    const facts = factsAt(formula.depends, site);
    return {
      evaluate: (state, row) => formula.evaluate(facts(state, row), state.env),
      reads: readsOf(formula.depends, site),
      depends: formula.depends,
      text: value,
    };
  } catch (error) {
    noteFault(faults, error, pointer);
    return undefined;
  }
}

export function compileWhen(
  condition: object,
  scope: Scope,
  faults: FormFault[],
  pointer: string,
): CompiledCondition | undefined {
  try {
    return compileCondition(condition as Condition, scope);
  } catch (error) {
    noteFault(faults, error, pointer);
    return undefined;
  }
}

export function bindCondition(
  condition: object,
  site: Site,
  faults: FormFault[],
  pointer: string,
): BoundCondition | undefined {
  const compiled = compileWhen(condition, site.scope, faults, pointer);
  if (!compiled) return undefined;
  const facts = factsAt(compiled.depends, site);
  return {
    test: (state, row) => compiled.test(facts(state, row), state.env),
    explain: (state, row) => compiled.explain(facts(state, row), state.env),
    reads: readsOf(compiled.depends, site),
  };
}
