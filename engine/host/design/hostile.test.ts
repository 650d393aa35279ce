import { expect, it } from 'vitest';
import type { AppBundle, DesignView } from '../../wire.ts';
import { deskFiles } from '../testing/desk.ts';
import { testEdge } from '../testing/edge.ts';

const edge = await testEdge(deskFiles);
const bea = await edge.as('bea');

const appOf = (key: string): object => ({
  key,
  label: 'Hostile',
  version: '1.0.0',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  roles: [{ key: 'admin', label: 'Admin' }],
  admin: 'admin',
});

const formOf = (fields: object[], more: object = {}): object => ({ key: 'note', label: 'Note', fields, ...more });

let count = 0;

/** A bundle with these files beside an app.json; each under a key of its own. */
function bundleOf(files: Record<string, unknown>): { key: string; bundle: AppBundle } {
  const key = `hostile${++count}`;
  const all = { 'app.json': appOf(key), ...files };
  const texts = Object.entries(all).map(([path, file]) => [
    path,
    typeof file === 'string' ? file : JSON.stringify(file),
  ]);
  return {
    key,
    bundle: {
      format: 'app-bundle',
      formatVersion: 1,
      app: key,
      label: 'x',
      number: 1,
      files: Object.fromEntries(texts),
    },
  };
}

const bring = (bundle: unknown) => bea('POST', '/api/design/import', { bundle });
const codeOf = async (answer: ReturnType<typeof bring>): Promise<string> => (await answer).json().error?.code;
const errorsOf = async (key: string): Promise<string[]> => {
  const { problems } = (await bea('GET', `/api/design/${key}`)).json<DesignView>();
  return [...new Set(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code))];
};

it.each([
  '../outside.json',
  'forms/../../outside.json',
  '/etc/passwd',
  'forms/note.json/../x.json',
  'forms\\note.json',
  'forms/%2e%2e.json',
  'forms/deeper/note.json',
  'other/note.json',
  'forms/note.js',
  'forms/\u0000note.json',
])('a file named %j is refused', async (path) => {
  expect(await codeOf(bring(bundleOf({ [path]: formOf([]) }).bundle))).toBe('bad_file');
  const changes = [{ path, revision: 0, json: {} }];
  expect((await bea('POST', '/api/design/desk/save', { changes })).json().error.code).toBe('bad_file');
});

it.each(['__proto__', 'constructor', 'prototype'])(
  'the key %s in a definition is refused, and pollutes nothing',
  async (name) => {
    const text = `{"key":"note","label":"Note","fields":[],"${name}":{"polluted":true}}`;
    expect(await codeOf(bring(bundleOf({ 'forms/note.json': text }).bundle))).toBe('bad_file');
    const body = `{"changes":[{"path":"forms/note.json","revision":0,"json":${text}}]}`;
    const saved = await bea('POST', '/api/design/desk/save', body, { 'content-type': 'application/json' });
    expect(saved.statusCode).toBeGreaterThanOrEqual(400);
    expect(saved.statusCode).toBeLessThan(500);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  },
);

it('a file named __proto__ is refused', async () => {
  const body = `{"bundle":{"format":"app-bundle","formatVersion":1,"files":{"__proto__":"{}"}}}`;
  const answer = await bea('POST', '/api/design/import', body, { 'content-type': 'application/json' });
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  expect(answer.statusCode).toBeLessThan(500);
});

it('10,000 files are refused', async () => {
  const files = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`forms/f${at}.json`, '{}']));
  expect(await codeOf(bring(bundleOf(files).bundle))).toBe('bad_bundle');
});

it('10,000 fields in a form are refused or are only a draft with errors', async () => {
  const fields = Array.from({ length: 10_000 }, (_, at) => ({ key: `f${at}`, type: 'text', label: `F${at}` }));
  const { key, bundle } = bundleOf({ 'forms/note.json': formOf(fields) });
  const answer = await bring(bundle);
  if (answer.statusCode === 201) expect(await errorsOf(key)).not.toEqual([]);
  else expect(answer.json().error.code).toBe('bad_file');
});

it('10,000 levels are refused, also where they come as JSON', async () => {
  const deep = `${'{"all":['.repeat(10_000)}${']}'.repeat(10_000)}`;
  const text = `{"key":"note","label":"Note","fields":[],"when":${deep}}`;
  expect(await codeOf(bring(bundleOf({ 'forms/note.json': text }).bundle))).toBe('bad_file');
  const body = `{"changes":[{"path":"forms/note.json","revision":0,"json":${text}}]}`;
  const saved = await bea('POST', '/api/design/desk/save', body, { 'content-type': 'application/json' });
  expect(saved.json().error.code).toBe('bad_file');
});

it('a pattern that backtracks for ever does not hold anybody up', async () => {
  const fields = [{ key: 'text', type: 'text', label: 'Text', pattern: '^(a+)+$' }];
  const form = formOf(fields, {
    cases: [{ key: 'slow', given: { text: `${'a'.repeat(60)}!` }, values: { text: `${'a'.repeat(60)}!` } }],
    access: [{ role: 'admin', create: true, rights: { '*': 'edit' } }],
  });
  const began = performance.now();
  const { key, bundle } = bundleOf({ 'forms/note.json': form });
  expect((await bring(bundle)).statusCode).toBe(201);
  expect((await bea('GET', `/api/design/${key}/plan`)).statusCode).toBe(200);
  expect(performance.now() - began).toBeLessThan(5_000);
});

it('HTML in every label stays text: as it came in, it goes out as JSON', async () => {
  const html = '<img src=x onerror=alert(1)><script>alert(2)</script>';
  const { key, bundle } = bundleOf({
    'forms/note.json': formOf([{ key: 'text', type: 'text', label: html }], { label: html }),
  });
  expect((await bring(bundle)).statusCode).toBe(201);
  const answer = await bea('GET', `/api/design/${key}/plan`);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect(JSON.stringify(answer.json().groups)).toContain(JSON.stringify(html).slice(1, -1));
  const file = await bea('GET', `/api/design/${key}/export`);
  expect(file.headers['content-disposition']).toMatch(/^attachment/);
  expect(file.headers['x-content-type-options']).toBe('nosniff');
});

it.each([
  ['a key that the system uses', 'engine'],
  ['a key of PostgreSQL', 'pg_catalog'],
  ['a key that is no name', 'a"; drop schema engine; --'],
  ['a key with a capital', 'Returns'],
])('%s is no app', async (_, key) => {
  const { bundle } = bundleOf({});
  const answer = await bea('POST', '/api/design/import', { bundle, key });
  expect(['reserved_key', 'bad_key']).toContain(answer.json().error.code);
});

it('what is no bundle, or of another time, is refused in words', async () => {
  for (const bundle of [
    {},
    { format: 'zip' },
    { ...bundleOf({}).bundle, formatVersion: 2 },
    { format: 'app-bundle', files: [] },
  ]) {
    const answer = await bring(bundle);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.json().error.message).toMatch(/\w/);
  }
});

it('characters that the database cannot keep are refused when they are saved, not when they are published', async () => {
  for (const label of ['a\u0000b', 'a\ud800b']) {
    const text = JSON.stringify(formOf([], { label }));
    expect(await codeOf(bring(bundleOf({ 'forms/note.json': text }).bundle))).toBe('bad_file');
  }
});

it('a file of more than 1 MB is refused', async () => {
  const { bundle } = bundleOf({ 'forms/note.json': formOf([], { label: 'x'.repeat(1_000_001) }) });
  expect(await codeOf(bring(bundle))).toBe('bad_file');
});
