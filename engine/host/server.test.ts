import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from './server.ts';
import { testDatabase } from './testing/database.ts';

/** Of localhost alone, for these tests. */
const certificate = join(import.meta.dirname, 'testing/certificate/localhost.pem');
const key = join(import.meta.dirname, 'testing/certificate/localhost.key.pem');

let folder: string;
let server: Server | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-'));
  await mkdir(join(folder, 'apps'));
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a server with a certificate', () => {
  it('speaks HTTPS, and tells browsers to stay with it', async () => {
    const { url } = await testDatabase();
    const env = {
      DATABASE_URL: url,
      DATA_DIR: join(folder, 'data'),
      APPS_DIR: join(folder, 'apps'),
      DEMO: '0',
      PORT: '0',
    };
    server = await startServer({ env: { ...env, TLS_CERT: certificate, TLS_KEY: key } });
    expect(server.url).toMatch(/^https:\/\/localhost:\d+$/);
    const ca = await readFile(certificate, 'utf8');
    const { status, headers } = await ask(`${server.url}/healthz`, ca);
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toContain('max-age=');
  });
});

function ask(
  url: string,
  ca: string,
): Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    get(url, { ca }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve({ status: answer.statusCode, headers: answer.headers }));
    }).once('error', reject);
  });
}
