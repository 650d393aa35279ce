import type { FlowDefinition, FlowEdge, FlowNode, FlowState } from '../../../engine/definition/index.ts';

/** Why an edit cannot be: said to the person, and nothing has changed. */
export type Refusal =
  | 'start_stays'
  | 'join_stays'
  | 'last_end'
  | 'into_itself'
  | 'nothing_follows'
  | 'default_is_last'
  | 'leads_nowhere'
  | 'cuts_off'
  | 'end_leads'
  | 'start_entered'
  | 'itself'
  | 'already';

/** A new definition, and what is selected in it. Every edit is a function of the definition as it was. */
export interface Edited {
  flow: FlowDefinition;
  selection: readonly string[];
}
export type Outcome = Edited | { refused: Refusal };
export const refuse = (refused: Refusal): Outcome => ({ refused });

/** "approve_2": the first that is free. */
export function freeKey(stem: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const key = `${stem}_${number}`;
    if (!taken.has(key)) return key;
  }
}

export const nodeKeys = (flow: FlowDefinition): Set<string> => new Set(flow.nodes.map(({ key }) => key));
export const edgeKeys = (flow: FlowDefinition): Set<string> => new Set(flow.edges.map(({ key }) => key));
export const stateKeys = (flow: FlowDefinition): Set<string> => new Set(flow.states.map(({ key }) => key));
export const nodeOf = (flow: FlowDefinition, key: string): FlowNode | undefined =>
  flow.nodes.find((node) => node.key === key);
export const edgeOf = (flow: FlowDefinition, key: string): FlowEdge | undefined =>
  flow.edges.find((edge) => edge.key === key);

/** Edges with these keys lead to another node. */
export function redirected(edges: readonly FlowEdge[], keys: ReadonlySet<string>, to: string): FlowEdge[] {
  return edges.map((edge) => (keys.has(edge.key) && edge.to !== to ? { ...edge, to } : edge));
}

/** The definition with other lists; a list that must not be empty never becomes so here. */
export const withGraph = (
  flow: FlowDefinition,
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
): FlowDefinition => ({ ...flow, nodes, edges }) as FlowDefinition;

export const withStates = (flow: FlowDefinition, states: readonly FlowState[]): FlowDefinition =>
  ({ ...flow, states }) as FlowDefinition;

/** All that people can come to: from the start, and by the ways from anywhere. */
export function reachable(flow: FlowDefinition): Set<string> {
  const keys = nodeKeys(flow);
  const next = new Map<string, string[]>();
  const found = new Set<string>();
  for (const { from, to } of flow.edges) {
    if (!keys.has(to)) continue;
    if (from === '*') found.add(to);
    else next.set(from, [...(next.get(from) ?? []), to]);
  }
  for (const node of flow.nodes) {
    if (node.type === 'start') found.add(node.key);
    if (node.type === 'route' && keys.has(node.to)) next.set(node.key, [node.to]);
  }
  for (const key of found) for (const to of next.get(key) ?? []) found.add(to);
  return found;
}
