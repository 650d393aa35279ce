import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsFiles } from '../../definition/testing/claims.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-'));
  for (const [path, json] of Object.entries(claimsFiles())) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(json));
  }
});

afterAll(() => rm(folder, { recursive: true }));

function check(...args: string[]): Promise<{ code: number | null; out: string; error: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: '', LANG: 'zh_CN.UTF-8' };
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'engine/host/cli/check.ts'), ...args], {
      cwd: root,
      env,
    });
    let [out, error] = ['', ''];
    child.stdout.on('data', (part) => (out += String(part)));
    child.stderr.on('data', (part) => (error += String(part)));
    child.on('close', (code) => resolve({ code, out, error }));
  });
}

describe('npm run check', () => {
  it('ends with 0 and one line where an app is sound', async () => {
    const { code, out } = await check(folder, '--lang', 'en');
    expect(code).toBe(0);
    expect(out).toMatch(/^claims 1\.0\.0: no errors, 0 warnings\. 2 forms, 1 flows/);
  });

  it('prints each error with file, place and cure in the language of the machine, and ends with 1', async () => {
    const files = claimsFiles();
    await writeFile(
      join(folder, 'app.json'),
      JSON.stringify({ ...files['app.json'], admin: 'amdin', brand: { logo: 'gone.png' } }),
    );
    const { code, out } = await check(folder);
    await writeFile(join(folder, 'app.json'), JSON.stringify(files['app.json']));
    expect(code).toBe(1);
    expect(out).toContain('app.json /admin\n  错误 unknown_role: 没有名为“amdin”的角色。\n  → 是不是“admin”？');
    expect(out).toContain('app.json /brand/logo');
    expect(out).toContain('2 个错误');
  });

  it('says plainly where there is no folder, and ends with 2', async () => {
    expect(await check(join(folder, 'nowhere'))).toMatchObject({ code: 2, error: expect.stringContaining('nowhere') });
    expect(await check()).toMatchObject({ code: 2, error: expect.stringContaining('npm run check') });
  });
});
