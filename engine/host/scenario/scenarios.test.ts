import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AppModel, loadApp } from '../../definition/index.ts';
import { readAppFolder } from '../apps/folder.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { projectRoot } from '../place.ts';
import { onServer, urlOf } from '../testing/globalSetup.ts';
import { EXPENSES } from '../testing/stage.ts';
import { prepareStage, runScenario } from './run.ts';

const apps = join(projectRoot(), 'apps');
const folders = [
  EXPENSES,
  ...readdirSync(apps)
    .map((name) => join(apps, name))
    .filter((folder) => existsSync(join(folder, 'app.json'))),
];

async function modelIn(folder: string): Promise<AppModel> {
  const { app, ok } = loadApp((await readAppFolder(folder)).files);
  if (!ok || app === undefined) throw new Error(`${folder} has errors.`);
  return app;
}

async function using<T>(name: string, work: (database: Database) => Promise<T>): Promise<T> {
  const url = urlOf(inject('databaseServer'), name);
  const database = await openDatabase({ url, dataDir: '', log: () => undefined, poolSize: 8 });
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
}

describe.each(await Promise.all(folders.map(async (folder) => ({ model: await modelIn(folder) }))))(
  'the stories of $model.app.key',
  ({ model }) => {
    const server = inject('databaseServer');
    const stage = `stage_${process.pid}_${randomBytes(6).toString('hex')}`;

    beforeAll(async () => {
      await onServer(server, `create database ${stage} template ${inject('databaseTemplate')}`);
      await using(stage, (database) => prepareStage(database, model, new Date('2026-03-01T00:00:00Z')));
    });

    afterAll(() => onServer(server, `drop database if exists ${stage} with (force)`));

    it.each([...model.scenarios.values()])('$key', async (scenario) => {
      const name = `${stage}_${scenario.key}`.slice(0, 63);
      await onServer(server, `create database ${name} template ${stage}`);
      try {
        const { passed: _passed, ...result } = await using(name, (database) => runScenario(database, model, scenario));
        expect(result).toEqual({ key: scenario.key, mismatches: [] });
      } finally {
        await onServer(server, `drop database if exists ${name} with (force)`);
      }
    });
  },
);
