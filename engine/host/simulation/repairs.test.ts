import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import type { FlowDefinition } from '../../definition/index.ts';
import type { SimulationScript, SimulationStep, SimulationView } from '../../wire.ts';
import { readAppFolder } from '../apps/folder.ts';
import { testEdge } from '../testing/edge.ts';
import { EXPENSES } from '../testing/stage.ts';

/** Nobody has drawn where a payment that fails leads: it is an administrator's. */
const files = (await readAppFolder(EXPENSES)).files.map(({ path, ...file }) => {
  const json = 'text' in file ? (JSON.parse(file.text) as unknown) : file.json;
  if (path !== 'flows/approval.json') return { path, json };
  const flow = json as FlowDefinition;
  const edges = flow.edges.filter(({ key }) => !['broken', 'once_more', 'given_up'].includes(key));
  return { path, json: { ...flow, nodes: flow.nodes.filter(({ key }) => key !== 'repair'), edges } };
});
const edge = await testEdge(files);
const ada = await edge.as('ada');

const submit: SimulationStep = {
  as: 'eve',
  submit: 'claim',
  data: { project: 'P1', kind: 'travel', items: [{ what: 'train', qty: 2, price: '50.10' }] },
};
const agree: SimulationStep = { as: 'mia', approve: 'manager' };

let begun: SimulationView;
beforeEach(async () => {
  begun = await ask(randomUUID(), { flow: 'approval' });
});

async function ask(id: string, order: object): Promise<SimulationView> {
  const answer = await ada('POST', `/api/design/expenses/simulations/${id}/play`, order);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
  return answer.json<SimulationView>();
}
const play = (steps: SimulationStep[], more: Partial<SimulationScript> = {}): Promise<SimulationView> =>
  ask(begun.id, { flow: 'approval', hash: begun.hash, script: { ...begun.script, ...more, steps } });

it('what goes wrong is tried again, and is gone past with a reason', async () => {
  const answers = [{ call: 'bank.pay', fail: 'refused' as const }];
  const stuck = await play([submit, agree], { answers });
  expect(stuck.nodes.pay).toBe('incident');
  const again: SimulationStep = { as: 'ada', retry: 'pay' };
  expect((await play([submit, agree, again], { answers })).nodes.pay).toBe('incident');
  const past: SimulationStep = { as: 'ada', retry: 'pay', outcome: 'done', reason: 'paid by hand' };
  const over = await play([submit, agree, again, past], { answers });
  expect(over.stopped).toBeUndefined();
  expect(over.records[0]?.state).toBe('paid');
  const missing = await play([submit, { as: 'ada', retry: 'pay' }]);
  expect(missing.stopped?.problem.code).toBe('moved_on');
});

it('what lies on a desk is given to somebody else by an administrator, told by the step and by whose it is', async () => {
  const given: SimulationStep = { as: 'ada', reassign: 'manager', to: 'max', reason: 'away' };
  const first = await play([submit, given]);
  expect(first.stopped).toBeUndefined();
  expect(first.tasks).toMatchObject([{ node: 'manager', assignee: 'max' }]);
  const back: SimulationStep = { as: 'ada', reassign: 'manager', from: 'max', to: 'mia', reason: 'back' };
  expect((await play([submit, given, back])).tasks).toMatchObject([{ node: 'manager', assignee: 'mia' }]);
});

it('a record that is deleted is no part of the story any more', async () => {
  const gone: SimulationStep[] = [
    { as: 'eve', withdraw: 'claim' },
    { as: 'mia', delete: 'claim' },
  ];
  const view = await play([submit, ...gone]);
  expect(view.stopped).toBeUndefined();
  expect(view.records).toEqual([]);
  const anew = await play([submit, ...gone, submit]);
  expect(anew.records).toMatchObject([{ form: 'claim', state: 'review' }]);
});
