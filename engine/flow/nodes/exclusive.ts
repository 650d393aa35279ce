import type { Json } from '../../expression/index.ts';
import type { CompiledEdge, CompiledNode } from '../compile.ts';
import { chooseEdge, leaveBy, undecided } from '../route.ts';
import type { Run } from '../run.ts';
import { decideTable } from '../table.ts';
import type { Why } from '../types.ts';
import type { NodeType } from './type.ts';

/** Of the ways that were not gone so many are told of: a reason is read, not studied. */
const told = 3;

/** Why this way and no other, with the values as they were. */
function whyOf(run: Run, node: CompiledNode, { edge, when }: CompiledEdge): Why {
  if (when) {
    const trace = when.explain(run.facts, run.env) as unknown as Json;
    return { code: 'way_holds', params: { edge: edge.key, trace } };
  }
  if (!edge.default) return { code: 'way_only', params: { edge: edge.key } };
  const others = node.edges.flatMap((other) => (other.when ? [other.when] : [])).slice(0, told);
  const tried = others.map((other) => other.explain(run.facts, run.env) as unknown as Json);
  return { code: 'way_default', params: { edge: edge.key, tried } };
}

export const exclusive: NodeType = {
  onEnter(run, token, node) {
    const definition = node.node;
    if (definition.type !== 'exclusive') return;
    if (definition.table === undefined) {
      const edge = chooseEdge(run, node, node.normal);
      if (edge) leaveBy(run, token, node.normal, edge, { why: whyOf(run, node, edge) });
      else undecided(run, token, node.normal);
      return;
    }
    const outputs = decideTable(run, node, definition.table);
    const first = run.compiled.context.tables.get(definition.table)?.out[0];
    const answer = first === undefined ? undefined : outputs[first];
    const outcome = answer == null ? node.normal : String(answer);
    const edge = chooseEdge(run, node, outcome) ?? node.edges.find((candidate) => candidate.edge.default);
    const why: Why = { code: 'way_by_table', params: { table: definition.table, outcome } };
    if (edge) leaveBy(run, token, outcome, edge, { why });
    else undecided(run, token, outcome);
  },
};
