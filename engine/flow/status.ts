import type { FlowDefinition } from '../definition/types.generated.ts';
import type { FlowEvent, NodeStatus } from './types.ts';

/** How each node stands, from the history: for the picture of a running case. */
export function statusByNode(flow: FlowDefinition, events: readonly FlowEvent[]): Record<string, NodeStatus> {
  const status: Record<string, NodeStatus> = Object.fromEntries(flow.nodes.map((node) => [node.key, 'waiting']));
  for (const event of events) {
    switch (event.type) {
      case 'node_entered':
      case 'retried':
        status[event.node] = 'current';
        break;
      case 'node_left':
        status[event.node] = event.skipped ? 'skipped' : event.outcome === 'returned' ? 'waiting' : 'done';
        break;
      case 'node_cancelled':
        status[event.node] = 'waiting';
        break;
      case 'incident':
        status[event.node] = 'incident';
        break;
      case 'undone':
        for (const node of event.nodes) status[node] = 'waiting';
        break;
      case 'taken_back':
      case 'returned':
        for (const node of event.undone) status[node] = 'waiting';
        break;
      default:
    }
  }
  return status;
}
