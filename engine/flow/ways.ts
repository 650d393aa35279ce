import type { FlowDefinition } from '../definition/types.generated.ts';
import { normalOutcome } from './outcomes.ts';
import type { FlowEvent } from './types.ts';

/** How often each edge was gone, from the history: events name nodes and outcomes, and the reason the edge where there is a choice. */
export function waysGone(flow: FlowDefinition, events: readonly FlowEvent[]): Map<string, number> {
  const gone = new Map<string, number>();
  const count = (edge: string): void => void gone.set(edge, (gone.get(edge) ?? 0) + 1);
  const nodes = new Map(flow.nodes.map((node) => [node.key, node]));
  events.forEach((event, index) => {
    if (event.type === 'edge_taken') count(event.edge);
    if (event.type !== 'node_left') return;
    const node = nodes.get(event.node);
    if (!node) return;
    const named = event.why?.params?.edge;
    const candidates = flow.edges.filter(({ key, from, on, default: isDefault }) => {
      if (from !== event.node) return false;
      if (typeof named === 'string') return key === named;
      return (on ?? normalOutcome(node)) === event.outcome || isDefault === true;
    });
    const isSplit = event.outcome === 'split' || event.outcome === 'each';
    const next = nextPlaces(events, index);
    for (const { key, to } of candidates) {
      if (!next.has(to)) continue;
      count(key);
      // Of several ways to go, one is gone; all of them only where the flow divides.
      if (!isSplit) return;
    }
    if (node.type === 'route' && next.has(node.to)) count(`jump ${node.key}`);
  });
  return gone;
}

/** What is entered by itself after an event: all of it at the same instant, since it is one command. */
function nextPlaces(events: readonly FlowEvent[], from: number): Set<string> {
  const at = events[from]?.at;
  const places = new Set<string>();
  for (let index = from + 1; index < events.length; index += 1) {
    const event = events[index];
    if (event === undefined || event.at !== at) break;
    if (event.type === 'node_entered') places.add(event.node);
    if (event.type === 'branch_joined') places.add(event.join);
  }
  return places;
}
