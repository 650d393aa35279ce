import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addClient } from './client.ts';

const app = fastify();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  for (const page of ['index', 'portal']) await writeFile(join(folder, `${page}.html`), page);
  await addClient(app, folder);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test.each([
  ['/', 200, 'index'],
  ['/login?to=/w/tasks', 200, 'index'],
  ['/w/returns/boards/progress', 200, 'index'],
  ['/portal/returns/new', 200, 'portal'],
  ['/api/nothing', 404, undefined],
  ['/elsewhere', 404, undefined],
])('%s is answered with %i', async (url, status, page) => {
  const answer = await app.inject({ url });
  expect(answer.statusCode).toBe(status);
  if (page !== undefined) expect(answer.body).toBe(page);
});
