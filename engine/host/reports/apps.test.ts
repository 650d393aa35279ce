import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadApp } from '../../definition/index.ts';
import { planDrill, planFilters, planTile, type ReportContext, shapeTile } from '../../report/index.ts';
import { readAppFolder } from '../apps/folder.ts';
import { installApp } from '../apps/install.ts';
import { testDatabase } from '../testing/database.ts';

const apps = join(dirname(fileURLToPath(import.meta.url)), '../../../apps');
const { knex } = await testDatabase();

const run = async (plan: { sql: string; bindings: unknown[] }): Promise<Record<string, unknown>[]> =>
  (await knex.raw<{ rows: Record<string, unknown>[] }>(plan.sql, plan.bindings as never)).rows;

describe.each(readdirSync(apps))('the boards of apps/%s', (folder) => {
  it('show every tile, drill and filter on tables that hold nothing yet', async () => {
    const { app, problems } = loadApp((await readAppFolder(join(apps, folder))).files);
    if (!app) throw new Error(JSON.stringify(problems));
    await installApp(knex, app);
    const ctx: ReportContext = {
      app,
      access: () => ({ rows: 'all', readable: () => true }),
      facts: { user: {}, proof: {}, settings: {} },
      now: '2026-03-06T04:00:00.000Z',
      locale: 'en',
    };
    for (const report of app.reports.values()) {
      for (const filter of planFilters(report, ctx).values()) expect(await run(filter)).toEqual([]);
      for (const tile of report.tiles) {
        const { plan, refusal } = planTile(report, tile, ctx);
        expect(refusal, `${report.key}.${tile.key}`).toBeUndefined();
        if (plan) expect(shapeTile(plan, await run(plan), ctx).kind).not.toBe('refused');
        const drill = planDrill(report, tile, { dimensions: (tile.by ?? []).map(() => null) }, ctx);
        expect(drill.plan && (await run(drill.plan))).toEqual([]);
      }
    }
  });
});
