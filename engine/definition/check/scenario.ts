import type { Answer, DataDefinition, Expectation, ScenarioDefinition, Step } from '../types.generated.ts';
import { checkCall, checkLogin } from './action.ts';
import { at, type Desk, fieldKeys, type Place, SYSTEM_FACTS } from './desk.ts';

const WORK = [
  ...(['approve', 'reject', 'complete', 'return', 'transfer', 'claim', 'unclaim', 'comment'] as const),
  ...(['cc', 'delegate', 'add_signer', 'remove_signer', 'reassign', 'retry'] as const),
];

/** What steps may name: records by the names given so far (the story is read from top to bottom), and people. */
interface Names {
  records: Set<string>;
  /** Where the story has people of its own; otherwise those of the app's data. */
  logins?: string[];
}

const nodesOf = (desk: Desk): string[] =>
  [...desk.app.flows.values()].flatMap((flow) => flow.nodes.map((node) => node.key));

function checkFields(desk: Desk, place: Place, data: object | undefined, form: string): void {
  const definition = desk.app.forms.get(form);
  if (!definition) return;
  for (const key of Object.keys(data ?? {}))
    desk.known(at(place, key), 'field', key, [...fieldKeys(definition), ...SYSTEM_FACTS]);
}

function checkAnswers(desk: Desk, place: Place, answers: readonly Answer[] | undefined): void {
  (answers ?? []).forEach((answer, i) => checkCall(desk, at(place, i, 'call'), answer.call));
}

/** One that came by itself is called by its form and a number: order_1. */
function checkRecord(desk: Desk, place: Place, name: string | undefined, { records }: Names): void {
  const form = /^(.+)_\d+$/u.exec(name ?? '')?.[1];
  if (name === undefined || (form !== undefined && desk.app.forms.has(form))) return;
  desk.known(at(place, 'record'), 'record', name, records);
}

function checkExpectation(desk: Desk, place: Place, expected: Expectation, names: Names): void {
  checkRecord(desk, place, expected.record, names);
  const states = [...desk.app.flows.values()].flatMap((flow) => flow.states.map((state) => state.key));
  if (expected.state !== undefined) desk.known(at(place, 'state'), 'state', expected.state, new Set(states));
  if (expected.task) desk.known(at(place, 'task', 'node'), 'node', expected.task.node, new Set(nodesOf(desk)));
  if (expected.message !== undefined)
    desk.known(at(place, 'message'), 'message', expected.message, desk.app.messages.keys());
  if (expected.call !== undefined) checkCall(desk, at(place, 'call'), expected.call);
  if (expected.form === undefined || !desk.form(at(place, 'form'), expected.form)) return;
  checkFields(desk, at(place, 'where'), expected.where, expected.form);
}

function checkWork(desk: Desk, place: Place, step: Step, { logins }: Names): void {
  const nodes = new Set(nodesOf(desk));
  for (const word of WORK) {
    const node = step[word];
    if (node !== undefined) desk.known(at(place, word), 'node', node, nodes);
  }
  const isToNode = step.return !== undefined || step.case === 'jump' || step.case === 'take_back';
  if (isToNode && step.to !== undefined) desk.known(at(place, 'to'), 'node', step.to, nodes);
  if (step.case === 'jump' && step.from !== undefined) desk.known(at(place, 'from'), 'node', step.from, nodes);
  if (step.reassign !== undefined && step.from !== undefined) checkLogin(desk, at(place, 'from'), step.from, logins);
  const isToSomebody = [step.transfer, step.cc, step.delegate, step.add_signer, step.remove_signer, step.reassign].some(
    (one) => one !== undefined,
  );
  if (isToSomebody && step.to !== undefined) checkLogin(desk, at(place, 'to'), step.to, logins);
  const signals = [...desk.app.flows.values()].flatMap((flow) =>
    flow.nodes.flatMap((node) => (node.type === 'wait' ? node.for.map((signal) => signal.signal) : [])),
  );
  if (step.signal !== undefined) desk.known(at(place, 'signal'), 'signal', step.signal, new Set(signals));
  const edges = [...desk.app.flows.values()].flatMap((flow) =>
    flow.edges.filter((edge) => edge.from === '*').map((edge) => edge.on ?? edge.key),
  );
  if (step.edge !== undefined) desk.known(at(place, 'edge'), 'outcome', step.edge, new Set(edges));
  const buttons = [...desk.app.rules.values()].filter((rule) => 'button' in rule.on).map((rule) => rule.key);
  if (step.button !== undefined) desk.known(at(place, 'button'), 'button', step.button, buttons);
}

/** Who has no account: customers, whoever has a link, the system. */
const NOBODY = new Set(['visitor', 'public', 'engine']);

/** What comes without anybody of the app: customers with what they prove, links, call-backs, and rules by the clock. */
function checkOutside(desk: Desk, place: Place, step: Step): void {
  const proof = desk.app.app.portal?.proof.fields ?? [];
  for (const key of Object.keys(step.proof ?? {})) desk.known(at(place, 'proof', key), 'field', key, proof);
  if (step.as === 'public' && step.submit !== undefined) {
    const open = [...desk.app.forms.values()].filter((form) => form.public !== undefined).map(({ key }) => key);
    desk.known(at(place, 'submit'), 'form', step.submit, open);
  }
  if (step.hook !== undefined) {
    const [connector = '', hook = ''] = step.hook.split('.');
    const isKnown = desk.known(at(place, 'hook'), 'connector', connector, desk.app.connectors.keys());
    const hooks = Object.keys(desk.app.connectors.get(connector)?.hooks ?? {});
    if (isKnown) desk.known(at(place, 'hook'), 'hook', hook, hooks);
  }
  if (step.schedule === undefined) return;
  const timed = [...desk.app.rules.values()].filter(({ on }) => 'schedule' in on).map(({ key }) => key);
  desk.known(at(place, 'schedule'), 'rule', step.schedule, timed);
}

function checkStep(desk: Desk, place: Place, step: Step, names: Names): void {
  if (step.as !== undefined && !NOBODY.has(step.as)) checkLogin(desk, at(place, 'as'), step.as, names.logins);
  checkOutside(desk, place, step);
  checkRecord(desk, place, step.record, names);
  if (step.name !== undefined) names.records.add(step.name);
  for (const word of ['submit', 'update', 'withdraw', 'delete'] as const) {
    const form = step[word];
    if (form !== undefined && desk.form(at(place, word), form)) checkFields(desk, at(place, 'data'), step.data, form);
  }
  checkWork(desk, place, step, names);
  (step.together ?? []).forEach((inner, i) => checkStep(desk, at(place, 'together', i), inner, names));
  (step.expect ?? []).forEach((expected, i) => checkExpectation(desk, at(place, 'expect', i), expected, names));
}

export function checkScenario(desk: Desk, scenario: ScenarioDefinition): void {
  const place = desk.place('scenario', scenario.key);
  (scenario.given ?? []).forEach((given, i) => {
    if (desk.form(at(place, 'given', i, 'form'), given.form))
      checkFields(desk, at(place, 'given', i, 'data'), given.data, given.form);
  });
  const settings = (desk.app.app.settings ?? []).map((setting) => setting.key);
  for (const key of Object.keys(scenario.settings ?? {}))
    desk.known(at(place, 'settings', key), 'setting', key, settings);
  checkAnswers(desk, at(place, 'answers'), scenario.answers);
  const { people } = scenario;
  const named = (scenario.given ?? []).flatMap(({ name }) => name ?? []);
  const names: Names = { records: new Set(named), ...(people ? { logins: people.map(({ login }) => login) } : {}) };
  (people ?? []).forEach((person, i) => {
    person.roles.forEach((role, j) => desk.role(at(place, 'people', i, 'roles', j), role, ['admin']));
  });
  scenario.steps.forEach((step, i) => checkStep(desk, at(place, 'steps', i), step, names));
  (scenario.expect ?? []).forEach((expected, i) => checkExpectation(desk, at(place, 'expect', i), expected, names));
}

export function checkDataFile(desk: Desk, data: DataDefinition): void {
  const place = desk.place('data', data.key);
  if (data.form !== undefined && desk.form(at(place, 'form'), data.form)) {
    const fields = fieldKeys(desk.app.forms.get(data.form) ?? { key: '', label: '', fields: [] });
    if (data.by !== undefined) desk.known(at(place, 'by'), 'field', data.by, fields);
    (data.rows ?? []).forEach((row, i) => checkFields(desk, at(place, 'rows', i), row, data.form ?? ''));
  }
  const departments = [...desk.app.data.values()].flatMap((file) => (file.departments ?? []).map((item) => item.key));
  (data.departments ?? []).forEach((item, i) => {
    if (item.parent !== undefined)
      desk.known(at(place, 'departments', i, 'parent'), 'department', item.parent, departments);
    if (item.head !== undefined) checkLogin(desk, at(place, 'departments', i, 'head'), item.head);
  });
  (data.users ?? []).forEach((user, i) => {
    user.roles.forEach((role, j) => desk.role(at(place, 'users', i, 'roles', j), role, ['admin']));
    if (user.department !== undefined)
      desk.known(at(place, 'users', i, 'department'), 'department', user.department, departments);
  });
  checkAnswers(desk, at(place, 'answers'), data.answers);
  if (data.calendar !== undefined)
    desk.known(at(place, 'calendar'), 'calendar', data.calendar, desk.app.calendars.keys());
  (data.runs ?? []).forEach((run, i) => {
    const names: Names = { records: new Set() };
    run.steps.forEach((step, j) => checkStep(desk, at(place, 'runs', i, 'steps', j), step, names));
  });
}
