import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
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
import { cautions } from './settings/cautions.ts';
import { checkFree, listeningFault } from './settings/listening.ts';
import { type Environment, readSettings, type Settings } from './settings/settings.ts';
import { startStandIns } from './standIns.ts';

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

/** Any number that no other lock uses: one process loads data, the others wait. */
const LOADING = 7_264_911_352;

/** The whole server: database, migrations, apps, background work, HTTP. `stop` ends it cleanly. */
export async function startServer({ env, log = () => undefined }: ServerOptions): Promise<Server> {
  const settings = await readSettings(env);
  await checkFree(settings);
  for (const line of cautions(env, settings)) log(line);
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    log('Opening the database …');
    const database = await openDatabase({
      url: settings.url,
      replicaUrl: settings.replicaUrl,
      dataDir: settings.dataDir,
      log,
    });
    stops.push(() => database.stop());
    const steps = await migrate(database.knex);
    if (steps.length > 0) log(`The database's own tables are made (${steps.length} steps).`);
    await keepHouse(new Connections(database.knex), systemClock.now());
    const models = await installAll(database, settings, log);
    const standIns = settings.isDemo ? await startStandIns(env, models, settings.publicUrl, log) : undefined;
    if (standIns) stops.push(() => standIns.stop());
    const full = { ...env, ...standIns?.env, DEMO: settings.isDemo && (standIns || env.DEMO) ? '1' : '0' };
    const running = await compose(database, full, settings, log, stops);
    await loadAll(running, models, settings, log);
    const url = await listen(running, settings, full, log, stops);
    await running.start();
    stops.push(() => running.stop());
    const logins = settings.isDemo ? loginsOf(models, settings) : [];
    return { url, host: running, logins, stop, databaseExited: database.exited };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function installAll(database: Database, settings: Settings, log: (line: string) => void): Promise<AppModel[]> {
  const apps = await readApps(settings.appsDir, log);
  for (const app of apps) await installFolder(database.knex, app, log);
  return apps.map(({ model }) => model);
}

async function compose(
  database: Database,
  env: Environment,
  settings: Settings,
  log: (line: string) => void,
  stops: (() => Promise<unknown>)[],
): Promise<RunningHost> {
  const box = await openSecretBox(env, settings.dataDir);
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
    messages: (shelf) => createMessageSender({ app: app(shelf), publicUrl: settings.publicUrl }),
  });
}

/** Master data and, in the demo, people and a history; once, whichever process comes first. */
async function loadAll(
  running: RunningHost,
  models: readonly AppModel[],
  settings: Settings,
  log: (line: string) => void,
): Promise<void> {
  const { knex } = running.database;
  const { isDemo, password } = settings;
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
      if (isDemo) await playRuns(running.database, model, now, log, join(settings.dataDir, 'files'));
    }
  });
}

async function listen(
  running: RunningHost,
  settings: Settings,
  env: Environment,
  log: (line: string) => void,
  stops: (() => Promise<unknown>)[],
): Promise<string> {
  const clientDir = join(projectRoot(), 'dist/client');
  const { tls } = settings;
  const app = await buildHttp({
    host: running,
    box: await openSecretBox(env, settings.dataDir),
    dataDir: settings.dataDir,
    publicUrl: settings.publicUrl,
    log,
    ...(existsSync(clientDir) ? { clientDir } : {}),
    ...(tls ? { tls } : {}),
  });
  stops.push(() => app.close());
  await app.listen({ port: settings.port, host: settings.address }).catch((cause: unknown) => {
    throw listeningFault(cause, settings);
  });
  const { port } = app.server.address() as AddressInfo;
  return settings.port === 0 ? settings.publicUrl.replace(/:0$/, `:${port}`) : settings.publicUrl;
}

function loginsOf(models: readonly AppModel[], { password }: Settings): Server['logins'] {
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
