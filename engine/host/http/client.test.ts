import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addClient } from './client.ts';

const app = fastify();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  for (const [place, page] of [
    ['runtime', 'index'],
    ['runtime', 'portal'],
    ['designer', 'index'],
  ] as const) {
    await mkdir(join(folder, place), { recursive: true });
    await writeFile(join(folder, place, `${page}.html`), `${place} ${page}`);
  }
  await addClient(app, folder);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test.each([
  ['/', 200, 'runtime index'],
  ['/login?to=/w/tasks', 200, 'runtime index'],
  ['/w/returns/boards/progress', 200, 'runtime index'],
  ['/portal/returns/new', 200, 'runtime portal'],
  ['/design', 200, 'designer index'],
  ['/design/returns/forms/claim?at=/fields/1', 200, 'designer index'],
  ['/designs', 404, undefined],
  ['/api/nothing', 404, undefined],
  ['/elsewhere', 404, undefined],
])('%s is answered with %i', async (url, status, page) => {
  const answer = await app.inject({ url });
  expect(answer.statusCode).toBe(status);
  if (page !== undefined) expect(answer.body).toBe(page);
});
