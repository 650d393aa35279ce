import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadApp, type ScenarioDefinition } from '../../definition/index.ts';
import type {
  RecordView,
  SimulationCopy,
  SimulationDesk,
  SimulationScript,
  SimulationStep,
  SimulationView,
} from '../../wire.ts';
import { playScenarios } from '../scenario/scratch.ts';
import { deskFiles } from '../testing/desk.ts';
import { testEdge } from '../testing/edge.ts';

const states = [
  { key: 'asked', label: 'Asked', tone: 'info' },
  { key: 'done', label: 'Done', tone: 'success' },
];
const flow = {
  key: 'repair',
  label: 'Repair',
  form: 'ticket',
  states,
  nodes: [
    { type: 'start', key: 'start' },
    { type: 'approve', key: 'look', label: 'A look', state: 'asked', assignees: [{ role: 'agent' }], policy: 'any' },
    {
      type: 'wait',
      key: 'part',
      label: 'A part',
      state: 'asked',
      for: [{ signal: 'came', label: 'It came', by: [{ role: 'agent' }] }],
    },
    { type: 'end', key: 'end', state: 'done' },
  ],
  edges: [
    { key: 'a', from: 'start', to: 'look' },
    { key: 'b', from: 'look', to: 'part', on: 'approved' },
    { key: 'c', from: 'look', to: 'end', on: 'rejected' },
    { key: 'd', from: 'part', to: 'end' },
  ],
};
const praise = {
  key: 'praise',
  label: 'Praise',
  title: 'name',
  fields: [
    { key: 'name', type: 'text', label: 'Name', required: true },
    { key: 'who', type: 'user', label: 'Of whom', role: 'agent' },
    { key: 'bought', type: 'reference', label: 'Bought', form: 'order' },
    { key: 'picture', type: 'image', label: 'Picture' },
  ],
  public: { until: '2026-03-10' },
  access: [
    { role: 'public', create: true, rights: { name: 'edit' } },
    { role: 'boss', create: true, rights: { '*': 'edit' } },
    { role: 'agent', rights: { '*': 'read' } },
  ],
};
const nudge = {
  key: 'nudge',
  label: 'Nudge',
  on: { schedule: '0 12 * * *', form: 'ticket', where: { all: [{ fact: 'what', operator: 'filled', value: true }] } },
  then: [{ set: { area: 'nudged' } }],
};
const files = [
  ...deskFiles,
  { path: 'flows/repair.json', json: flow },
  { path: 'forms/praise.json', json: praise },
  { path: 'rules/nudge.json', json: nudge },
];

const edge = await testEdge(files);
const bea = await edge.as('bea');
const base = '/api/design/desk/simulations';
const order = { order_no: 'SO1', phone: '13800138000', lines: [{ sku: 'A', qty: 1, price: '5.00' }] };
const given = [{ form: 'order', name: 'first_order', data: order }] as unknown as SimulationScript['given'];

let id = '';
let script: SimulationScript;
let hash = '';
beforeEach(async () => {
  id = randomUUID();
  const view = await ask({ flow: 'repair' });
  ({ script, hash } = view);
});

async function ask(more: object): Promise<SimulationView> {
  const answer = await bea('POST', `${base}/${id}/play`, more);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
  return answer.json<SimulationView>();
}
const play = (steps: SimulationStep[], more: Partial<SimulationScript> = {}): Promise<SimulationView> =>
  ask({ flow: 'repair', hash, script: { ...script, given, ...more, steps } });
const proof = { order_no: 'SO1', phone: '13800138000' };
const apply: SimulationStep = { as: 'visitor', proof, submit: 'ticket', data: { order_no: 'SO1', what: 'broken' } };

async function keep(steps: SimulationStep[], more: Partial<SimulationScript> = {}): Promise<ScenarioDefinition> {
  const view = await play(steps, more);
  expect(view.stopped).toBeUndefined();
  const asked = { flow: 'repair', hash, script: view.script, key: 'kept', label: 'Kept' };
  const { scenario } = (await bea('POST', `${base}/${id}/keep`, asked)).json<{ scenario: ScenarioDefinition }>();
  return scenario;
}
/** Loads without a problem and plays as on publishing. */
async function mustPass(scenario: ScenarioDefinition): Promise<void> {
  const { app: model, problems } = loadApp([...files, { path: 'scenarios/kept.json', json: scenario }]);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (model === undefined) throw new Error('The app does not load.');
  for await (const result of playScenarios(edge.database, model, [scenario])) {
    expect(result).toEqual({ key: 'kept', passed: true, mismatches: [] });
  }
}

describe('what comes from outside', () => {
  it('a customer begins with what they prove, and sees the form as on the portal', async () => {
    await play([]);
    const who = encodeURIComponent(`visitor?${new URLSearchParams(proof)}`);
    const desk = (await bea('GET', `${base}/${id}/as/${who}`)).json<SimulationDesk>();
    expect(desk).toMatchObject({ proof, roles: ['visitor'] });
    const view = await play([apply]);
    expect(view.tasks).toMatchObject([{ node: 'look', role: 'agent' }]);
    const stranger = { ...apply, proof: { ...proof, phone: '13900139000' } };
    expect((await play([stranger])).stopped?.problem.code).toBeDefined();
  });

  it('a public form is handed in by anybody who has the link, and no other form is', async () => {
    const who = encodeURIComponent('public?form=praise');
    await play([]);
    const desk = (await bea('GET', `${base}/${id}/as/${who}`)).json<SimulationDesk>();
    expect(desk.roles).toEqual(['public']);
    expect(desk.app.forms.map(({ definition, rights }) => [definition.key, Object.keys(rights)])).toEqual([
      ['praise', ['name']],
    ]);
    const thanks: SimulationStep = { as: 'public', submit: 'praise', data: { name: 'Cleo' } };
    const view = await play([thanks, thanks]);
    expect(view.stopped).toBeUndefined();
    expect((await play([{ ...apply, as: 'public' }])).stopped?.problem.code).toBe('not_allowed');
    await mustPass(await keep([thanks, { advance: 'P9D' }, { ...thanks, refused: 'form_closed' }]));
  });

  it('another system calls back: its record is found, and it is said once however often it comes', async () => {
    const sent: SimulationStep = { as: 'amy', update: 'ticket', data: { tracking_no: 'SF1' } };
    const push: SimulationStep = {
      hook: 'carrier.moved',
      body: { param: { no: 'SF1', state: 'on its way', events: [{ at: '9:00', text: 'collected' }] } },
    };
    const view = await play([apply, sent, push, push]);
    expect(view.outside.hooks).toMatchObject([
      { hook: 'carrier.moved', form: 'ticket', about: { tracking_no: 'SF1' } },
    ]);
    const values = view.records[0]?.values.map(({ key, text }) => [key, text.en]);
    expect(values).toEqual(expect.arrayContaining([['carrier_state', 'on its way']]));
    expect(values).toEqual(expect.arrayContaining([['events', '1 row']]));
    const scenario = await keep([apply, sent, push]);
    expect(scenario.expect).toEqual(
      expect.arrayContaining([{ data: expect.objectContaining({ carrier_state: 'on its way' }) }]),
    );
    await mustPass(scenario);
    const lost = await play([apply, { ...push, body: { param: { no: 'XX' } } }]);
    expect(lost.stopped?.problem.code).toBe('not_found');
  });

  it('a signal comes by itself where the flow waits for it', async () => {
    const look: SimulationStep = { as: 'amy', approve: 'look' };
    const view = await play([apply, look]);
    expect(view.outside.signals).toEqual([{ signal: 'came', label: 'It came', node: 'A part', fields: [] }]);
    expect(view.outside.waits).toMatchObject([{ node: 'part', form: 'ticket', people: ['amy', 'nil'] }]);
    const over = await play([apply, look, { as: 'engine', signal: 'came' }]);
    expect(over.isOver).toBe(true);
    expect(over.outside.signals).toEqual([]);
  });

  it('a rule on a schedule runs at its hour, or whenever one wishes', async () => {
    const view = await play([apply]);
    const [rule] = view.outside.schedules;
    expect(rule).toMatchObject({ rule: 'nudge', label: 'Nudge' });
    const area = ({ records }: SimulationView) => records[0]?.values.find(({ key }) => key === 'area')?.text.en;
    expect(area(view)).toBeUndefined();
    expect(area(await play([apply, { advance: 'P1D' }]))).toBe('nudged');
    expect(area(await play([apply, { schedule: 'nudge' }]))).toBe('nudged');
    await mustPass(await keep([apply, { schedule: 'nudge' }]));
    expect((await play([apply, { schedule: 'nothing' }])).stopped?.problem.code).toBe('step_failed');
  });
});

describe('a scenario that names what is not there', () => {
  it('is told so at its place', () => {
    const steps = [
      { hook: 'carrier.nothing' },
      { schedule: 'nothing' },
      { as: 'public', submit: 'ticket' },
      { as: 'visitor', proof: { nothing: 'x' }, submit: 'ticket' },
    ];
    const scenario = { key: 'odd', label: 'Odd', clock: '2026-03-02T01:00:00Z', steps };
    const { problems } = loadApp([...files, { path: 'scenarios/odd.json', json: scenario }]);
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['unknown_hook', '/steps/0/hook'],
      ['unknown_rule', '/steps/1/schedule'],
      ['unknown_form', '/steps/2/submit'],
      ['unknown_field', '/steps/3/proof/nothing'],
    ]);
  });
});

describe('a record of the live app', () => {
  it('is copied with people, files and what it points to, and what is another thing is told', async () => {
    const create = async (form: string, data: object): Promise<RecordView> =>
      (await bea('POST', `/api/apps/desk/forms/${form}/records`, { command: randomUUID(), data })).json<RecordView>();
    const bought = await create('order', { ...order, order_no: 'SO9' });
    const { id: amy } = await edge.database.knex('engine.app_user').where({ login: 'amy' }).first<{ id: string }>('id');
    const live = await create('praise', { name: 'Cleo', who: amy, bought: bought.id });
    const people = [
      { login: 'zoe', name: 'Zoe', roles: ['agent'] },
      { login: 'bea', name: 'Bea', roles: ['boss'] },
    ] as SimulationScript['people'];
    await play([], { people });
    const copy = async () =>
      (
        await bea('POST', `${base}/${id}/copies`, { form: 'praise', record: live.id, whole: false })
      ).json<SimulationCopy>();
    const first = await copy();
    expect(first.data).toEqual({ name: 'Cleo', who: 'zoe', bought: 'copied_1' });
    expect(first.values).toBeUndefined();
    expect(first.given).toMatchObject([{ form: 'order', name: 'copied_1', data: { order_no: 'SO9' } }]);
    expect(first.told.map(({ text }) => text.en)).toEqual([
      expect.stringContaining('Zoe, who has the same role, stands in'),
      expect.stringContaining('“SO9”'),
    ]);
    const both = [...(given ?? []), ...first.given] as SimulationScript['given'];
    await play([], { people, given: both });
    const second = await copy();
    expect(second.given).toEqual([]);
    const step: SimulationStep = { as: 'bea', submit: 'praise', data: second.values };
    const view = await play([step], { people, given: both });
    expect(view.script.steps).toEqual([{ ...step, data: { name: 'Cleo', who: 'zoe', bought: 'copied_1' } }]);
    await mustPass(await keep(view.script.steps, { people, given: both }));
  });
});
