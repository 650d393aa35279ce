import type { CompiledEdge, CompiledNode } from '../compile.ts';
import { chooseEdge, hasEdge, leave, place, schedule, undecided } from '../route.ts';
import { rowsOf } from '../rows.ts';
import type { Run } from '../run.ts';
import { branchOver } from '../scopes.ts';
import type { OpenScope, Token } from '../types.ts';
import type { NodeType } from './type.ts';

/** The most branches: beyond that a flow is no way to work through a table. */
const most = 200;

/** The ids of the rows it is about now; where it only counts, the numbers. */
export function rowsFor(run: Run, { node, number, rows }: CompiledNode): string[] {
  if (node.type !== 'foreach') return [];
  if (node.over === undefined) {
    const times = Math.floor(Number(number?.(run.facts, run.env) ?? 0));
    return Array.from({ length: Math.min(Math.max(times, 0) || 0, most) }, (_, index) => String(index + 1));
  }
  const all = rowsOf(run.facts, node.over).filter(
    (row, index) => rows === undefined || rows.test(run.factsWith({ row, row_number: index + 1 }), run.env),
  );
  return all.slice(0, most).map(({ id }) => String(id));
}

/** The way each row takes; undefined where one has none. */
function waysOf(run: Run, node: CompiledNode, rows: readonly string[]): CompiledEdge[] | undefined {
  const { node: definition } = node;
  const table =
    definition.type === 'foreach' && definition.over !== undefined ? rowsOf(run.facts, definition.over) : [];
  const ways: CompiledEdge[] = [];
  for (const [index, id] of rows.entries()) {
    run.learn('row', table.find((row) => row.id === id) ?? {});
    run.learn('row_number', index + 1);
    const edge = chooseEdge(run, node, node.normal);
    if (!edge) return undefined;
    ways.push(edge);
  }
  return ways;
}

/** No rows: on behind the join, or by the way for that. */
function empty(run: Run, token: Token, node: CompiledNode): void {
  const { scope, branch } = token;
  const why = { code: 'no_rows' };
  if (hasEdge(node, 'empty')) {
    leave(run, token, 'empty', { why });
    return;
  }
  run.emit({ type: 'node_left', token: token.id, node: node.key, outcome: node.normal, skipped: true, why });
  const join = run.compiled.joins.get(node.key);
  if (join === undefined) branchOver(run, { scope, branch }, why);
  else place(run, run.node(join), { scope, branch });
}

/** A branch for each row; the join counts them as those of any split. */
export const foreach: NodeType = {
  onEnter(run, token, node) {
    const rows = rowsFor(run, node);
    if (rows.length === 0) {
      empty(run, token, node);
      return;
    }
    const ways = waysOf(run, node, rows);
    if (!ways) {
      undecided(run, token, node.normal);
      return;
    }
    run.emit({
      type: 'node_left',
      token: token.id,
      node: node.key,
      outcome: node.normal,
      ...(node.undo ? { by: [] } : {}),
    });
    const scope = run.nextLocalId();
    const count = rows.length;
    run.emit({ type: 'scope_opened', scope, split: node.key, count, parent: token.scope, branch: token.branch, rows });
    for (const [branch, edge] of ways.entries()) schedule(run, { node: edge.edge.to, scope, branch });
  },
};

/** Rows that have come since get their branch too. */
export function grow(run: Run, scope: OpenScope, node: CompiledNode): void {
  const known = new Set(scope.rows);
  const fresh = rowsFor(run, node).filter((row) => !known.has(row));
  if (fresh.length === 0) return;
  const all = [...known, ...fresh];
  const ways = waysOf(run, node, all);
  if (!ways) return;
  run.emit({ type: 'scope_grown', scope: scope.id, rows: fresh });
  fresh.forEach((_row, index) => {
    const branch = known.size + index;
    const edge = ways[branch];
    if (edge) schedule(run, { node: edge.edge.to, scope: scope.id, branch });
  });
}
