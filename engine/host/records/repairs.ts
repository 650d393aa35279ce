import type { Label } from '../../definition/index.ts';
import { labelOfNode, type OpenOperation, skipOutcomes } from '../../flow/index.ts';
import { OUTCOMES } from '../../flow/names.ts';
import { normalOutcome } from '../../flow/outcomes.ts';
import type { OperationView } from '../../wire.ts';
import type { Held } from '../door/held.ts';
import { INCIDENTS, UNFORESEEN } from './words.ts';

/** What only an administrator is offered, with the choices there are: which branch, whose task, what to go past. */
export function repairChoices(
  held: Held,
  { places, tasks }: OpenOperation,
  names: ReadonlyMap<string, Label>,
): Pick<OperationView, 'places' | 'tasks'> {
  const roles = new Map(held.app.model.app.roles.map(({ key, label }) => [key, label]));
  const targets = (list: readonly { node: string; label: Label }[]) =>
    list.map(({ node, label }) => ({ key: node, label }));
  const given = tasks?.map(({ task, label, assignee, role }) => {
    const who = assignee === undefined ? roles.get(role ?? '') : names.get(assignee);
    return { key: task, label, ...(who === undefined ? {} : { who }) };
  });
  return {
    ...(places
      ? { places: places.map(({ token, node, label, targets: to }) => ({ token, node, label, targets: targets(to) })) }
      : {}),
    ...(given ? { tasks: given } : {}),
  };
}

/** What went wrong in this case, and the outcomes with which each may be gone past. */
export function incidentsOf({ instance, form }: Held): NonNullable<OperationView['incidents']> {
  const flow = form.flow?.definition;
  if (!flow) return [];
  return (instance?.state?.tokens ?? []).flatMap(({ id, node, incident }) => {
    if (!incident) return [];
    const cause = INCIDENTS[incident.code] ?? UNFORESEEN;
    return [{ token: id, node, label: labelOfNode(flow, node), cause, outcomes: skipChoices(flow, node) }];
  });
}

/** Each outcome by its way's name, or by where it leads. */
export function skipChoices(flow: Parameters<typeof skipOutcomes>[0] & Parameters<typeof labelOfNode>[0], key: string) {
  const node = flow.nodes.find((one) => one.key === key);
  return skipOutcomes(flow, key).map((outcome) => {
    const edge = flow.edges.find(({ from, on }) => from === key && (on ?? (node && normalOutcome(node))) === outcome);
    return { key: outcome, label: edge?.label ?? led(OUTCOMES[outcome], edge && labelOfNode(flow, edge.to)) };
  });
}

function led(known: Label | undefined, to: Label | undefined): Label {
  const [what, where] = [both(known ?? ''), both(to ?? '')];
  const join = (locale: 'zh-CN' | 'en') =>
    [what[locale], where[locale] && `→ ${where[locale]}`].filter(Boolean).join(' ');
  return { 'zh-CN': join('zh-CN'), en: join('en') };
}

const both = (label: Label): { 'zh-CN': string; en: string } =>
  typeof label === 'string' ? { 'zh-CN': label, en: label } : label;
