import type { Scope } from '../../expression/index.ts';
import { checkFlow as checkGraph } from '../../flow/index.ts';
import { formContext } from '../../form/index.ts';
import { both } from '../texts.ts';
import type {
  Action,
  Assignee,
  Deadline,
  FlowDefinition,
  FlowNode,
  FormDefinition,
  Rights,
  WaitNode,
} from '../types.generated.ts';
import { checkAction, checkData, checkLogin, checkParty } from './action.ts';
import { at, type Desk, fieldAt, fieldKeys, isFormula, type Place, pathsOf } from './desk.ts';
import { factsOfFlow } from './facts.ts';
import { checkPage } from './message.ts';
import { checkCancels, checkLanguage, checkSource, type Here, scopesByNode } from './flowLanguage.ts';

type WorkNode = Extract<FlowNode, { type: 'approve' | 'handle' }>;

/** Rights name fields, columns or all of them by a star. */
export function checkRights(desk: Desk, place: Place, rights: Rights | undefined, form: FormDefinition): void {
  for (const path of Object.keys(rights ?? {}))
    if (path !== '*') desk.known(at(place, path), 'field', path, pathsOf(form));
}

function checkUserField(desk: Desk, place: Place, path: string, form: FormDefinition): void {
  if (!desk.known(place, 'field', path, pathsOf(form))) return;
  if (fieldAt(form, path)?.type === 'user') return;
  desk.report(
    place,
    'no_user_field',
    both(`字段“${path}”不是人员字段。`, `The field “${path}” does not hold a user.`),
    both('选择一个类型为 user 的字段。', 'Choose a field of type user.'),
  );
}

function checkHaving(desk: Desk, place: Place, source: Assignee, here: Here): void {
  const role = desk.app.app.roles.find((item) => item.key === source.role);
  for (const [attribute, value] of Object.entries(source.having ?? {})) {
    if (role) desk.known(at(place, attribute), 'field', attribute, role.attributes ?? []);
    desk.value(at(place, attribute), value, here.scope);
  }
}

/** A table that names people has to have an output that says who. */
function checkPeopleTable(desk: Desk, place: Place, key: string, here: Here): void {
  if (!desk.known(place, 'table', key, desk.app.tables.keys())) return;
  const table = desk.app.tables.get(key);
  if (!table) return;
  checkTableForm(desk, place, key, here);
  if (table.out.includes('user') || table.out.includes('role')) return;
  desk.report(
    place,
    'table_names_nobody',
    both(`决策表“${key}”没有输出 user 或 role。`, `The decision table “${key}” has no output user or role.`),
    both('给它加一个名为 user（登录名）或 role 的输出列。', 'Give it an output column named user (a login) or role.'),
  );
}

function checkTableForm(desk: Desk, place: Place, key: string, here: Here): void {
  const table = desk.app.tables.get(key);
  if (!table || table.form === here.form.key) return;
  desk.report(
    place,
    'other_form',
    both(
      `决策表“${key}”属于表单“${table.form}”，流程属于“${here.form.key}”。`,
      `The decision table “${key}” is about the form “${table.form}”, the flow about “${here.form.key}”.`,
    ),
    both('请用同一个表单的决策表。', 'Use a decision table of the same form.'),
  );
}

export function checkAssignee(desk: Desk, place: Place, source: Assignee, here: Here): void {
  if (source.user !== undefined) checkLogin(desk, at(place, 'user'), source.user);
  (source.users ?? []).forEach((user, i) => checkLogin(desk, at(place, 'users', i), user));
  if (source.role !== undefined) desk.role(at(place, 'role'), source.role, []);
  checkHaving(desk, at(place, 'having'), source, here);
  if (source.field !== undefined) checkUserField(desk, at(place, 'field'), source.field, here.form);
  if (source.table !== undefined) checkPeopleTable(desk, at(place, 'table'), source.table, here);
  if (source.node !== undefined)
    desk.known(
      at(place, 'node'),
      'node',
      source.node,
      here.flow.nodes.map((node) => node.key),
    );
  checkSource(desk, place, source, here.scope);
  desk.condition(at(place, 'when'), source.when, here.scope);
}

function checkDeadline(desk: Desk, place: Place, deadline: Deadline | undefined, here: Here): void {
  if (!deadline) return;
  if (isFormula(deadline.within))
    desk.formula(at(place, 'within'), deadline.within, here.scope, { expect: { kind: 'duration' } });
  if (deadline.from !== undefined)
    desk.formula(at(place, 'from'), deadline.from, here.scope, { expect: { kind: 'datetime' } });
  if (deadline.calendar !== undefined)
    desk.known(at(place, 'calendar'), 'calendar', deadline.calendar, desk.app.calendars.keys());
  if (deadline.escalate) checkAssignee(desk, at(place, 'escalate'), deadline.escalate, here);
}

function checkWork(desk: Desk, place: Place, node: WorkNode, here: Here): void {
  node.assignees.forEach((source, i) => checkAssignee(desk, at(place, 'assignees', i), source, here));
  desk.condition(at(place, 'separateWhen'), node.separateWhen, here.scope);
  (node.outcomes ?? []).forEach((outcome, i) =>
    desk.condition(at(place, 'outcomes', i, 'when'), outcome.when, here.scope),
  );
  checkRights(desk, at(place, 'rights'), node.rights, here.form);
}

function checkWait(desk: Desk, place: Place, node: WaitNode, here: Here): void {
  node.for.forEach((signal, i) => {
    const spot = at(place, 'for', i);
    (signal.by ?? []).forEach((party, j) => checkParty(desk, at(spot, 'by', j), party));
    checkRights(desk, at(spot, 'rights'), signal.rights, here.form);
  });
}

const anything: Scope[string] = { kind: 'any' };

function checkDecision(
  desk: Desk,
  place: Place,
  node: Extract<FlowNode, { type: 'rule' | 'exclusive' }>,
  here: Here,
): void {
  if (node.table === undefined) return;
  if (!desk.known(at(place, 'table'), 'table', node.table, desk.app.tables.keys())) return;
  checkTableForm(desk, at(place, 'table'), node.table, here);
  const outputs = desk.app.tables.get(node.table)?.out ?? [];
  const scope: Scope = { ...here.scope, ...Object.fromEntries(outputs.map((name) => [name, anything])) };
  checkData(desk, at(place, 'set'), node.set, fieldKeys(here.form), scope);
  if (node.type === 'exclusive' || node.set) return;
  for (const output of outputs) desk.known(at(place, 'table'), 'field', output, fieldKeys(here.form));
}

function checkNode(desk: Desk, place: Place, node: FlowNode, here: Here): void {
  checkLanguage(desk, place, node, here);
  const copies: Assignee[] = 'copy' in node ? (node.copy ?? []) : [];
  copies.forEach((source, i) => checkAssignee(desk, at(place, 'copy', i), source, here));
  if ('deadline' in node) checkDeadline(desk, at(place, 'deadline'), node.deadline, here);
  const shows = 'portal' in node ? (node.portal?.shows ?? []) : [];
  shows.forEach((key, i) => desk.known(at(place, 'portal', 'shows', i), 'field', key, fieldKeys(here.form)));
  const page = 'portal' in node ? node.portal?.page : undefined;
  if (page) checkPage(desk, at(place, 'portal', 'page'), page, fieldKeys(here.form));
  if (node.type === 'approve' || node.type === 'handle') checkWork(desk, place, node, here);
  else if (node.type === 'wait') checkWait(desk, place, node, here);
  else if (node.type === 'rule' || node.type === 'exclusive') checkDecision(desk, place, node, here);
  else if (node.type === 'action') {
    node.do.forEach((action: Action, i: number) => checkAction(desk, at(place, 'do', i), action, here));
  }
}

/** A record is in one state at a time, so one flow drives the records of a form. */
function checkOneFlow(desk: Desk, place: Place, flow: FlowDefinition): void {
  const first = [...desk.app.flows.values()].find((item) => item.form === flow.form);
  if (!first || first === flow) return;
  desk.report(
    at(place, 'form'),
    'two_flows',
    both(
      `表单“${flow.form}”已由流程“${first.key}”驱动。`,
      `The form “${flow.form}” is driven by the flow “${first.key}” already.`,
    ),
    both('把两个流程合成一个，或换一个表单。', 'Make one flow of the two, or use another form.'),
  );
}

export function checkFlow(desk: Desk, flow: FlowDefinition): void {
  const place = desk.place('flow', flow.key);
  const graph = checkGraph(flow, factsOfFlow(desk.app, flow, formContext(desk.app)));
  desk.problems.push(...graph.map((problem) => ({ ...problem, file: place.file })));
  const form = desk.form(at(place, 'form'), flow.form);
  if (!form) return;
  checkOneFlow(desk, place, flow);
  const scopeAt = scopesByNode(desk, flow, form);
  const here = (node: string): Here => ({ flow, form, scope: scopeAt(node) });
  flow.nodes.forEach((node, i) => checkNode(desk, at(place, 'nodes', i), node, here(node.key)));
  flow.edges.forEach((edge, i) => {
    const spot = at(place, 'edges', i);
    checkCancels(desk, spot, edge, flow);
    desk.condition(at(spot, 'when'), edge.when, scopeAt(edge.from));
    (edge.by ?? []).forEach((party, j) => checkParty(desk, at(spot, 'by', j), party));
  });
}
