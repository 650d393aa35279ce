import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with AES-256-GCM; what was changed or encrypted under another key does not open. */
export interface SecretBox {
  seal(plain: string): Buffer;
  open(sealed: Buffer): string;
  /** A key for one purpose, derived from the installation's: cookies, visitor tokens. */
  derive(purpose: string): Buffer;
}

export function createSecretBox(master: Buffer | string): SecretBox {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', master, '', purpose, 32));
  const key = derive('secrets');
  return {
    derive,
    seal: (plain) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
    },
    open: (sealed) => {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
      decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}

/** MASTER_KEY, or a key of our own in DATA_DIR that only we may read. Several processes on one database need MASTER_KEY. */
export async function openSecretBox(
  env: Readonly<Record<string, string | undefined>>,
  dataDir: string,
): Promise<SecretBox> {
  return createSecretBox(env.MASTER_KEY || (await keyFile(dataDir)));
}

async function keyFile(dataDir: string): Promise<string> {
  const path = join(dataDir, 'master.key');
  await mkdir(dataDir, { recursive: true });
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(randomBytes(32).toString('base64'));
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    await chmod(path, 0o600);
  }
  const key = await readFile(path, 'utf8');
  if (key.length < 32)
    throw new Error(`${path} is cut short; restore it from the backup, or delete it and enter all secrets again.`);
  return key;
}

/** Values that the operator entered on a screen or by API instead of the environment. */
export class SecretStore {
  readonly #knex: Knex;
  readonly #box: SecretBox;

  constructor(knex: Knex, box: SecretBox) {
    this.#knex = knex;
    this.#box = box;
  }

  async set(app: string, connector: string, name: string, value: string): Promise<void> {
    const row = { app, connector, name, value: this.#box.seal(value), updated_at: this.#knex.fn.now() };
    await this.#knex('engine.secret')
      .insert(row)
      .onConflict(['app', 'connector', 'name'])
      .merge(['value', 'updated_at']);
  }

  async remove(app: string, connector: string, name: string): Promise<void> {
    await this.#knex('engine.secret').where({ app, connector, name }).delete();
  }

  async of(app: string, connector: string): Promise<Record<string, string>> {
    const rows = await this.#knex('engine.secret')
      .where({ app, connector })
      .select<{ name: string; value: Buffer }[]>('name', 'value');
    return Object.fromEntries(rows.map(({ name, value }) => [name, this.#box.open(value)]));
  }
}
