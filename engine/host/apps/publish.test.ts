import { expect, it } from 'vitest';
import { type AppModel, loadApp } from '../../definition/index.ts';
import { testDatabase } from '../testing/database.ts';
import { installApp, publish } from './install.ts';
import { asPublisher, type Publisher } from './publisher.ts';

const { knex } = await testDatabase();

const ROWS = 2_500;

function modelOf(version: string, fields: object[]): AppModel {
  const { app, problems } = loadApp([
    {
      path: 'app.json',
      json: {
        key: 'shop',
        label: 'Shop',
        version,
        timeZone: 'UTC',
        currency: 'CNY',
        roles: [{ key: 'boss', label: 'Boss' }],
        admin: 'boss',
      },
    },
    { path: 'forms/item.json', json: { key: 'item', label: 'Item', fields } },
  ]);
  if (!app) throw new Error(JSON.stringify(problems[0]));
  return app;
}

const before = modelOf('1.0.0', [
  { key: 'no', type: 'text', label: 'No', unique: true },
  { key: 'qty', type: 'integer', label: 'Qty', index: true },
  { key: 'lines', type: 'table', label: 'Lines', fields: [{ key: 'n', type: 'integer', label: 'N' }] },
]);
const after = modelOf('2.0.0', [
  { key: 'no', type: 'text', label: 'No' },
  { key: 'qty', type: 'number', label: 'Qty', index: true, unique: true },
  { key: 'colour', type: 'text', label: 'Colour', index: true },
  {
    key: 'lines',
    type: 'table',
    label: 'Lines',
    fields: [
      { key: 'n', type: 'number', label: 'N' },
      { key: 'memo', type: 'text', label: 'Memo' },
    ],
  },
  { key: 'parts', type: 'table', label: 'Parts', fields: [{ key: 'sku', type: 'text', label: 'SKU' }] },
]);

let made = 0;

/** Written as a server does that still works with the first version. */
async function write(): Promise<void> {
  made += 1;
  await knex.raw(
    `insert into shop.item (id, revision, created_at, updated_at, version, no, qty)
     values (gen_random_uuid(), 1, now(), now(), 1, ?, ?::bigint)`,
    [`late ${made}`, 1_000_000 + made],
  );
}

/** A publisher whose process is killed before this statement. */
function dying(publisher: Publisher, at: number): Publisher {
  let count = 0;
  return {
    query: async (text, values) => {
      count += 1;
      if (count === at) await publisher.query('select pg_terminate_backend(pg_backend_pid())');
      return publisher.query(text, values);
    },
    patiently: (work) => publisher.patiently(work),
  };
}

it('a publish that is killed at any of its statements goes on when it is done again, and no value is lost on the way', async () => {
  await installApp(knex, before);
  await knex.raw(
    `insert into shop.item (id, revision, created_at, updated_at, version, no, qty)
     select gen_random_uuid(), 1, now(), now(), 1, 'no ' || n, n from generate_series(1, ?::int) n`,
    [ROWS],
  );
  await knex.raw(
    `insert into shop.item__lines (id, parent, position, n) select gen_random_uuid(), id, 0, qty from shop.item`,
  );
  let killed = 0;
  for (let isThrough = false; !isThrough; ) {
    isThrough = await asPublisher(knex, true, (publisher) =>
      publish(dying(publisher, killed + 4), after, { origin: 'designer' }),
    ).then(
      () => true,
      () => false,
    );
    if (isThrough) break;
    killed += 1;
    expect((await knex('engine.app').where({ key: 'shop' }).first()).number).toBe(1);
    await write();
    expect(killed).toBeLessThan(200);
  }
  expect(killed).toBeGreaterThan(10);
  expect((await knex('engine.app').where({ key: 'shop' }).first()).number).toBe(2);
  const { rows } = await knex.raw<{ rows: Record<string, string>[] }>(
    `select count(*) as items, count(qty) as filled, count(distinct qty) as different, pg_typeof(min(qty))::text as type,
       (select count(*) from shop.item__lines l join shop.item i on i.id = l.parent where l.n = i.qty) as lines
     from shop.item`,
  );
  const all = String(ROWS + made);
  expect(rows[0]).toEqual({ items: all, filled: all, different: all, type: 'numeric', lines: String(ROWS) });
  expect(await leftovers()).toEqual([]);
  await installApp(knex, after);
  expect((await knex('engine.app').where({ key: 'shop' }).first()).number).toBe(2);
});

async function leftovers(): Promise<unknown[]> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    `select attname from pg_attribute a join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
       where nspname = 'shop' and relkind = 'r' and attname ~ '^~' and not attisdropped
     union all select proname from pg_proc p join pg_namespace n on n.oid = pronamespace where nspname = 'shop'
     union all select tgname from pg_trigger where tgname ~ '^~'
     union all select relname from pg_index join pg_class on oid = indexrelid where relname ~ '^~' or not indisvalid`,
  );
  return rows;
}

it('a publish that was given up for another one leaves nothing behind', async () => {
  const text = modelOf('3.0.0', [
    { key: 'no', type: 'text', label: 'No' },
    { key: 'qty', type: 'text', label: 'Qty', index: true },
  ]);
  const attempt = asPublisher(knex, true, (publisher) => publish(dying(publisher, 14), text, { origin: 'designer' }));
  await expect(attempt).rejects.toThrow();
  expect(await leftovers()).not.toEqual([]);
  await installApp(knex, modelOf('4.0.0', [{ key: 'qty', type: 'number', label: 'Qty' }]));
  expect(await leftovers()).toEqual([]);
});

it('waits its turn while somebody reads long, and is tried again until they are through', async () => {
  const reading = await knex.transaction();
  await reading.raw('select 1 from shop.item limit 1');
  const published = installApp(knex, modelOf('5.0.0', [{ key: 'fresh', type: 'text', label: 'Fresh' }]));
  // It gives up its place in the queue each time, so that writers pass.
  await write();
  await reading.commit();
  expect((await published).steps).toMatchObject([{ kind: 'add_column', column: 'fresh' }]);
});
