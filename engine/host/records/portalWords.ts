import type { FlowDefinition, FlowNode, NodePortal } from '../../definition/index.ts';
import type { Held } from '../door/held.ts';
import type { Work } from '../door/work.ts';

/** What a decision may say to the one who applied: that of a step which has been passed by several is the last one's. */
interface Passed {
  type: 'task_completed' | 'state_changed';
  reason: string | null;
  to: string | null;
}

const portalOf = (node: FlowNode | undefined): NodePortal | undefined =>
  node !== undefined && 'portal' in node ? node.portal : undefined;

/** What the step says where the flow stands, or the end that it came to. */
export function portalHere({ head, instance, form }: Held): NodePortal | undefined {
  const flow = form.flow?.definition;
  if (flow === undefined) return undefined;
  const { status, tokens = [] } = instance?.state ?? {};
  if (status === 'running' || status === 'suspended') {
    return tokens.map(({ node }) => portalOf(nodeOf(flow, node))).find((portal) => portal !== undefined);
  }
  return portalOf(flow.nodes.find((node) => node.type === 'end' && node.state === head.state));
}

const nodeOf = (flow: FlowDefinition, key: string): FlowNode | undefined => flow.nodes.find((node) => node.key === key);

/**
 * The reasons that led from one state to the next, in the order of the states; none where the definition keeps it among
 * those who work on the case.
 */
export async function reasonsTold(work: Work, { head, form }: Held): Promise<(string | undefined)[]> {
  const open = new Set<string>(
    (form.flow?.definition.nodes ?? []).flatMap((node) =>
      portalOf(node)?.reason && 'state' in node && node.state !== undefined ? [node.state] : [],
    ),
  );
  if (open.size === 0 || head.instance === null) return [];
  const rows = await work.query<Passed>(
    `select type, data ->> 'reason' as reason, data ->> 'to' as "to" from engine.event
      where instance = $1 and type in ('task_completed', 'state_changed') order by seq limit 1000`,
    [head.instance],
  );
  const told: (string | undefined)[] = [];
  let last: string | undefined;
  for (const { type, reason, to } of rows) {
    if (type === 'task_completed') last = reason ?? undefined;
    else if (to !== null) {
      told.push(open.has(to) ? last : undefined);
      last = undefined;
    }
  }
  return told;
}
