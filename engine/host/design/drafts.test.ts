import { expect, it } from 'vitest';
import type { DesignSummary, DesignView, SaveResult } from '../../wire.ts';
import { deskFiles } from '../testing/desk.ts';
import { testEdge } from '../testing/edge.ts';

const edge = await testEdge(deskFiles);
const bea = await edge.as('bea');
const amy = await edge.as('amy');
const base = '/api/design/desk';

const view = async (): Promise<DesignView> => (await bea('GET', base)).json<DesignView>();
const fileOf = async (path: string) => (await view()).files.find((file) => file.path === path);
const save = (path: string, revision: number, json: unknown) =>
  bea('POST', `${base}/save`, { changes: [{ path, revision, json }] });

it('who does not administer an app does not learn that it can be designed', async () => {
  expect((await amy('GET', '/api/design/apps')).json()).toEqual([]);
  for (const url of [base, '/api/design/nothing']) expect((await amy('GET', url)).statusCode).toBe(404);
  expect(
    (await amy('POST', `${base}/save`, { changes: [{ path: 'app.json', revision: 1, json: {} }] })).statusCode,
  ).toBe(404);
  expect((await edge.nobody('GET', '/api/design/apps')).statusCode).toBe(401);
});

it('a draft begins with what is published, every file the same', async () => {
  const { number, files, problems, published } = await view();
  expect(number).toBe(1);
  expect(published?.number).toBe(1);
  expect(problems).toEqual([]);
  expect(files.map(({ path }) => path)).toEqual(deskFiles.map(({ path }) => path).sort());
  expect(new Set(files.map(({ status, revision }) => `${status} ${revision}`))).toEqual(new Set(['same 1']));
  expect((await bea('GET', '/api/design/apps')).json<DesignSummary[]>()).toMatchObject([
    { key: 'desk', number: 1, changes: 0, errors: 0 },
  ]);
});

it('a save is all or nothing, counts revisions and tells what is wrong with the meaning', async () => {
  const order = await fileOf('forms/order.json');
  const json = { ...(order?.json as object), title: 'nowhere' };
  const saved = await save('forms/order.json', 1, json);
  expect(saved.json<SaveResult>().files).toEqual([{ path: 'forms/order.json', revision: 2, status: 'changed' }]);
  expect(saved.json<SaveResult>().problems.map(({ code, file }) => `${file} ${code}`)).toEqual([
    'forms/order.json unknown_field',
  ]);
  const both = await bea('POST', `${base}/save`, {
    changes: [
      { path: 'forms/fresh.json', revision: 0, json: { key: 'fresh' } },
      { path: 'forms/order.json', revision: 1, json: {} },
    ],
  });
  expect(both.statusCode).toBe(409);
  expect(both.json().error).toMatchObject({
    code: 'draft_conflict',
    conflicts: [{ path: 'forms/order.json', file: { revision: 2, status: 'changed', updatedBy: 'bea', json } }],
  });
  expect(await fileOf('forms/fresh.json')).toBeUndefined();
  const back = await save('forms/order.json', 2, order?.json);
  expect(back.json<SaveResult>()).toMatchObject({ files: [{ revision: 3, status: 'same' }], problems: [] });
});

it('of two people who save one file at the same moment one is told', async () => {
  const message = { key: 'note', text: 'x' };
  const made = await Promise.all([1, 2, 3].map((n) => save('messages/note.json', 0, { ...message, text: `${n}` })));
  expect(made.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409]);
  const removed = await save('messages/note.json', 1, null);
  expect(removed.json<SaveResult>().files).toEqual([{ path: 'messages/note.json', revision: 2, status: 'same' }]);
  expect(await fileOf('messages/note.json')).toBeUndefined();
  // Taken back, it comes again, though its maker knows it as new.
  expect((await save('messages/note.json', 0, message)).json<SaveResult>().files[0]?.revision).toBe(3);
});

it('what is discarded is as published again, and the others hear of it', async () => {
  await save('forms/ticket.json', 1, null);
  expect(await fileOf('forms/ticket.json')).toMatchObject({ json: null, status: 'removed', revision: 2 });
  const answer = await bea('POST', `${base}/discard`, {});
  expect(answer.statusCode).toBe(200);
  expect((await view()).files.map(({ status }) => status)).not.toContain('changed');
  expect(await fileOf('forms/ticket.json')).toMatchObject({ status: 'same', revision: 3 });
  const row = await edge.database.knex('engine.audit').where({ action: 'draft_discarded' }).first();
  expect(row?.data.files).toEqual(['forms/ticket.json', 'messages/note.json']);
});
