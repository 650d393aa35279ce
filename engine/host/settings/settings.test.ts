import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { told } from '../shell.ts';
import { cautions } from './cautions.ts';
import { checkFree } from './listening.ts';
import type { SettingsProblem } from './problem.ts';
import { type Environment, readSettings, type Settings } from './settings.ts';

let folder: string;
let usual: Environment;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'));
  await mkdir(join(folder, 'apps'));
  await writeFile(join(folder, 'file'), 'no certificate');
  usual = { DATA_DIR: join(folder, 'data'), APPS_DIR: join(folder, 'apps') };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (env: Environment): Promise<Settings> => readSettings({ ...usual, ...env });
const refused = (env: Environment): Promise<SettingsProblem> =>
  read(env).then(
    () => expect.unreachable(),
    (cause) => cause,
  );

describe('settings', () => {
  it('need none to be set, and one that is empty is not set', async () => {
    const wanted = {
      port: 3000,
      address: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      isDemo: true,
      password: 'demo',
    };
    expect(await read({})).toMatchObject(wanted);
    expect(await read({ PORT: '', HOST: '', DEMO: '', PUBLIC_URL: '', DATABASE_URL: '', TLS_CERT: '' })).toMatchObject({
      ...wanted,
      url: undefined,
      tls: undefined,
    });
  });

  it.each([
    ['0', false],
    ['false', false],
    ['No', false],
    ['off', false],
    ['1', true],
    ['true', true],
  ])('take DEMO=%s for what it says', async (DEMO, isDemo) => {
    expect((await read({ DEMO })).isDemo).toBe(isDemo);
  });

  it.each([
    [{ HOST: '0.0.0.0' }, 'http://localhost:3000'],
    [{ HOST: '::' }, 'http://localhost:3000'],
    [{ HOST: '2001:db8::7', PORT: '8080' }, 'http://[2001:db8::7]:8080'],
    [{ HOST: 'forms.internal' }, 'http://forms.internal:3000'],
    [{ PUBLIC_URL: 'https://forms.example.com/' }, 'https://forms.example.com'],
  ])('know from %o what people type', async (env, publicUrl) => {
    expect((await read(env)).publicUrl).toBe(publicUrl);
  });

  it.each([
    'postgresql://user:p%40ss@db.example.com:5432/name',
    'postgres://db/name?sslmode=require',
    'postgresql:///name?host=/var/run/postgresql',
    'postgresql://user@/name?host=/var/run/postgresql',
    '/var/run/postgresql name',
  ])('take %s for a database', async (DATABASE_URL) => {
    expect((await read({ DATABASE_URL })).url).toBe(DATABASE_URL);
  });

  it.each([
    ['PORT', 'abc', 'setting_not_a_number'],
    ['PORT', '70000', 'setting_not_a_number'],
    ['RATE_LIMIT', '0', 'setting_not_a_number'],
    ['HOST', '300.1.1.1', 'setting_not_an_address'],
    ['HOST', 'http://x', 'setting_not_an_address'],
    ['PUBLIC_URL', 'forms.example.com', 'setting_not_a_url'],
    ['PUBLIC_URL', 'https://example.com/forms', 'setting_not_a_url'],
    ['DATABASE_URL', 'mysql://db/name', 'setting_not_a_database'],
    ['DATABASE_URL', 'postgresql://user:p@ss/word@db:54x2/name', 'setting_not_a_database'],
    ['DATABASE_REPLICA_URL', 'replica', 'setting_not_a_database'],
    ['DEMO', 'maybe', 'setting_not_a_switch'],
    ['TRUST_PROXY', 'nginx', 'setting_not_a_proxy'],
    ['CONNECTOR_ALLOW', 'erp.internal, 10.0.0.0/99', 'setting_not_a_range'],
  ])('refuse %s=%s with its name, what is wrong and what to do', async (variable, value, code) => {
    const problem = await refused({ [variable]: value });
    expect(problem.faults.map((fault) => [fault.variable, fault.code])).toEqual([[variable, code]]);
    expect(told(problem, 'en')).toMatch(new RegExp(`^${variable}: .+\\. .+\\. \\(${code}\\)$`));
    expect(told(problem, 'zh-CN')).toMatch(new RegExp(`^${variable}：.+。.+。 \\(${code}\\)$`));
  });

  it('tell all faults at once, and no password', async () => {
    const problem = await refused({ PORT: 'x', DATABASE_URL: 'postgres:secret', APPS_DIR: join(folder, 'none') });
    expect(problem.faults.map(({ variable }) => variable)).toEqual(['PORT', 'DATABASE_URL', 'APPS_DIR']);
    expect(problem.message).not.toContain('secret');
  });

  it('refuse a folder for data in which nothing can be written', async () => {
    const problem = await refused({ DATA_DIR: join(folder, 'file', 'data') });
    expect(problem.faults.map(({ code }) => code)).toEqual(['setting_not_writable']);
  });

  it('let others and one process that is there already listen, but not two on one port', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expect(checkFree({ port, address: '127.0.0.1' })).rejects.toMatchObject({ code: 'port_taken' });
    await new Promise((resolve) => other.close(resolve));
    await checkFree({ port, address: '127.0.0.1' });
    await expect(checkFree({ port, address: '192.0.2.1' })).rejects.toMatchObject({ code: 'setting_not_an_address' });
  });

  it('say before the start what is seldom meant', async () => {
    const env = { MASTER_KEY: 'abc', HOST: '0.0.0.0' };
    expect(cautions(env, await read(env))).toEqual([
      expect.stringContaining('MASTER_KEY is short (3 characters)'),
      expect.stringContaining('sign in with “demo”'),
    ]);
    const safe = { MASTER_KEY: 'x'.repeat(32), HOST: '0.0.0.0', DEMO: '0' };
    expect(cautions(safe, await read(safe))).toEqual([]);
  });
});

describe('a certificate', () => {
  it('takes both files, and says which is missing', async () => {
    const problem = await refused({ TLS_CERT: join(folder, 'file') });
    expect(told(problem, 'en')).toMatch(/^TLS_KEY: TLS_CERT is set, and this is not\./);
  });

  it('that cannot be read or used is told before anything is opened', async () => {
    const none = await refused({ TLS_CERT: join(folder, 'none'), TLS_KEY: join(folder, 'file') });
    expect(told(none, 'en')).toContain('cannot be read (ENOENT)');
    const bad = await refused({ TLS_CERT: join(folder, 'file'), TLS_KEY: join(folder, 'file') });
    expect(bad.code).toBe('setting_bad_certificate');
  });
});
