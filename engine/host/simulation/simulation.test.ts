import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ScenarioDefinition } from '../../definition/index.ts';
import { loadApp } from '../../definition/index.ts';
import type {
  DesignView,
  SimulationDesk,
  SimulationScript,
  SimulationStep,
  SimulationView,
  TaskView,
} from '../../wire.ts';
import { readAppFolder } from '../apps/folder.ts';
import { readDraft } from '../design/draft.ts';
import { personActor } from '../scenario/person.ts';
import { playScenarios } from '../scenario/scratch.ts';
import { testEdge } from '../testing/edge.ts';
import { EXPENSES } from '../testing/stage.ts';
import { Rooms } from './rooms.ts';
import { Simulations } from './simulations.ts';

const files = (await readAppFolder(EXPENSES)).files.map(({ path, ...file }) => ({
  path,
  json: 'text' in file ? (JSON.parse(file.text) as unknown) : file.json,
}));
const edge = await testEdge(files);
const ada = await edge.as('ada');
const eve = await edge.as('eve');
const base = '/api/design/expenses/simulations';

const trip = { project: 'P1', kind: 'travel', items: [{ what: 'train', qty: 2, price: '50.10' }] };
const submit: SimulationStep = { as: 'eve', submit: 'claim', data: trip };
const agree: SimulationStep = { as: 'mia', approve: 'manager' };

let id = '';
let script: SimulationScript;
let hash = '';
beforeEach(async () => {
  id = randomUUID();
  const view = await ask({ flow: 'approval' });
  script = view.script;
  hash = view.hash;
});

async function ask(order: object, of = id): Promise<SimulationView> {
  const answer = await ada('POST', `${base}/${of}/play`, order);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
  return answer.json<SimulationView>();
}
const play = (steps: SimulationStep[], more: Partial<SimulationScript> = {}, of = id) =>
  ask({ flow: 'approval', hash, script: { ...script, ...more, steps } }, of);

/** What the databases of a server's plays are known by. */
async function markOf({ knex }: typeof edge.database): Promise<string> {
  const { rows } = await knex.raw<{ rows: { name: string }[] }>('select current_database() as name');
  return createHash('sha256').update(String(rows[0]?.name)).digest('hex').slice(0, 12);
}

describe('a simulation', () => {
  it('begins with the clock, the people and the master data of the draft, and with nothing else', () => {
    expect(script).toEqual({ clock: '2026-03-02T01:00:00Z', steps: [] });
  });

  it('shows what each step brings: desks with why, values, calls, messages, timers, the way', async () => {
    const first = await play([submit]);
    expect(first.tasks).toMatchObject([{ node: 'manager', role: 'manager', people: ['max', 'mia'] }]);
    expect(first.nodes).toMatchObject({ start: 'done', manager: 'current' });
    expect(first.records[0]).toMatchObject({ form: 'claim', state: 'review' });
    expect(first.next).toBe('2026-03-02T03:00:00.000Z');
    const kinds = first.entries.at(-1)?.lines.map(({ kind }) => kind);
    expect(kinds).toContain('timer');
    const second = await play([submit, agree]);
    expect(second.isOver).toBe(true);
    const call = second.entries.at(-1)?.lines.find(({ kind }) => kind === 'call');
    expect(call).toMatchObject({ call: 'bank.pay', data: { amount: '100.2' }, number: 1, isChosen: false });
    expect(second.entries.at(-1)?.edges).toEqual(['agreed', 'small', 'done']);
    expect(second.entries.at(-1)?.lines.filter(({ kind }) => kind === 'message').length).toBeGreaterThan(0);
  });

  it('writes and sends nothing that is real', async () => {
    const { knex } = edge.database;
    const count = async (): Promise<unknown[]> =>
      Promise.all(
        ['expenses.claim', 'engine.task', 'engine.message', 'engine.outbox', 'engine.instance'].map((table) =>
          knex(table).count('* as n').first(),
        ),
      );
    const before = await count();
    await play([submit, agree]);
    expect(await count()).toEqual(before);
  });

  it('keeps two of one person apart, and is no business of anybody else', async () => {
    const other = randomUUID();
    await ask({ flow: 'approval' }, other);
    await play([submit]);
    const theirs = await play([], {}, other);
    expect(theirs.tasks).toEqual([]);
    expect((await eve('POST', `${base}/${id}/play`, { flow: 'approval' })).statusCode).toBe(404);
    expect((await eve('GET', `${base}/${id}/as/mia`)).statusCode).toBe(404);
    const strange = await ada('GET', `${base}/${randomUUID()}/as/mia`);
    expect(strange.json().error.code).toBe('simulation_gone');
  });

  it('lets time pass, and what falls due happens in it', async () => {
    const view = await play([submit, { advance: 'PT5H' }]);
    expect(view.now).toBe('2026-03-02T06:00:00.000Z');
    const events = view.entries.at(-1)?.lines.flatMap((line) => (line.kind === 'event' ? [line.event] : []));
    expect(events).toEqual(expect.arrayContaining(['reminded', 'overdue']));
    expect(view.tasks.some(({ overdue }) => overdue)).toBe(true);
  });

  it('answers of other systems are chosen: an error takes the way of errors', async () => {
    const view = await play([submit, agree], { answers: [{ call: 'bank.pay', fail: 'refused' }] });
    expect(view.nodes.repair).toBe('current');
    const paid = await play([submit, agree], { answers: [{ call: 'bank.pay', reply: { payment: 'PAY7' } }] });
    expect(paid.records[0]?.values.find(({ key }) => key === 'payment')?.text.en).toBe('PAY7');
    const silent = await play([submit, agree], { answers: [{ call: 'bank.pay', fail: 'unavailable' }] });
    expect(silent.nodes.pay).toBe('current');
  });

  it('a step that is refused is told with its problems and is not part of the story', async () => {
    const view = await play([{ ...submit, data: { ...trip, project: 'P9' } }]);
    expect(view.stopped).toMatchObject({ step: 0, problem: { problems: [{ path: 'project' }] } });
    expect(view.script.steps).toEqual([]);
    const wrong = await play([submit, { as: 'emil', approve: 'manager' }]);
    expect(wrong.stopped).toMatchObject({ step: 1, problem: { code: 'not_yours' } });
    expect(wrong.tasks).toHaveLength(1);
  });

  it('shows each person what they would see and may do', async () => {
    const { tasks } = await play([submit]);
    const [task] = tasks;
    const asMia = (await ada('GET', `${base}/${id}/as/mia/tasks/${task?.id}`)).json<TaskView>();
    expect(asMia.record.operations.map(({ key }) => key)).toEqual(expect.arrayContaining(['approve', 'reject']));
    expect(asMia.record.rights.approved).toBe('edit');
    expect((await ada('GET', `${base}/${id}/as/emil/tasks/${task?.id}`)).statusCode).toBe(404);
    const desk = (await ada('GET', `${base}/${id}/as/cara`)).json<SimulationDesk>();
    expect(desk.app.myRoles).toEqual(['cashier']);
    const claim = desk.app.forms.find(({ definition }) => definition.key === 'claim');
    expect(claim?.rights.note).toBeUndefined();
  });

  it('a play that the server has lost is played again; with another draft it says so', async () => {
    const steps = (await play([submit])).script.steps;
    await ada('DELETE', `${base}/${id}`);
    expect((await ada('GET', `${base}/${id}/as/mia`)).json().error.code).toBe('simulation_gone');
    const again = await play([...steps, agree]);
    expect(again.isOver).toBe(true);
    const moved = await ada('POST', `${base}/${id}/play`, { flow: 'approval', hash: 'x', script });
    expect(moved.json().error.code).toBe('draft_moved');
  });

  it('what was typed into a form is told so that it can be played anywhere', async () => {
    const row = { id: randomUUID(), what: 'train', qty: 2, price: '50.10' };
    const view = await play([{ ...submit, data: { ...trip, note: null, items: [row] } }]);
    expect(view.script.steps).toEqual([submit]);
    const [record] = view.records;
    const seen = (await ada('GET', `${base}/${id}/as/mia/tasks/${view.tasks[0]?.id}`)).json<TaskView>();
    const { data } = seen.record;
    expect(record?.id).toBe(seen.record.id);
    const done = await play([submit, { ...agree, data: { ...data, approved: '90.00' } }]);
    expect(done.script.steps[1]).toMatchObject({ approve: 'manager', data: { approved: '90.00' } });
    expect(Object.keys(done.script.steps[1]?.data ?? {})).toEqual(['approved']);
  });

  it('is kept as a scenario that passes the check and is played on publish', async () => {
    const answers = [{ call: 'bank.pay', reply: { payment: 'PAY7' } }];
    const { script: told } = await play([submit, agree], { answers });
    const kept = await ada('POST', `${base}/${id}/keep`, {
      flow: 'approval',
      hash,
      script: told,
      key: 'a_trip',
      label: 'A trip',
    });
    const { scenario } = kept.json<{ scenario: ScenarioDefinition }>();
    expect(scenario.expect).toEqual(
      expect.arrayContaining([
        { state: 'paid' },
        { call: 'bank.pay', times: 1 },
        { data: expect.objectContaining({ payment: 'PAY7', total: '100.20' }) },
      ]),
    );
    const { app: model, problems } = loadApp([...files, { path: 'scenarios/a_trip.json', json: scenario }]);
    expect(problems).toEqual([]);
    if (model === undefined) throw new Error('The app does not load.');
    for await (const result of playScenarios(edge.database, model, [scenario])) {
      expect(result).toEqual({ key: 'a_trip', passed: true, mismatches: [] });
    }
  });

  it('of three plays of an app the one that was used longest ago gives way, and is played again unawares', async () => {
    await play([submit]);
    const others = [randomUUID(), randomUUID(), randomUUID()];
    for (const other of others) await ask({ flow: 'approval' }, other);
    expect((await ada('GET', `${base}/${id}/as/mia`)).json().error.code).toBe('simulation_gone');
    expect((await play([submit])).tasks).toHaveLength(1);
  });

  it('what nobody uses ends by itself, and all end with the server, their databases too', async () => {
    const { knex } = edge.database;
    const around = { log: () => undefined, may: () => Promise.resolve(), draft: () => readIt() };
    const readIt = () => knex.transaction((trx) => readDraft(trx, 'expenses', edge.clock));
    const simulations = new Simulations(edge.host, { ...around, idleMs: 50 });
    const user = await personActor(edge.host, 'expenses', 'ada');
    const mark = await markOf(edge.database);
    const left = async (): Promise<number> => {
      const { rows } = await knex.raw<{ rows: unknown[] }>(`select from pg_database where datname like ?`, [
        `play\\_${mark}\\_%`,
      ]);
      return rows.length;
    };
    const before = await left();
    simulations.start();
    await simulations.play({ app: 'expenses', id: randomUUID(), user, locale: 'en' }, { flow: 'approval' });
    await expect.poll(() => simulations.count, { timeout: 20_000 }).toBe(0);
    await simulations.play({ app: 'expenses', id: randomUUID(), user, locale: 'en' }, { flow: 'approval' });
    await simulations.stop();
    expect(await left()).toBe(before);
  });

  it('what a killed server has left is dropped by the next', async () => {
    const { knex } = edge.database;
    const mark = await markOf(edge.database);
    await knex.raw(`create database play_${mark}_dead_1`);
    const rooms = new Rooms(edge.database);
    const model = edge.host.apps.get('expenses');
    if (model === undefined) throw new Error('The app is not there.');
    const room = await rooms.open(model);
    const found = await knex.raw<{ rows: unknown[] }>(`select from pg_database where datname = 'play_${mark}_dead_1'`);
    expect(found.rows).toEqual([]);
    await room.close();
    await rooms.close();
  });

  it('a draft with errors says which; what its proof finds is no reason not to look', async () => {
    const view = (await ada('GET', '/api/design/expenses')).json<DesignView>();
    const flow = view.files.find(({ path }) => path === 'flows/approval.json');
    type Nodes = { nodes: { key: string; assignees?: object[] }[] };
    const { nodes, ...rest } = flow?.json as unknown as Nodes;
    const wrong = nodes.map((node) =>
      node.key === 'manager' ? { ...node, assignees: [{ role: 'nobody_knows' }] } : node,
    );
    const save = (json: unknown, revision: number) =>
      ada('POST', '/api/design/expenses/save', { changes: [{ path: 'flows/approval.json', revision, json }] });
    expect((await save({ ...rest, nodes: wrong }, flow?.revision ?? 1)).statusCode).toBe(200);
    const barred = await ada('POST', `${base}/${randomUUID()}/play`, { flow: 'approval' });
    expect(barred.statusCode).toBe(422);
    expect(barred.json().error).toMatchObject({
      code: 'draft_has_errors',
      definitions: [{ file: 'flows/approval.json', code: 'unknown_role' }],
    });
    // What has been begun goes on with the draft that it was begun with.
    expect((await play([submit])).tasks).toHaveLength(1);
    await save(flow?.json, (flow?.revision ?? 1) + 1);
  });

  it('refuses what no scenario could say', async () => {
    const odd = await ada('POST', `${base}/${id}/play`, {
      flow: 'approval',
      script: { ...script, steps: [{ sql: 'x' }] },
    });
    expect(odd.json().error.code).toBe('bad_script');
    const proto = JSON.parse('{"as":"eve","submit":"claim","data":{"__proto__":{"a":1}}}');
    expect(
      (await ada('POST', `${base}/${id}/play`, { flow: 'approval', script: { ...script, steps: [proto] } })).statusCode,
    ).toBe(400);
    const late = await ada('POST', `${base}/${id}/play`, { flow: 'nowhere' });
    expect(late.json().error.code).toBe('unknown_flow');
  });
});
