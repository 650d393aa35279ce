import { constants } from 'node:fs';
import { access, mkdir, readFile, stat } from 'node:fs/promises';
import { isIP, isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import ipaddr from 'ipaddr.js';
import { faults } from './faults.ts';
import { type SettingFault, SettingsProblem } from './problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What commands and the server have in common. */
export interface DatabaseSettings {
  /** Undefined: the program starts a database of its own in `dataDir`. */
  url: string | undefined;
  dataDir: string;
}

/** What the server is told by its environment (docs/configuration.md); each value can be used as it is. */
export interface Settings extends DatabaseSettings {
  replicaUrl: string | undefined;
  port: number;
  address: string;
  publicUrl: string;
  tls: Tls | undefined;
  appsDir: string;
  isDemo: boolean;
  /** What people of the demo sign in with. */
  password: string;
}

export interface Tls {
  cert: string;
  key: string;
}

/** People of a demo log in with it; an operator with real data sets DEMO=0, or another one. */
export const DEMO_PASSWORD = 'demo';
const MOST_REQUESTS = 1_000_000_000;
const SWITCHES: Readonly<Record<string, boolean>> = {
  '1': true,
  true: true,
  yes: true,
  on: true,
  '0': false,
  false: false,
  no: false,
  off: false,
};
/** Names that the reader of proxies' addresses knows for ranges. */
const NAMED_RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** All of them, before anything is opened. Throws a SettingsProblem that names every fault. */
export async function readSettings(env: Environment): Promise<Settings> {
  const found: SettingFault[] = [];
  const port = numberOf('PORT', env.PORT, { usual: 3000, least: 0, most: 65_535 }, found);
  numberOf('RATE_LIMIT', env.RATE_LIMIT, { usual: 1, least: 1, most: MOST_REQUESTS }, found);
  checkRanges(env, found);
  const tls = await tlsOf(env, found);
  const settings: Settings = {
    ...(await databaseOf(env, found)),
    replicaUrl: databaseUrl('DATABASE_REPLICA_URL', env.DATABASE_REPLICA_URL, found),
    port,
    address: addressOf(env.HOST || '127.0.0.1', found),
    publicUrl: publicUrlOf(env, port, found),
    tls,
    appsDir: await folderOf('APPS_DIR', env.APPS_DIR || 'apps', found),
    isDemo: switchOf('DEMO', env.DEMO || '1', found),
    password: env.DEMO_PASSWORD || DEMO_PASSWORD,
  };
  if (found.length > 0) throw new SettingsProblem(found);
  return settings;
}

/** Of a command that works on the data and serves nobody. */
export async function readDatabaseSettings(env: Environment): Promise<DatabaseSettings> {
  const found: SettingFault[] = [];
  const settings = await databaseOf(env, found);
  if (found.length > 0) throw new SettingsProblem(found);
  return settings;
}

async function databaseOf(env: Environment, found: SettingFault[]): Promise<DatabaseSettings> {
  const dataDir = resolve(env.DATA_DIR || 'data');
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.W_OK);
  } catch (cause) {
    found.push(faults.notWritable('DATA_DIR', dataDir, reasonOf(cause)));
  }
  return { url: databaseUrl('DATABASE_URL', env.DATABASE_URL, found), dataDir };
}

/** As the driver reads it: a URL, or the folder of a socket. */
function databaseUrl(variable: string, text: string | undefined, found: SettingFault[]): string | undefined {
  if (!text) return undefined;
  const isSocket = text.startsWith('/') || text.startsWith('socket:');
  if (!isSocket && !isPostgresUrl(text)) found.push(faults.databaseUrl(variable));
  return text;
}

function isPostgresUrl(text: string): boolean {
  // With no host there is a socket, which is said further on.
  const whole = text.replace('@/', '@socket/');
  if (!/^postgres(ql)?:\/\//.test(whole) || !URL.canParse(whole)) return false;
  // A slash in the password ends the host: the rest of both is taken for the database's name.
  return !new URL(whole).pathname.includes('@');
}

function numberOf(
  variable: string,
  text: string | undefined,
  { usual, least, most }: Record<'usual' | 'least' | 'most', number>,
  found: SettingFault[],
): number {
  if (!text) return usual;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  found.push(faults.number(variable, text, least, most));
  return usual;
}

function switchOf(variable: string, text: string, found: SettingFault[]): boolean {
  const value = SWITCHES[text.toLowerCase()];
  if (value === undefined) found.push(faults.eitherOr(variable, text));
  return value ?? true;
}

function addressOf(text: string, found: SettingFault[]): string {
  const isName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) && !/^[\d.]+$/.test(text);
  if (isIP(text) === 0 && !isName) found.push(faults.address('HOST', text));
  return text;
}

/** What people type. Where the server listens on all addresses, or only for this machine, that is localhost. */
function publicUrlOf(env: Environment, port: number, found: SettingFault[]): string {
  if (env.PUBLIC_URL) {
    const text = env.PUBLIC_URL.replace(/\/$/, '');
    if (!isSite(text)) found.push(faults.publicUrl(env.PUBLIC_URL));
    return text;
  }
  const address = env.HOST || '127.0.0.1';
  const isHere = ['0.0.0.0', '127.0.0.1', '::', '::1'].includes(address);
  const shown = isIPv6(address) ? `[${address}]` : address;
  return `${env.TLS_CERT && env.TLS_KEY ? 'https' : 'http'}://${isHere ? 'localhost' : shown}:${port}`;
}

function isSite(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === '/' && search === '' && hash === '';
}

async function folderOf(variable: string, text: string, found: SettingFault[]): Promise<string> {
  const folder = resolve(text);
  const isFolder = await stat(folder).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) found.push(faults.noFolder(variable, folder));
  return folder;
}

function checkRanges({ TRUST_PROXY, CONNECTOR_ALLOW }: Environment, found: SettingFault[]): void {
  const proxies = (TRUST_PROXY ?? '').split(',').map((text) => text.trim());
  const isKnown = (text: string) => isIP(text) !== 0 || ipaddr.isValidCIDR(text) || NAMED_RANGES.has(text);
  if (TRUST_PROXY && !/^\d+$/.test(TRUST_PROXY) && !proxies.every(isKnown)) found.push(faults.proxies(TRUST_PROXY));
  for (const text of (CONNECTOR_ALLOW ?? '').split(/[\s,]+/)) {
    if (text.includes('/') && !ipaddr.isValidCIDR(text)) found.push(faults.range(text));
  }
}

async function tlsOf({ TLS_CERT, TLS_KEY }: Environment, found: SettingFault[]): Promise<Tls | undefined> {
  if (!TLS_CERT && !TLS_KEY) return undefined;
  if (!TLS_CERT || !TLS_KEY) {
    found.push(TLS_CERT ? faults.halfTls('TLS_KEY', 'TLS_CERT') : faults.halfTls('TLS_CERT', 'TLS_KEY'));
    return undefined;
  }
  const cert = await textOf('TLS_CERT', TLS_CERT, found);
  const key = await textOf('TLS_KEY', TLS_KEY, found);
  if (cert === undefined || key === undefined) return undefined;
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    found.push(faults.tls(reasonOf(cause)));
  }
  return { cert, key };
}

async function textOf(variable: string, file: string, found: SettingFault[]): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    found.push(faults.unreadable(variable, file, reasonOf(cause)));
    return undefined;
  }
}

/** The system's code where there is one: it is the same in every language. */
function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message;
}
