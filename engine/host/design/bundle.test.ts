import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadApp } from '../../definition/index.ts';
import type { AppBundle, DesignSummary, DesignView } from '../../wire.ts';
import { readAppFolder } from '../apps/folder.ts';
import { textsOf } from '../apps/folders.ts';
import { installApp } from '../apps/install.ts';
import { installFolder } from '../apps/install-folder.ts';
import { playScenarios } from '../scenario/scratch.ts';
import { testDatabase } from '../testing/database.ts';
import { deskFiles } from '../testing/desk.ts';
import { testEdge } from '../testing/edge.ts';
import { EXPENSES } from '../testing/stage.ts';
import { textsOfBundle } from './bundle.ts';
import { importFromShell } from './import-from-shell.ts';

const edge = await testEdge(deskFiles, { DESK_CARRIER_SALT: 'the-secret-salt' });
const { knex } = edge.database;
const bea = await edge.as('bea');

async function expenses() {
  const { files } = await readAppFolder(EXPENSES);
  const { app } = loadApp(files);
  if (!app) throw new Error('The app has errors.');
  return { model: app, texts: textsOf(files) };
}

it('an app that is opened, saved unchanged and exported is the same to the byte', async () => {
  const { model, texts } = await expenses();
  await installFolder(knex, { model, texts }, () => undefined);
  await edge.host.refresh();
  const id = (await knex('engine.app_user').where({ login: 'bea' }).first()).id as string;
  await knex('engine.user_role').insert({ user_id: id, app: model.app.key, role: model.app.admin });
  const boss = await edge.as('bea');
  const view = (await boss('GET', '/api/design/expenses')).json<DesignView>();
  const changes = view.files.map(({ path, json, revision }) => ({ path, json, revision }));
  const saved = await boss('POST', '/api/design/expenses/save', { changes });
  expect(saved.statusCode, saved.body).toBe(200);
  const { files } = (await boss('GET', '/api/design/expenses/export?version=draft')).json<AppBundle>();
  expect(files).toEqual(Object.fromEntries(texts));
  // A change that is taken back leaves the text as it was, not as it would be printed.
  const app = view.files.find(({ path }) => path === 'app.json') as DesignView['files'][number];
  const save = (revision: number, json: unknown) =>
    boss('POST', '/api/design/expenses/save', { changes: [{ path: 'app.json', revision, json }] });
  await save(app.revision, { ...(app.json as object), version: '9.9.9' });
  await save(app.revision + 1, app.json);
  const back = (await boss('GET', '/api/design/expenses/export?version=draft')).json<AppBundle>();
  expect(back.files['app.json']).toBe(texts.get('app.json'));
});

it('an export brought to a clean server gives the same behaviour: its scenarios pass there', async () => {
  const boss = await edge.as('bea');
  const { files } = (await boss('GET', '/api/design/expenses/export')).json<AppBundle>();
  const { app, ok } = loadApp([...Object.entries(files)].map(([path, text]) => ({ path, text })));
  if (!app || !ok) throw new Error('The bundle has errors.');
  const clean = await testDatabase();
  const failed: string[] = [];
  for await (const { key, passed } of playScenarios(clean, app)) if (!passed) failed.push(key);
  expect(failed).toEqual([]);
  expect(app.hash).toBe((await expenses()).model.hash);
});

it('an operator brings an export to a clean server, with somebody who administers it there', async () => {
  const boss = await edge.as('bea');
  const bundle = (await boss('GET', '/api/design/expenses/export')).json<AppBundle>();
  const clean = await testDatabase();
  const order = { key: undefined, admin: 'root', password: undefined };
  await expect(importFromShell(clean, bundle, order)).rejects.toThrow(/ADMIN_PASSWORD/);
  const again = { ...order, password: 'long enough a word' };
  expect(await importFromShell(clean, bundle, again)).toMatchObject({ app: 'expenses', number: 1, isNew: false });
  const { model } = await expenses();
  const role = await clean.knex('engine.user_role').where({ app: 'expenses' }).pluck('role');
  expect(role).toContain(model.app.admin);
  const texts = await clean.knex('engine.app_version').where({ app: 'expenses' }).first('texts');
  expect(texts.texts).toEqual(bundle.files);
});

it('a bundle comes in under another key as a draft of its own, and over an app only where that is said', async () => {
  const bundle = (await bea('GET', '/api/design/desk/export')).json<AppBundle>();
  expect((await bea('POST', '/api/design/import', { bundle })).json().error.code).toBe('app_exists');
  const made = await bea('POST', '/api/design/import', { bundle, key: 'desk_two' });
  expect(made.json<DesignSummary>()).toMatchObject({ key: 'desk_two', number: 0, errors: 0 });
  const replaced = await bea('POST', '/api/design/import', { bundle, replace: true });
  expect(replaced.json<DesignSummary>()).toMatchObject({ key: 'desk', changes: 0 });
});

it('a copy is the same app under another key and label', async () => {
  const label = { 'zh-CN': '副本', en: 'Copy' };
  const made = await bea('POST', '/api/design/apps', { key: 'desk_copy', label, from: { app: 'desk' } });
  expect(made.json<DesignSummary>()).toMatchObject({ key: 'desk_copy', label, errors: 0 });
  const strange = { key: 'nothing_copy', label, from: { app: 'nothing' } };
  expect((await bea('POST', '/api/design/apps', strange)).statusCode).toBe(404);
});

it('no secret is in an export', async () => {
  await bea('PUT', '/api/apps/desk/connectors/carrier/secrets/salt', { value: 'a-stored-secret' });
  const answer = await bea('GET', '/api/design/desk/export');
  expect(answer.body).not.toMatch(/the-secret-salt|a-stored-secret/);
  expect(answer.headers['content-disposition']).toMatch(/desk-1\.app\.json/);
});

it('a restart does not bring back a folder over what was published since; a folder that was edited is published', async () => {
  const { knex: fresh } = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'folder-'));
  const said: string[] = [];
  const boot = async () => {
    const { files } = await readAppFolder(folder);
    const { app } = loadApp(files);
    if (!app) throw new Error('The app has errors.');
    return installFolder(fresh, { model: app, texts: textsOf(files) }, (line) => said.push(line));
  };
  for (const { path, json } of deskFiles.filter((file) => !file.path.includes('/'))) {
    await writeFile(join(folder, path), JSON.stringify({ ...(json as object), portal: undefined }));
  }
  expect([await boot(), await boot()]).toEqual(['published', 'same']);
  const number = async () => (await fresh('engine.app').where({ key: 'desk' }).first()).number as number;
  // Published in the designer since.
  const text = await readFile(join(folder, 'app.json'), 'utf8');
  const made = loadApp([{ path: 'app.json', text: text.replace('1.0.0', '2.0.0') }]).app;
  if (!made) throw new Error('The app has errors.');
  await installApp(fresh, made, { origin: 'designer' });
  expect([await boot(), await number()]).toEqual(['left', 2]);
  expect(said.at(-1)).toMatch(/version 2 stays/);
  await writeFile(join(folder, 'app.json'), text.replace('1.0.0', '3.0.0'));
  expect([await boot(), await number()]).toEqual(['published', 3]);
  await rm(folder, { recursive: true, force: true });
});

it('the texts of a bundle are taken as they are', () => {
  const files = { 'app.json': '{ "key":"x" }\n' };
  expect(textsOfBundle({ format: 'app-bundle', formatVersion: 1, files })).toEqual(new Map(Object.entries(files)));
});
