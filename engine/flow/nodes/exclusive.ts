import { chooseEdge, leave, leaveBy, undecided } from '../route.ts';
import { decideTable } from '../table.ts';
import type { NodeType } from './type.ts';

export const exclusive: NodeType = {
  onEnter(run, token, node) {
    const definition = node.node;
    if (definition.type !== 'exclusive') return;
    if (definition.table === undefined) {
      leave(run, token, node.normal);
      return;
    }
    const outputs = decideTable(run, node, definition.table);
    const first = run.compiled.context.tables.get(definition.table)?.out[0];
    const answer = first === undefined ? undefined : outputs[first];
    const outcome = answer == null ? node.normal : String(answer);
    const edge = chooseEdge(run, node, outcome) ?? node.edges.find((candidate) => candidate.edge.default);
    if (edge) leaveBy(run, token, outcome, edge);
    else undecided(run, token, outcome);
  },
};
