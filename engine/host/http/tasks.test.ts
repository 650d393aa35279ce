import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { readAppFolder } from '../apps/folder.ts';
import { type Ask, testEdge } from '../testing/edge.ts';
import { EXPENSES } from '../testing/stage.ts';

const { files } = await readAppFolder(EXPENSES);
const edge = await testEdge(
  files.map((file) => ({ path: file.path, json: 'text' in file ? (JSON.parse(file.text) as unknown) : file.json })),
);
const projects = '/api/apps/expenses/forms/project/records';
const claims = '/api/apps/expenses/forms/claim/records';
let ada: Ask;
let eve: Ask;
let mia: Ask;

beforeAll(async () => {
  [ada, eve, mia] = await Promise.all([edge.as('ada'), edge.as('eve'), edge.as('mia')]);
  const project = { command: randomUUID(), data: { code: 'PX', budget: '10000.00' } };
  expect((await ada('POST', projects, project)).statusCode).toBe(201);
});

async function taskOfNewClaim(): Promise<{ claim: string; task: string; revision: number }> {
  const items = [{ id: randomUUID(), what: 'ticket', qty: 1, price: '20.00' }];
  const made = await eve('POST', claims, { command: randomUUID(), data: { project: 'PX', kind: 'travel', items } });
  const { id, revision } = made.json<{ id: string; revision: number }>();
  const { rows } = (await mia('GET', '/api/tasks?box=todo')).json<{ rows: { id: string; record: string }[] }>();
  return { claim: id, task: rows.find(({ record }) => record === id)?.id ?? '', revision };
}

test('a task decided on a record that has changed since it was looked at is answered like a stale save', async () => {
  const { claim, task, revision } = await taskOfNewClaim();
  const change = { command: randomUUID(), revision, data: { note: 'one more night' } };
  expect((await eve('PATCH', `${claims}/${claim}`, change)).statusCode).toBe(200);
  const approve = (seen: number) =>
    mia('POST', `/api/tasks/${task}/approve`, { command: randomUUID(), revision: seen });
  const late = await approve(revision);
  expect(late.statusCode).toBe(409);
  const current = { revision: revision + 1, data: { note: 'one more night' } };
  expect(late.json()).toMatchObject({ error: { code: 'stale', current } });
  const tasks = [{ id: task, revision }];
  const many = await mia('POST', '/api/tasks/bulk', { operation: 'approve', tasks });
  expect(many.json()).toMatchObject({ results: [{ task, error: { code: 'stale' } }] });
  expect((await approve(revision + 1)).statusCode).toBe(200);
});

test('an open task names the fields that its step has somebody fill in, for the screen to begin with', async () => {
  const { task } = await taskOfNewClaim();
  const work = async (): Promise<string[] | undefined> =>
    (await mia('GET', `/api/tasks/${task}`)).json<{ work?: string[] }>().work;
  expect(await work()).toEqual(['approved']);
  expect((await mia('POST', `/api/tasks/${task}/approve`, { command: randomUUID() })).statusCode).toBe(200);
  expect(await work()).toBeUndefined();
});

test('the description of the API names what was looked at, for tasks and for signals', async () => {
  const { paths } = (await eve('GET', '/api/openapi.json')).json<{ paths: Record<string, { post?: unknown }> }>();
  const named = ['/api/tasks/{id}/{operation}', '/api/apps/{app}/forms/{form}/records/{id}/signals/{signal}'];
  for (const path of named) {
    const written = JSON.stringify(paths[path]?.post);
    expect(written).toContain('"revision"');
    expect(written).toContain('"version"');
  }
});
