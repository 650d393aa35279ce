import { ExpressionError, type Scope } from '../../expression/index.ts';
import { parseCron } from '../../rule/cron.ts';
import { formOfTrigger, TASK_FACTS } from '../../rule/trigger.ts';
import { both } from '../texts.ts';
import type { FlowDefinition, FormDefinition, RuleDefinition } from '../types.generated.ts';
import { checkAction, checkParty } from './action.ts';
import { at, type Desk, fieldKeys, type Place } from './desk.ts';

type Trigger = RuleDefinition['on'];

function checkSchedule(desk: Desk, place: Place, schedule: string): void {
  try {
    parseCron(schedule);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    desk.report(place, error.code, error.localised, error.cure ?? both('', ''));
  }
}

/** Node and outcome exist; an outcome is one that an edge leaves on, or that the node has of its own. */
function checkNodeOf(desk: Desk, place: Place, on: { node?: string; outcome?: string }, flow: FlowDefinition): void {
  if (on.node === undefined) return;
  const node = flow.nodes.find((item) => item.key === on.node);
  if (
    !desk.known(
      at(place, 'node'),
      'node',
      on.node,
      flow.nodes.map((item) => item.key),
    ) ||
    !node
  )
    return;
  if (on.outcome === undefined) return;
  const own = node.type === 'approve' || node.type === 'handle' ? (node.outcomes ?? []).map((item) => item.key) : [];
  const edges = flow.edges
    .filter((edge) => edge.from === on.node && edge.on !== undefined)
    .map((edge) => edge.on ?? '');
  const usual: Record<string, string[]> = {
    start: ['started'],
    approve: ['approved', 'rejected', 'returned', 'withdrawn', 'timeout'],
    handle: ['completed', 'returned', 'withdrawn', 'timeout'],
    action: ['done', 'error', 'timeout'],
    rule: ['done'],
    wait: [
      'received',
      'timeout',
      ...(node.type === 'wait' ? node.for.map((signal) => signal.outcome ?? 'received') : []),
    ],
  };
  const names = new Set([...own, ...edges, ...(usual[node.type] ?? [])]);
  desk.known(at(place, 'outcome'), 'outcome', on.outcome, names);
}

function checkTrigger(desk: Desk, place: Place, on: Trigger): FormDefinition | undefined {
  if ('flow' in on) {
    const flow = desk.app.flows.get(on.flow);
    if (!desk.known(at(place, 'flow'), 'flow', on.flow, desk.app.flows.keys()) || !flow) return undefined;
    if ('state' in on)
      desk.known(
        at(place, 'state'),
        'state',
        on.state,
        flow.states.map((state) => state.key),
      );
    else checkNodeOf(desk, place, on, flow);
    return desk.app.forms.get(flow.form);
  }
  const form = desk.form(at(place, 'form'), on.form);
  if (!form) return undefined;
  if ('event' in on)
    (on.fields ?? []).forEach((field, i) => desk.known(at(place, 'fields', i), 'field', field, fieldKeys(form)));
  if ('schedule' in on) {
    checkSchedule(desk, at(place, 'schedule'), on.schedule);
    desk.condition(at(place, 'where'), on.where, desk.scope(form));
  }
  if ('button' in on) {
    on.by.forEach((party, i) => checkParty(desk, at(place, 'by', i), party));
    const flow = [...desk.app.flows.values()].find((item) => item.form === form.key);
    if (on.node !== undefined)
      desk.known(
        at(place, 'node'),
        'node',
        on.node,
        (flow?.nodes ?? []).map((node) => node.key),
      );
  }
  return form;
}

export function checkRule(desk: Desk, rule: RuleDefinition): void {
  const place = desk.place('rule', rule.key);
  const form = checkTrigger(desk, at(place, 'on'), rule.on) ?? formOfTrigger(desk.app, rule.on);
  if (!form) return;
  const scope: Scope = { ...desk.scope(form), ...('flow' in rule.on ? TASK_FACTS : {}) };
  desk.condition(at(place, 'when'), rule.when, scope);
  rule.then.forEach((action, i) => checkAction(desk, at(place, 'then', i), action, { form, scope }));
}
