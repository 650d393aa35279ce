import type { Scope } from '../../expression/index.ts';
import { blocksOf, type Frame } from '../../flow/graph.ts';
import { both } from '../texts.ts';
import type { Action, Assignee, FlowDefinition, FlowEdge, FlowNode, FormDefinition } from '../types.generated.ts';
import { checkAction, checkLogin, checkParty } from './action.ts';
import { checkChoice, checkChoices } from './choice.ts';
import { at, type Desk, isFormula, type Place, subTables } from './desk.ts';
import { checkSubflow } from './subflow.ts';

export interface Here {
  flow: FlowDefinition;
  form: FormDefinition;
  scope: Scope;
}

type Of<T extends FlowNode['type']> = Extract<FlowNode, { type: T }>;

const number = { kind: 'number' } as const;

/** What formulas at a node may ask: in a foreach also its row. */
export function scopesByNode(desk: Desk, flow: FlowDefinition, form: FormDefinition): (node: string) => Scope {
  const scope = desk.scope(form);
  const rows = new Map(flow.nodes.flatMap((node) => (node.type === 'foreach' ? [[node.key, node] as const] : [])));
  if (rows.size === 0) return () => scope;
  const { frames } = blocksOf(flow);
  return (key) => {
    const around = [...(frames.get(key) ?? [])].reverse().map(({ split }: Frame) => rows.get(split));
    // The ways out of a foreach are asked for each row.
    const inner = [rows.get(key), ...around].find((node) => node !== undefined);
    return inner ? { ...scope, ...rowFacts(scope, inner) } : scope;
  };
}

function rowFacts(scope: Scope, { over }: Of<'foreach'>): Scope {
  const table = over === undefined ? undefined : scope[over];
  return { row: table?.kind === 'list' ? table.of : { kind: 'any' }, row_number: { kind: 'integer' } };
}

const keysOf = (flow: FlowDefinition): string[] => flow.nodes.map(({ key }) => key);

function checkForeach(desk: Desk, place: Place, node: Of<'foreach'>, { form, scope }: Here): void {
  if ((node.over === undefined) === (node.times === undefined)) {
    desk.report(
      place,
      'foreach_of_nothing',
      both(
        `“${node.key}”须写明子表或次数之一。`,
        `“${node.key}” needs a sub-table or a number of times, one of the two.`,
      ),
      both('填写 over（子表）或 times（次数）。', 'Give over (a sub-table) or times (a number).'),
    );
  }
  if (node.over !== undefined) desk.known(at(place, 'over'), 'sub_table', node.over, subTables(form));
  if (isFormula(node.times)) desk.formula(at(place, 'times'), node.times, scope, { expect: number });
  desk.condition(at(place, 'when'), node.when, { ...scope, ...rowFacts(scope, node) });
}

function checkJoin(desk: Desk, place: Place, node: Of<'join'>, { flow, scope }: Here): void {
  if (isFormula(node.n)) desk.formula(at(place, 'n'), node.n, scope, { expect: number });
  if (node.wait === 'n' && node.n === undefined) {
    desk.report(
      place,
      'join_needs_number',
      both(`“${node.key}”没有写明等待几个分支。`, `“${node.key}” does not say for how many branches it waits.`),
      both('填写 n。', 'Give n.'),
    );
  }
  const isCounting = node.wait === 'first' || node.wait === 'n';
  if (!isCounting || [...blocksOf(flow).joins.values()].includes(node.key)) return;
  desk.report(
    at(place, 'wait'),
    'join_needs_split',
    both(
      `“${node.key}”没有对应的并行、多选或逐行节点，无法计数。`,
      `No parallel, inclusive or foreach belongs to “${node.key}”, so there is nothing to count.`,
    ),
    both(
      '让同一个分支节点的各分支都汇到这里，或改为等待全部。',
      'Let the branches of one split meet here, or wait for all.',
    ),
  );
}

function checkTimer(desk: Desk, place: Place, node: Of<'timer'>, { scope }: Here): void {
  if (node.within === undefined && node.until === undefined) {
    desk.report(
      place,
      'timer_without_time',
      both(`“${node.key}”没有写明等多久或等到何时。`, `“${node.key}” does not say for how long or until when.`),
      both('填写 within 或 until。', 'Give within or until.'),
    );
  }
  if (isFormula(node.within)) {
    desk.formula(at(place, 'within'), node.within, scope, { expect: { kind: 'duration' } });
  }
  if (node.until !== undefined) desk.formula(at(place, 'until'), node.until, scope, { expect: { kind: 'datetime' } });
  if (node.calendar !== undefined) {
    desk.known(at(place, 'calendar'), 'calendar', node.calendar, desk.app.calendars.keys());
  }
}

function checkVotes(desk: Desk, place: Place, node: Of<'approve'>): void {
  (node.veto ?? []).forEach((party, i) => checkParty(desk, at(place, 'veto', i), party));
  (node.weights ?? []).forEach(({ user, role }, i) => {
    if (user !== undefined) checkLogin(desk, at(place, 'weights', i, 'user'), user);
    if (role !== undefined) desk.role(at(place, 'weights', i, 'role'), role, []);
  });
}

function checkGates(desk: Desk, place: Place, node: FlowNode, flow: FlowDefinition): void {
  if (!('milestone' in node) || node.milestone === undefined) return;
  const others = keysOf(flow).filter((key) => key !== node.key);
  desk.known(at(place, 'milestone'), 'node', node.milestone, others);
}

/** What the newer kinds of node, and the newer parts of the older ones, say of other definitions. */
export function checkLanguage(desk: Desk, place: Place, node: FlowNode, here: Here): void {
  checkGates(desk, place, node, here.flow);
  checkChoices(desk, place, node, here);
  const undo: Action[] = 'undo' in node ? (node.undo ?? []) : [];
  undo.forEach((action, i) => checkAction(desk, at(place, 'undo', i), action, here));
  if (node.type === 'foreach') checkForeach(desk, place, node, here);
  else if (node.type === 'join') checkJoin(desk, place, node, here);
  else if (node.type === 'timer') checkTimer(desk, place, node, here);
  else if (node.type === 'subflow') checkSubflow(desk, place, node, here);
  else if (node.type === 'approve') checkVotes(desk, place, node);
}

export function checkSource(desk: Desk, place: Place, source: Assignee, scope: Scope): void {
  checkChoice(desk, place, source);
  if (source.formula !== undefined) desk.formula(at(place, 'formula'), source.formula, scope);
}

export function checkCancels(desk: Desk, place: Place, edge: FlowEdge, flow: FlowDefinition): void {
  (edge.cancels ?? []).forEach((key, i) => desk.known(at(place, 'cancels', i), 'node', key, keysOf(flow)));
}
