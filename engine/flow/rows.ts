import type { Facts, Json, Scope } from '../expression/index.ts';
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

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** New rows get their ids with the step that sets them, so that a later step may go over them. */
export function withRowIds(scope: Scope, data: Record<string, Json>, nextId: () => string): Record<string, Json> {
  const tables = Object.entries(data).filter(([name, value]) => Array.isArray(value) && isTable(scope, name));
  if (tables.length === 0) return data;
  const named = tables.map(([name, rows]) => [name, (rows as Json[]).map((row) => withId(row, nextId))] as const);
  return { ...data, ...Object.fromEntries(named) };
}

function isTable(scope: Scope, name: string): boolean {
  const type = Object.hasOwn(scope, name) ? scope[name] : undefined;
  return type?.kind === 'list' && type.of?.kind === 'context' && Object.hasOwn(type.of.fields ?? {}, 'id');
}

/** What another system calls the id of its line is none of ours. */
function withId(row: Json, nextId: () => string): Json {
  if (row === null || typeof row !== 'object' || Array.isArray(row)) return row;
  return typeof row.id === 'string' && UUID.test(row.id) ? row : { ...row, id: nextId() };
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
