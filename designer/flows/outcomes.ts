import type { FlowDefinition, FlowNode } from '../../engine/definition/index.ts';
import { outcomesOf } from '../../engine/flow/check/outcomes.ts';
import { isGate } from '../../engine/flow/layout/graph.ts';
import { normalOutcome } from '../../engine/flow/outcomes.ts';
import type { Draft } from '../facts/index.ts';

/** One way that a node can end: `on` is undefined for its usual outcome, as an edge says it. */
export interface NodeOutcome {
  outcome: string;
  on: string | undefined;
  /** It may happen, so there has to be a way. */
  isNeeded: boolean;
  /** Without a way of its own it goes as the usual outcome does. */
  isUsual?: true;
}

function endsOf(form: string, { flows }: Draft): string[] | undefined {
  const flow = [...flows.values()].find((one) => one.form === form);
  return flow?.nodes.flatMap((node) => (node.type === 'end' ? [node.state] : []));
}

/** How another flow ended, unless it never began. */
const isEnd = (node: FlowNode, outcome: string): boolean =>
  node.type === 'subflow' && !['done', 'error', 'missed', node.deadline?.outcome].includes(outcome);

/** What each node can end with, the usual outcome first, and what edges already name. */
export function outcomesToTell(flow: FlowDefinition, key: string, draft: Draft): NodeOutcome[] {
  const node = flow.nodes.find((one) => one.key === key);
  if (node === undefined || node.type === 'end' || node.type === 'route') return [];
  const usual = normalOutcome(node);
  if (isGate(node)) return [{ outcome: usual, on: undefined, isNeeded: true }];
  const found = outcomesOf(node, { tables: draft.tables, flowEnds: (form) => endsOf(form, draft) });
  const named = flow.edges.filter(({ from }) => from === key).map(({ on }) => on ?? usual);
  const all = [...new Set([usual, ...found.must, ...found.should, ...found.may, ...named])];
  return all
    .filter((outcome) => outcome !== usual || found.must.has(usual) || named.includes(usual))
    .map((outcome) => ({
      outcome,
      on: outcome === usual ? undefined : outcome,
      isNeeded: found.must.has(outcome),
      ...(isEnd(node, outcome) ? { isUsual: true as const } : {}),
    }));
}
