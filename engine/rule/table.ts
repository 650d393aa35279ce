import type { DecisionTable } from '../definition/types.generated.ts';
import {
  type CompiledFormula,
  type CompiledUnaryTests,
  compileFormula,
  compileUnaryTests,
  type Env,
  type Facts,
  type FactType,
  type Json,
  type Scope,
} from '../expression/index.ts';
import type { CompiledTable, TableResult, TableWhy } from './types.ts';

interface Row {
  index: number;
  cells: readonly string[];
  /** null: anything. */
  tests: readonly (CompiledUnaryTests | null)[];
  outputs: readonly (CompiledFormula | Json)[];
}

/** A dash, or an empty cell. */
export const isAnything = (cell: string): boolean => cell.trim() === '-' || cell.trim() === '';

const isCompiled = (output: CompiledFormula | Json): output is CompiledFormula =>
  typeof output === 'object' && output !== null && 'evaluate' in output;

/** A literal output: a text as it stands; in quotes the text between them; true, false, null and whole or decimal numbers as themselves. */
function literal(cell: string): Json {
  const text = cell.trim();
  if (text === '' || text === 'null' || text === '-') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  const quoted = /^"(.*)"$/s.exec(text)?.[1];
  return quoted === undefined ? text : quoted.replaceAll('\\"', '"').replaceAll('\\\\', '\\');
}

function sameOutputs(a: Record<string, Json>, b: Record<string, Json>): boolean {
  return Object.keys(a).every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

function faultOf(hit: CompiledTable['hit'], found: readonly Record<string, Json>[]): TableWhy['fault'] {
  const [first, ...others] = found;
  if (!first) return 'none';
  if (hit === 'unique' && others.length > 0) return 'not_unique';
  if (hit === 'any' && others.some((other) => !sameOutputs(first, other))) return 'disagree';
  return undefined;
}

/** Tables repeat themselves: each distinct cell of a column is compiled once. */
function cellCompiler(type: FactType, scope: Scope): (cell: string) => CompiledUnaryTests | null {
  const known = new Map<string, CompiledUnaryTests>();
  return (cell) => {
    if (isAnything(cell)) return null;
    const test = known.get(cell) ?? compileUnaryTests(cell, type, scope);
    known.set(cell, test);
    return test;
  };
}

/** A row is tested from the left and given up at the first cell that fails. */
export function compileTable(table: DecisionTable, scope: Scope): CompiledTable {
  const hit = table.hit ?? 'first';
  const inputs = table.in.map((text) => compileFormula(text.slice(1), scope));
  const columns = inputs.map((input) => cellCompiler(input.type, scope));
  const output = (cell: string): CompiledFormula | Json =>
    cell.startsWith('=') ? compileFormula(cell.slice(1), scope) : literal(cell);
  const rows: Row[] = table.rows.map((cells, index) => ({
    index,
    cells,
    tests: columns.map((compile, i) => compile(cells[i] ?? '-')),
    outputs: table.out.map((_, j) => output(cells[table.in.length + j] ?? '')),
  }));
  const depends = new Set(inputs.flatMap((input) => input.depends));
  for (const row of rows) {
    for (const part of [...row.tests, ...row.outputs]) {
      if (part !== null && typeof part === 'object' && 'depends' in part)
        for (const name of part.depends as string[]) depends.add(name);
    }
  }
  return {
    key: table.key,
    hit,
    out: table.out,
    depends: [...depends],
    evaluate: (facts, env) => {
      const actual = inputs.map((input) => input.evaluate(facts, env));
      const matched: Row[] = [];
      for (const row of rows) {
        if (!row.tests.every((test, i) => test === null || test.test(actual[i] ?? null, facts, env))) continue;
        matched.push(row);
        if (hit === 'first') break;
      }
      return resultOf(table, hit, actual, matched, facts, env);
    },
  };
}

function resultOf(
  table: DecisionTable,
  hit: CompiledTable['hit'],
  actual: Json[],
  matched: readonly Row[],
  facts: Facts,
  env: Env,
): TableResult {
  const all = matched.map((row) =>
    Object.fromEntries(
      table.out.map((name, j) => {
        const output = row.outputs[j] ?? null;
        return [name, isCompiled(output) ? output.evaluate(facts, env) : output] as const;
      }),
    ),
  );
  const fault = faultOf(hit, all);
  const why: TableWhy = {
    table: table.key,
    inputs: table.in.map((formula, i) => ({ formula, actual: actual[i] ?? null })),
    matched: matched.map((row) => ({ row: row.index, cells: [...row.cells] })),
    ...(fault ? { fault } : {}),
  };
  // A table that contradicts itself decides nothing: better an incident than a wrong way taken in silence.
  if (fault) return { outputs: {}, all: fault === 'none' ? [] : all, rows: [], why };
  return { outputs: all[0] ?? {}, all, rows: matched.map((row) => row.index), why };
}

export function evaluateTable(table: CompiledTable, facts: Facts, env: Env): TableResult {
  return table.evaluate(facts, env);
}
