import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { migrate } from '../engine/host/database/migrate.ts';
import { testDatabase } from '../engine/host/testing/database.ts';
import { migrations } from './index.ts';

/** A database as it was when this one was the newest. */
async function before(name: string) {
  const { knex } = await testDatabase();
  await knex.raw('drop schema engine cascade; drop table migration, migration_lock');
  const at = migrations.findIndex((migration) => migration.name === name);
  expect(await migrate(knex, migrations.slice(0, at))).toHaveLength(at);
  return { knex, upgrade: () => migrate(knex) };
}

test('014_incidents marks what was stuck already, and only that', async () => {
  const { knex, upgrade } = await before('014_incidents');
  const incident = { code: 'call_failed' };
  const cases: Record<string, { status: string; tokens: object[]; kept: boolean }> = {
    'one branch is stuck': { status: 'running', tokens: [{ id: 1 }, { id: 2, incident }], kept: true },
    'stuck and suspended': { status: 'suspended', tokens: [{ id: 1, incident }], kept: true },
    'goes on': { status: 'running', tokens: [{ id: 1 }], kept: false },
    'stands nowhere': { status: 'running', tokens: [], kept: false },
    'over, whatever it says': { status: 'ended', tokens: [{ id: 1, incident }], kept: false },
    'called off, whatever it says': { status: 'cancelled', tokens: [{ id: 1, incident }], kept: false },
  };
  const ids = new Map<string, string>();
  for (const [what, { status, tokens }] of Object.entries(cases)) {
    const id = randomUUID();
    ids.set(id, what);
    const place = { app: 'shop', form: 'order', record: randomUUID(), flow: 'order_flow', version: 1 };
    const data = JSON.stringify({ status, tokens });
    const at = '2026-03-02T01:00:00.000Z';
    const row = { ...place, id, status, data, revision: 1, seq: 1, head: 'x', started_at: at };
    await knex('engine.instance').insert(row);
  }
  expect(await upgrade()).toContain('014_incidents');
  const rows = await knex('engine.instance').select<{ id: string; incident: boolean }[]>('id', 'incident');
  const found = Object.fromEntries(rows.map(({ id, incident: is }) => [ids.get(id), is]));
  expect(found).toEqual(Object.fromEntries(Object.entries(cases).map(([what, { kept }]) => [what, kept])));
});
