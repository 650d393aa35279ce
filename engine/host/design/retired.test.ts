import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { type FormDefinition, loadApp } from '../../definition/index.ts';
import type { DesignView, RecordView, RetiredField } from '../../wire.ts';
import { installApp } from '../apps/install.ts';
import { deskFiles } from '../testing/desk.ts';
import { testEdge } from '../testing/edge.ts';

const edge = await testEdge(deskFiles);
const { knex } = edge.database;
const bea = await edge.as('bea');
const amy = await edge.as('amy');
const orders = '/api/apps/desk/forms/order/records';

let version = 1;

/** Publishes the app with its order otherwise. */
async function publish(change: (form: FormDefinition) => object = (form) => form): Promise<void> {
  version += 1;
  const files = deskFiles.map(({ path, json }) => {
    if (path === 'app.json') return { path, json: { ...(json as object), version: `${version}.0.0` } };
    return { path, json: path === 'forms/order.json' ? change(structuredClone(json) as FormDefinition) : json };
  });
  const { app, problems } = loadApp(files);
  if (!app) throw new Error(JSON.stringify(problems[0]));
  await installApp(knex, app);
  await edge.host.refresh();
}

const without = (key: string) => (form: FormDefinition) => ({
  ...form,
  fields: form.fields.filter((field) => field.key !== key),
});
const retired = async (): Promise<RetiredField[]> => {
  const answer = await bea('GET', '/api/design/desk/retired');
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<RetiredField[]>();
};
const place = { form: 'order', key: 'shop' };
const remove = (confirm: string, body: object = place) =>
  bea('POST', '/api/design/desk/retired/delete', { ...body, confirm });

const line = { id: randomUUID(), sku: 'A', qty: 1, price: '1.00' };
const data = { order_no: 'SO1', phone: '13800138000', shop: 'main', lines: [line] };
const made = (await bea('POST', orders, { command: randomUUID(), data })).json<{ id: string }>();
const record = `${orders}/${made.id}`;

it('a field that was removed is listed with how many records have it, and comes back into the draft with its values', async () => {
  expect(await retired()).toEqual([]);
  await publish(without('shop'));
  expect(await retired()).toEqual([
    {
      form: 'order',
      formLabel: expect.anything(),
      key: 'shop',
      label: 'shop',
      type: 'select',
      version: 1,
      records: 1,
      canRestore: true,
      held: { 'zh-CN': expect.stringContaining('版本 1'), en: expect.stringContaining('Version 1 has this field') },
    },
  ]);
  expect((await bea('POST', '/api/design/desk/retired/restore', place)).statusCode).toBe(200);
  const { files, hash } = (await bea('GET', '/api/design/desk')).json<DesignView>();
  const form = files.find(({ path }) => path === 'forms/order.json')?.json as unknown as FormDefinition;
  expect(form.fields.at(-1)).toMatchObject({ key: 'shop', type: 'select' });
  expect((await retired())[0]).toMatchObject({ canRestore: false, held: { en: 'The draft has this field again.' } });
  expect((await bea('POST', '/api/design/desk/retired/restore', place)).json().error.code).toBe('not_restorable');
  await bea('POST', '/api/design/desk/publish', { command: randomUUID(), hash });
  await expect
    .poll(async () => (await bea('GET', record)).json<RecordView>().data.shop, { timeout: 30_000 })
    .toBe('main');
  expect(await retired()).toEqual([]);
});

it('nobody but who administers the app sees them, brings them back or deletes them', async () => {
  const at = '/api/design/desk/retired';
  for (const [method, url, body] of [
    ['GET', at, undefined],
    ['POST', `${at}/restore`, place],
    ['POST', `${at}/delete`, { ...place, confirm: 'shop' }],
  ] as const) {
    expect((await amy(method, url, body)).statusCode).toBe(404);
    expect((await edge.nobody(method, url, body)).statusCode).toBe(401);
  }
});

it('a field that work or a version one may go back to needs cannot be deleted, and neither one that is in use', async () => {
  version = 10;
  await publish(without('shop'));
  expect((await remove('shop')).json().error).toMatchObject({ code: 'still_needed', cure: expect.any(String) });
  expect((await remove('phone', { form: 'order', key: 'phone' })).json().error.code).toBe('unknown_field');
  expect((await remove('id', { form: 'order', key: 'id' })).json().error.code).toBe('unknown_field');
  for (let times = 0; times < 5; times += 1) await publish(without('shop'));
  const old = (await knex('engine.app_version').where({ app: 'desk' }).min('number as number').first()) as {
    number: number;
  };
  const instance = randomUUID();
  await knex('engine.instance').insert({
    id: instance,
    app: 'desk',
    flow: 'x',
    version: old.number,
    seq: 1,
    form: 'order',
    record: randomUUID(),
    revision: 1,
    data: '{}',
    status: 'running',
    head: 'x',
    started_at: new Date(),
  });
  expect((await retired())[0]?.held?.en).toMatch(/Work under way/);
  await knex('engine.instance').where({ id: instance }).delete();
  expect((await retired())[0]?.held).toBeUndefined();
});

it('it is deleted for good by whoever types its key, its files with it; records are shown as before without it', async () => {
  const file = randomUUID();
  await knex('engine.file').insert({
    id: file,
    app: 'desk',
    form: 'order',
    record: made.id,
    field: 'shop',
    name: 'a.png',
    media_type: 'image/png',
    size: 5,
    sha256: 'x',
    path: 'x',
    uploader: '{}',
    created_at: new Date(),
  });
  expect((await bea('GET', record)).json<RecordView>().former?.map(({ key }) => key)).toEqual(['shop']);
  expect((await remove('Shop')).json().error.code).toBe('not_confirmed');
  expect((await retired()).length).toBe(1);
  const answer = await remove('shop');
  expect(answer.json(), answer.body).toEqual([]);
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    `select 1 from pg_attribute where attrelid = 'desk.order'::regclass and attname = 'shop' and not attisdropped`,
  );
  expect(rows).toEqual([]);
  expect((await knex('engine.file').where({ id: file }).first()).record).toBeNull();
  const shown = await bea('GET', record);
  expect(shown.statusCode, shown.body).toBe(200);
  expect(shown.json<RecordView>().former).toBeUndefined();
  expect((await remove('shop')).json().error.code).toBe('unknown_field');
  const entry = await knex('engine.audit').where({ action: 'field_deleted' }).first();
  expect(entry).toMatchObject({ app: 'desk', data: { form: 'order', key: 'shop', records: 1 } });
  // A version of before may still be published: the field is there again, and empty.
  await publish();
  expect((await bea('GET', record)).json<RecordView>().data.shop).toBeNull();
});

it('columns of sub-tables and whole sub-tables are kept, listed, brought back and deleted too', async () => {
  const inner = (form: FormDefinition) => ({
    ...form,
    fields: form.fields.map((field) =>
      field.type === 'table'
        ? { ...field, fields: [...field.fields, { key: 'memo', type: 'text', label: 'Memo' }] }
        : field,
    ),
  });
  const parts = { key: 'parts', type: 'table', label: 'Parts', fields: [{ key: 'name', type: 'text', label: 'Name' }] };
  await publish((form) => ({ ...inner(form), fields: [...inner(form).fields, parts] }));
  await knex.raw(`insert into desk.order__parts (id, parent, position, name) values (gen_random_uuid(), ?, 0, 'x')`, [
    made.id,
  ]);
  await publish();
  const gone = await retired();
  expect(gone.map(({ table, key, type, records }) => [table, key, type, records])).toEqual([
    ['lines', 'memo', 'text', 0],
    [undefined, 'parts', 'table', 1],
  ]);
  const memo = { form: 'order', table: 'lines', key: 'memo' };
  expect((await bea('POST', '/api/design/desk/retired/restore', memo)).statusCode).toBe(200);
  await bea('POST', '/api/design/desk/discard', {});
  for (let times = 0; times < 6; times += 1) await publish();
  expect((await remove('memo', memo)).statusCode).toBe(200);
  expect((await remove('parts', { form: 'order', key: 'parts' })).json()).toEqual([]);
  const { rows } = await knex.raw<{ rows: { gone: unknown }[] }>(`select to_regclass('desk.order__parts') as gone`);
  expect(rows[0]?.gone).toBeNull();
});
