import type { CompiledEdge } from '../compile.ts';
import { chooseEdge, leaveBy, undecided } from '../route.ts';
import { decideTable } from '../table.ts';
import type { Why } from '../types.ts';
import type { NodeType } from './type.ts';

/** Why this way and no other. */
function whyOf({ edge }: CompiledEdge): Why {
  const code = edge.when ? 'way_holds' : edge.default ? 'way_default' : 'way_only';
  return { code, params: { edge: edge.key } };
}

export const exclusive: NodeType = {
  onEnter(run, token, node) {
    const definition = node.node;
    if (definition.type !== 'exclusive') return;
    if (definition.table === undefined) {
      const edge = chooseEdge(run, node, node.normal);
      if (edge) leaveBy(run, token, node.normal, edge, { why: whyOf(edge) });
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
