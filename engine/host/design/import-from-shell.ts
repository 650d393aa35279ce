import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { loadApp } from '../../definition/index.ts';
import type { AppBundle } from '../../wire.ts';
import { hashPassword } from '../access/index.ts';
import { loadData } from '../apps/data.ts';
import { AppProblem } from '../apps/folders.ts';
import { type InstallPlan, installApp } from '../apps/install.ts';
import { keepPictures } from '../apps/pictures.ts';
import { ManualClock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { StoryConnectors } from '../scenario/answers.ts';
import { stageHost } from '../scenario/run.ts';
import { faults } from '../settings/faults.ts';
import { SettingsProblem } from '../settings/problem.ts';
import { checkKey, renamed, textsOfBundle } from './bundle.ts';
import { picturesOfBundle } from './pictures.ts';

export interface ShellImport {
  key: string | undefined;
  /** Login of whoever administers the app here; made where there is nobody of that name. */
  admin: string | undefined;
  password: string | undefined;
}

/** An operator brings an app to a server, where nobody may be yet who could do it in the designer. Published at once. */
export async function importFromShell(
  database: Database,
  bundle: unknown,
  { key, admin, password }: ShellImport,
): Promise<InstallPlan> {
  const taken = textsOfBundle(bundle);
  const pictures = picturesOfBundle((bundle as Partial<AppBundle>).pictures, true);
  const texts = key === undefined ? taken : renamed(taken, key, undefined);
  const { app: model, problems, ok } = loadApp([...texts].map(([path, text]) => ({ path, text })));
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (model === undefined || !ok) throw new AppProblem(key ?? 'app.json', errors);
  checkKey(model.app.key);
  await keepPictures(database.knex, model.app.key, pictures);
  const plan = await installApp(database.knex, model, { origin: 'designer', texts });
  const now = new Date();
  // No lookup of master data may ask an outside system; what it brings along comes through the same door as ever.
  const host = await stageHost(database, { clock: new ManualClock(now), connectors: new StoryConnectors(), model });
  await loadData({ knex: database.knex, door: host.door, model, now, demo: false });
  await host.stop();
  if (admin !== undefined) await makeAdmin(database.knex, admin, model.app.key, model.app.admin, password);
  return plan;
}

async function makeAdmin(
  knex: Knex,
  login: string,
  app: string,
  role: string,
  password: string | undefined,
): Promise<void> {
  const known = await knex('engine.app_user').where({ login }).first<{ id: string } | undefined>('id');
  if (known === undefined && (password ?? '').length < 8) {
    throw new SettingsProblem([faults.adminPassword(login)]);
  }
  const id = known?.id ?? uuid();
  if (known === undefined) {
    await knex('engine.app_user').insert({
      id,
      login,
      name: JSON.stringify(login),
      password_hash: await hashPassword(password ?? ''),
    });
  }
  await knex('engine.user_role').insert({ user_id: id, app, role }).onConflict(['user_id', 'app', 'role']).ignore();
}
