import type { Facts, Json } from '../expression/index.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowState } from './types.ts';

type Row = Record<string, Json>;

/** The rows of a sub-table that have an id: what foreach runs over. */
export function rowsOf(facts: Facts, table: string): Row[] {
  const rows = facts[table];
  if (!Array.isArray(rows)) return [];
  return rows.filter(
    (row): row is Row => row !== null && typeof row === 'object' && !Array.isArray(row) && typeof row.id === 'string',
  );
}

/** The row that a thread works on, innermost foreach first: undefined outside of any. */
export function rowOf(
  compiled: CompiledFlow,
  state: FlowState,
  thread: { scope: number; branch: number },
): { table: string | undefined; id: string | undefined; number: number } | undefined {
  let { scope, branch } = thread;
  while (scope !== 0) {
    const id: number = scope;
    const open = state.scopes.find((candidate) => candidate.id === id);
    if (!open) return undefined;
    const node = compiled.nodes.get(open.split)?.node;
    if (node?.type === 'foreach') return { table: node.over, id: open.rows?.[branch], number: branch + 1 };
    ({ scope, branch } = open);
  }
  return undefined;
}

/** What formulas in a foreach may ask beside the record: its row (an empty one where it has gone) and its number. */
export function rowFacts(
  compiled: CompiledFlow,
  state: FlowState,
  facts: Facts,
  thread: { scope: number; branch: number },
): Record<string, Json> | undefined {
  const found = rowOf(compiled, state, thread);
  if (!found) return undefined;
  const row = found.table === undefined ? undefined : rowsOf(facts, found.table).find(({ id }) => id === found.id);
  return { row: row ?? {}, row_number: found.number };
}
