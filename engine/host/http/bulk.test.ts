import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CommandResult, TaskList, TaskRow, WireError } from '../../wire.ts';
import { readAppFolder } from '../apps/folder.ts';
import { type Ask, type TestEdge, testEdge } from '../testing/edge.ts';
import { EXPENSES } from '../testing/stage.ts';

let the: TestEdge;
let eve: Ask;
let mia: Ask;
let max: Ask;

interface Node {
  key: string;
  rights?: object;
  outcomes?: object[];
}

/** Managers have to find a note; two signatures ask for a reason. */
function harder(path: string, json: unknown): unknown {
  if (path !== 'flows/approval.json') return json;
  const flow = json as { nodes: Node[] };
  const nodes = flow.nodes.map((node) => {
    if (node.key === 'manager') return { ...node, rights: { approved: 'edit', note: 'require' } };
    if (node.key !== 'two') return node;
    return { ...node, outcomes: [{ key: 'approved', label: { 'zh-CN': '同意', en: 'Approve' }, reason: true }] };
  });
  return { ...flow, nodes };
}

beforeAll(async () => {
  const { files } = await readAppFolder(EXPENSES);
  the = await testEdge(
    files.map((file) => {
      const json = 'text' in file ? (JSON.parse(file.text) as unknown) : file.json;
      return { path: file.path, json: harder(file.path, json) };
    }),
  );
  [eve, mia, max] = [await the.as('eve'), await the.as('mia'), await the.as('max')];
});

async function claim(price: string, note?: string): Promise<void> {
  const data = { project: 'P1', kind: 'travel', items: [{ what: 'Train', qty: 1, price }], ...(note ? { note } : {}) };
  const answer = await eve('POST', '/api/apps/expenses/forms/claim/records', { command: randomUUID(), data });
  expect(answer.statusCode, answer.body).toBe(201);
}

const todo = async (ask: Ask): Promise<TaskRow[]> =>
  (await ask('GET', '/api/tasks?box=todo&size=200')).json<TaskList>().rows;

type Answer = { task: string } & ({ result: CommandResult } | WireError);
type Order = { id: string; command: string; revision?: number };

const orders = (rows: readonly TaskRow[]): Order[] =>
  rows.map(({ id, revision }) => ({ id, revision, command: randomUUID() }));

/** As the screen does it: some at a time. */
async function approve(ask: Ask, tasks: readonly Order[], more: object = {}): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let from = 0; from < tasks.length; from += 20) {
    const body = { operation: 'approve', tasks: tasks.slice(from, from + 20), ...more };
    const answer = await ask('POST', '/api/tasks/bulk', body);
    expect(answer.statusCode, answer.body).toBe(200);
    answers.push(...answer.json<{ results: Answer[] }>().results);
  }
  return answers;
}

const codes = (answers: readonly Answer[]): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const answer of answers) {
    const code = 'error' in answer ? answer.error.code : (answer.result.already?.code ?? 'done');
    found[code] = (found[code] ?? 0) + 1;
  }
  return found;
};

describe('approving 200 tasks in one go', () => {
  it('does each once, whoever else is at it and however often it is pressed, and says of each why not', async () => {
    for (let count = 0; count < 5; count++) await claim('6000.00', 'Far');
    for (const { id } of await todo(mia)) {
      expect((await mia('POST', `/api/tasks/${id}/approve`, { command: randomUUID() })).statusCode).toBe(200);
    }
    for (let count = 0; count < 140; count++) await claim('10.00', 'Trip');
    for (let count = 0; count < 30; count++) await claim('10.00');
    for (let count = 0; count < 25; count++) await claim('10.00', 'Trip');
    const rows = await todo(max);
    expect(rows).toHaveLength(200);
    const noted = new Set<string>(await the.database.knex('expenses.claim').whereNotNull('note').pluck('id'));
    const managers = rows.filter(({ node, record }) => node === 'manager' && noted.has(record));
    // Meanwhile: ten are done by somebody else, five claimed, and five records have changed.
    const [done, claimed, changed] = [managers.slice(0, 10), managers.slice(10, 15), managers.slice(15, 20)];
    await approve(mia, orders(done));
    for (const { id } of claimed) await mia('POST', `/api/tasks/${id}/claim`, { command: randomUUID() });
    for (const { record, revision } of changed) {
      const path = `/api/apps/expenses/forms/claim/records/${record}`;
      const answer = await eve('PATCH', path, { command: randomUUID(), revision, data: { note: 'Other' } });
      expect(answer.statusCode, answer.body).toBe(200);
    }
    const wanted = orders(rows);
    // Pressed twice, and a colleague presses at the same moment.
    const [first, second, other] = await Promise.all([
      approve(max, wanted),
      approve(max, wanted),
      approve(mia, orders(managers.slice(20, 80))),
    ]);
    expect(codes([...first, ...second, ...other])).not.toHaveProperty('internal');
    for (const answer of first) {
      if ('error' in answer) expect(answer.error.message).not.toBe('');
    }
    const told = codes(first);
    expect(told.reason_required).toBe(5);
    expect(told.invalid).toBe(30);
    expect(told.stale).toBe(5);
    // Whoever comes second is told so, and nothing is wrong.
    expect((told.decided ?? 0) + (told.claimed ?? 0)).toBeGreaterThanOrEqual(15);
    const missing = first.find((answer) => 'error' in answer && answer.error.code === 'invalid');
    expect(missing && 'error' in missing && missing.error.problems?.[0]).toMatchObject({
      code: 'required',
      path: 'note',
    });
    // Every task that is done has been done once.
    const { rows: twice } = await the.database.knex.raw<{ rows: object[] }>(
      `select data->>'task' from engine.event where type = 'task_completed' group by 1 having count(*) > 1`,
    );
    expect(twice).toEqual([]);
    const doneBy = (answers: readonly Answer[]): string[] =>
      answers.flatMap((answer) => ('error' in answer || answer.result.already ? [] : [answer.task]));
    expect(doneBy(second)).toEqual(expect.arrayContaining(doneBy(first)));
    expect(doneBy(other).filter((task) => doneBy(first).includes(task))).toEqual([]);
  });

  it('takes what was refused once more, with what it asked for', async () => {
    const left = (await todo(max)).filter(({ node }) => node === 'two');
    expect(codes(await approve(max, orders(left), { reason: 'Within budget' }))).toEqual({ done: left.length });
    const rows = (await todo(max)).filter(({ node }) => node === 'manager');
    expect(codes(await approve(max, orders(rows), { data: { note: 'Looked at' } }))).toMatchObject({
      done: rows.length,
    });
    // Mia’s five claims, and her five signatures.
    expect(await todo(max)).toEqual([]);
  });
});
