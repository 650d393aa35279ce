import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { AppModel } from '../definition/index.ts';
import { loadData, peopleOf } from './apps/data.ts';
import { readApps } from './apps/folders.ts';
import { installFolder } from './apps/install-folder.ts';
import type { Shelf } from './apps/shelf.ts';
import { systemClock } from './clock.ts';
import { composeHost, type RunningHost } from './compose.ts';
import { createConnectorClient, openSecretBox } from './connectors/index.ts';
import { type Database, openDatabase } from './database/database.ts';
import { migrate } from './database/migrate.ts';
import { Connections } from './door/connections.ts';
import { buildHttp } from './http/index.ts';
import { keepHouse } from './jobs/housekeeping.ts';
import { createMessageSender } from './messages/index.ts';
import { projectRoot } from './place.ts';
import { playRuns } from './scenario/runs.ts';
import { startStandIns } from './standIns.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ServerOptions {
  env: Environment;
  log?: (line: string) => void;
}

export interface Server {
  url: string;
  host: RunningHost;
  /** People of the demo that can log in, where demo data was loaded. */
  logins: { login: string; name: string; roles: string[]; password: string }[];
  stop(): Promise<void>;
  /** Resolves when the embedded database has ended under us. */
  databaseExited: Promise<void>;
}

interface Config {
  port: number;
  address: string;
  dataDir: string;
  appsDir: string;
  publicUrl: string;
  isDemo: boolean;
  password: string;
}

/** People of a demo log in with it; an operator with real data sets DEMO=0, or another one. */
const DEMO_PASSWORD = 'demo';
/** Any number that no other lock uses: one process loads data, the others wait. */
const LOADING = 7_264_911_352;

/** The whole server: database, migrations, apps, background work, HTTP. `stop` ends it cleanly. */
export async function startServer({ env, log = () => undefined }: ServerOptions): Promise<Server> {
  const config = configOf(env);
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    log('Opening the database …');
    const database = await openDatabase({
      url: env.DATABASE_URL,
      replicaUrl: env.DATABASE_REPLICA_URL,
      dataDir: config.dataDir,
      log,
    });
    stops.push(() => database.stop());
    const steps = await migrate(database.knex);
    if (steps.length > 0) log(`The database's own tables are made (${steps.length} steps).`);
    await keepHouse(new Connections(database.knex), systemClock.now());
    const models = await installAll(database, config, log);
    const standIns = config.isDemo ? await startStandIns(env, models, config.publicUrl, log) : undefined;
    if (standIns) stops.push(() => standIns.stop());
    const full = { ...env, ...standIns?.env, ...(standIns ? { DEMO: '1' } : {}) };
    const running = await compose(database, full, config, log, stops);
    await loadAll(running, models, config, log);
    const url = await listen(running, config, full, log, stops);
    await running.start();
    stops.push(() => running.stop());
    const logins = config.isDemo ? loginsOf(models, config) : [];
    return { url, host: running, logins, stop, databaseExited: database.exited };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

function configOf(env: Environment): Config {
  const port = Number(env.PORT ?? 3000);
  const address = env.HOST ?? '127.0.0.1';
  const shown = address === '0.0.0.0' || address === '127.0.0.1' ? 'localhost' : address;
  const scheme = env.TLS_CERT && env.TLS_KEY ? 'https' : 'http';
  return {
    port,
    address,
    dataDir: resolve(env.DATA_DIR ?? 'data'),
    appsDir: resolve(env.APPS_DIR ?? 'apps'),
    publicUrl: (env.PUBLIC_URL ?? `${scheme}://${shown}:${port}`).replace(/\/$/, ''),
    isDemo: env.DEMO !== '0',
    password: env.DEMO_PASSWORD ?? DEMO_PASSWORD,
  };
}

async function installAll(database: Database, config: Config, log: (line: string) => void): Promise<AppModel[]> {
  const apps = await readApps(config.appsDir, log);
  for (const app of apps) await installFolder(database.knex, app, log);
  return apps.map(({ model }) => model);
}

async function compose(
  database: Database,
  env: Environment,
  config: Config,
  log: (line: string) => void,
  stops: (() => Promise<unknown>)[],
): Promise<RunningHost> {
  const box = await openSecretBox(env, config.dataDir);
  const app = (shelf: Shelf) => (key: string) => shelf.get(key);
  return composeHost({
    database,
    env,
    log,
    connectors: (shelf) => {
      const client = createConnectorClient({ knex: database.knex, app: app(shelf), env, box, clock: systemClock });
      stops.push(() => client.close());
      return client;
    },
    messages: (shelf) => createMessageSender({ app: app(shelf), publicUrl: config.publicUrl }),
  });
}

/** Master data and, in the demo, people and a history; once, whichever process comes first. */
async function loadAll(
  running: RunningHost,
  models: readonly AppModel[],
  config: Config,
  log: (line: string) => void,
): Promise<void> {
  const { knex } = running.database;
  const { isDemo, password } = config;
  const now = systemClock.now();
  await knex.transaction(async (lock) => {
    await lock.raw('select pg_advisory_xact_lock(?)', [LOADING]);
    for (const inFolder of models) {
      // What is published may have been made in the designer since.
      const model = running.apps.get(inFolder.app.key) ?? inFolder;
      const data = { knex, door: running.door, model, now, demo: isDemo };
      // Only the demo's people have a password that everybody knows.
      await loadData(isDemo ? { ...data, password } : data);
      running.people.forget();
      if (isDemo) await playRuns(running.database, model, now, log, join(config.dataDir, 'files'));
    }
  });
}

async function listen(
  running: RunningHost,
  config: Config,
  env: Environment,
  log: (line: string) => void,
  stops: (() => Promise<unknown>)[],
): Promise<string> {
  const clientDir = join(projectRoot(), 'dist/client');
  const tls = await tlsOf(env);
  const app = await buildHttp({
    host: running,
    box: await openSecretBox(env, config.dataDir),
    dataDir: config.dataDir,
    publicUrl: config.publicUrl,
    log,
    ...(existsSync(clientDir) ? { clientDir } : {}),
    ...(tls ? { tls } : {}),
  });
  await app.listen({ port: config.port, host: config.address });
  stops.push(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  return config.port === 0 ? config.publicUrl.replace(/:0$/, `:${port}`) : config.publicUrl;
}

async function tlsOf({ TLS_CERT, TLS_KEY }: Environment): Promise<{ cert: string; key: string } | undefined> {
  if (!TLS_CERT || !TLS_KEY) return undefined;
  const [cert, key] = await Promise.all([readFile(TLS_CERT, 'utf8'), readFile(TLS_KEY, 'utf8')]);
  return { cert, key };
}

function loginsOf(models: readonly AppModel[], { password }: Config): Server['logins'] {
  return models.flatMap((model) =>
    peopleOf(model).map(({ login, name, roles }) => {
      const labels = roles.map((role) => {
        const label = model.app.roles.find(({ key }) => key === role)?.label ?? role;
        return typeof label === 'string' ? label : `${label['zh-CN']} ${label.en}`;
      });
      return { login, name: typeof name === 'string' ? name : `${name['zh-CN']} ${name.en}`, roles: labels, password };
    }),
  );
}
