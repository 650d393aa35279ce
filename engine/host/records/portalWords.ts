import type { FlowDefinition, FlowNode, NodePortal } from '../../definition/index.ts';
import type { PortalPageView } from '../../wire.ts';
import type { Held } from '../door/held.ts';
import { matchSql } from '../door/match.ts';
import type { Work } from '../door/work.ts';

/** A decision with the reason that was given for it, or the state that it led to. */
export interface Passed {
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

/** The form that is asked for here, unless it has been filled in for this record. */
export async function pageHere(
  work: Work,
  held: Held,
  here: NodePortal | undefined,
): Promise<PortalPageView | undefined> {
  const { page } = here ?? {};
  const form = page === undefined ? undefined : held.app.form(page.form);
  if (page === undefined || form === undefined || !form.form.public?.open) return undefined;
  const fill = Object.fromEntries(
    Object.entries(page.fill).map(([field, own]) => [field, String(held.values[own] ?? '')] as const),
  );
  const where = matchSql(form, fill);
  if (where === undefined) return undefined;
  const known = await work.query(`${form.storage.select()} where ${where.sql} limit 1`, where.values);
  return known.length > 0 ? undefined : { form: page.form, label: page.label, fill };
}

const nodeOf = (flow: FlowDefinition, key: string): FlowNode | undefined => flow.nodes.find((node) => node.key === key);

/** The decisions of a case and the states that they led to, oldest first. */
export async function passedOf(work: Work, { head }: Held): Promise<Passed[]> {
  if (head.instance === null) return [];
  return work.query<Passed>(
    `select type, data ->> 'reason' as reason, data ->> 'to' as "to" from engine.event
      where instance = $1 and type in ('task_completed', 'state_changed') order by seq limit 1000`,
    [head.instance],
  );
}

/**
 * The reasons that led from one state to the next, in the order of the states; none where the definition keeps it among
 * those who work on the case.
 */
export function reasonsTold(passed: readonly Passed[], { form }: Held): (string | undefined)[] {
  const open = new Set<string>(
    (form.flow?.definition.nodes ?? []).flatMap((node) =>
      portalOf(node)?.reason && 'state' in node && node.state !== undefined ? [node.state] : [],
    ),
  );
  return open.size === 0 ? [] : reasonsOf(passed, open);
}

/** One for each state that was come to: the reason of the decision just before, where that state tells its reasons. */
export function reasonsOf(rows: readonly Passed[], open: ReadonlySet<string>): (string | undefined)[] {
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
