import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { filesOf, loadApp } from '../../definition/index.ts';
import type { RecordView } from '../../wire.ts';
import { installApp } from '../apps/install.ts';
import { testDatabase } from '../testing/database.ts';
import { deskFiles } from '../testing/desk.ts';
import { testEdge } from '../testing/edge.ts';
import { EXPENSES, stage } from '../testing/stage.ts';

interface FormJson {
  fields: { key: string }[];
  access: { role: string; rights: Record<string, string> }[];
}

/** The app with one form another. */
function changed(version: string, change: (form: FormJson) => object): { path: string; json: unknown }[] {
  return deskFiles.map(({ path, json }) => {
    if (path === 'app.json') return { path, json: { ...(json as object), version } };
    return { path, json: path === 'forms/order.json' ? change(structuredClone(json) as FormJson) : json };
  });
}

const edge = await testEdge(deskFiles);
const bea = await edge.as('bea');
const amy = await edge.as('amy');

async function publish(files: { path: string; json: unknown }[]): Promise<void> {
  const { app, problems } = loadApp(files);
  if (!app) throw new Error(JSON.stringify(problems[0]));
  await installApp(edge.database.knex, app);
  await edge.host.refresh();
}

const orders = '/api/apps/desk/forms/order/records';
const line = () => ({ id: randomUUID(), sku: 'A', qty: 1, price: '1.00' });

it('a record of an older version still shows what it holds in fields that went, to whoever was let see them', async () => {
  const made = await bea('POST', orders, {
    command: randomUUID(),
    data: { order_no: 'OLD1', phone: '13800138000', shop: 'main', lines: [line()] },
  });
  const { id } = made.json<{ id: string }>();
  await publish(changed('2.0.0', (form) => ({ ...form, fields: form.fields.filter(({ key }) => key !== 'shop') })));
  const view = (await bea('GET', `${orders}/${id}`)).json<RecordView>();
  expect(view.data.shop).toBeUndefined();
  expect(view.former).toEqual([{ key: 'shop', label: 'shop', version: 1, text: 'Main' }]);
  const later = await bea('POST', orders, {
    command: randomUUID(),
    data: { order_no: 'NEW1', lines: [line()] },
  });
  const fresh = (await bea('GET', `${orders}/${later.json<{ id: string }>().id}`)).json<RecordView>();
  expect(fresh.former).toBeUndefined();
});

it('a field that a role may no longer see is not told to it by an older version', async () => {
  const hidden = changed('3.0.0', (form) => ({
    ...form,
    access: form.access.map((entry) =>
      entry.role === 'agent' ? { role: 'agent', rights: { '*': 'read', phone: 'hide' } } : entry,
    ),
  }));
  await publish(hidden);
  const { rows } = (await amy('GET', orders)).json<{ rows: { id: string; title: string }[] }>();
  const old = rows.find(({ title }) => title === 'OLD1');
  const at = `${orders}/${old?.id}`;
  expect(JSON.stringify((await amy('GET', at)).json<RecordView>())).not.toContain('13800138000');
  // Nor when the field goes afterwards: what was hidden last stays hidden.
  await publish(
    hidden.map(({ path, json }) => {
      if (path === 'app.json') return { path, json: { ...(json as object), version: '3.1.0' } };
      const form = json as FormJson;
      const fields = path === 'forms/order.json' ? form.fields.filter(({ key }) => key !== 'phone') : undefined;
      return { path, json: fields ? { ...form, fields } : json };
    }),
  );
  expect(JSON.stringify((await amy('GET', at)).json<RecordView>())).not.toContain('13800138000');
  expect((await bea('GET', at)).json<RecordView>().former?.map(({ key }) => key)).toContain('phone');
});

it('a client with an older form is told so where its values do not fit, and is served where they do', async () => {
  const data = { order_no: 'STALE1', lines: [line()] };
  const version = (await bea('GET', '/api/apps/desk')).json<{ version: number }>().version;
  await publish(
    changed('4.0.0', (form) => ({
      ...form,
      fields: [
        ...form.fields.filter(({ key }) => key !== 'phone'),
        { key: 'floor', type: 'integer', label: 'Floor', required: true },
      ],
    })),
  );
  const send = (order: object, seen?: number) =>
    bea('POST', orders, { command: randomUUID(), data: order, ...(seen !== undefined && { version: seen }) });
  const stale = await send(data, version);
  expect(stale.statusCode).toBe(409);
  expect(stale.json().error).toMatchObject({ code: 'form_changed', problems: [{ code: 'required', path: 'floor' }] });
  expect((await send(data, version + 1)).json().error.code).toBe('invalid');
  expect((await send({ ...data, floor: 3, phone: '13800138000' })).json().error.code).toBe('form_changed');
  expect((await send({ ...data, floor: 3, nonsense: 1 })).json().error.code).toBe('invalid');
  expect((await send({ ...data, floor: 3 }, version)).statusCode).toBe(201);
});

it('work under way is shown by the form that it began with', async () => {
  const database = await testDatabase();
  const { host, actor, model } = await stage(database, EXPENSES);
  const eve = await actor('eve');
  const items = [{ id: randomUUID(), what: 'ticket', qty: 1, price: '12.00' }];
  const [project] = (await host.records.list('expenses', 'project', { size: 1 }, await actor('ada'), 'en')).rows;
  const { record } = await host.door.execute(
    {
      command: randomUUID(),
      app: 'expenses',
      type: 'create',
      form: 'claim',
      data: { project: project?.title ?? '', kind: 'travel', items },
    },
    eve,
  );
  expect((await host.records.get('expenses', 'claim', record, eve, 'en')).formView).toBeUndefined();
  const claim = model.forms.get('claim');
  const next = { ...claim, fields: [...(claim?.fields ?? []), { key: 'extra', type: 'text', label: 'Extra' }] };
  const files = [...model.files.values()].map((path) => ({ path, json: jsonAt(path) }));
  function jsonAt(path: string): unknown {
    if (path === 'app.json') return model.app;
    if (path === 'forms/claim.json') return next;
    const [kind = '', name = ''] = path.split('/');
    return (model[kind as 'forms'] as ReadonlyMap<string, unknown>).get(name.replace('.json', ''));
  }
  const { app } = loadApp(files);
  if (!app) throw new Error('The app has errors.');
  await installApp(database.knex, app);
  await host.refresh();
  const view = await host.records.get('expenses', 'claim', record, eve, 'en');
  expect(view.formView?.definition.fields.some(({ key }) => key === 'extra')).toBe(false);
  await host.stop();
});

it('a type changes while people write, and work under way reads and writes its own type to the end', async () => {
  const database = await testDatabase();
  const retyped: Record<string, string> = { kind: 'multiselect', approved: 'text' };
  const { host, actor, model } = await stage(database, EXPENSES);
  const eve = await actor('eve');
  const [project] = (await host.records.list('expenses', 'project', { size: 1 }, await actor('ada'), 'en')).rows;
  const create = () =>
    host.door.execute(
      {
        command: randomUUID(),
        app: 'expenses',
        type: 'create',
        form: 'claim',
        data: {
          project: project?.title ?? '',
          kind: 'travel',
          // However many are written meanwhile, the project's budget suffices.
          items: [{ id: randomUUID(), what: 'ticket', qty: 1, price: '0.01' }],
        },
      },
      eve,
    );
  const { record } = await create();
  const claim = model.forms.get('claim');
  const fields = claim?.fields.map((field) => ({ ...field, type: retyped[field.key] ?? field.type }));
  const files = filesOf(model).map(({ path, json }) =>
    path === 'forms/claim.json' ? { path, json: { ...claim, fields } } : { path, json },
  );
  const { app, problems } = loadApp(files);
  if (!app) throw new Error(JSON.stringify(problems[0]));
  let isThrough = false;
  const published = installApp(database.knex, app)
    .then(() => host.refresh())
    .finally(() => {
      isThrough = true;
    });
  while (!isThrough) await create();
  await published;
  await create();
  const all = await database.knex('expenses.claim').select('kind');
  expect(all.length).toBeGreaterThan(2);
  expect(new Set(all.map(({ kind }) => JSON.stringify(kind)))).toEqual(new Set(['["travel"]']));
  expect((await host.records.get('expenses', 'claim', record, eve, 'en')).data.kind).toBe('travel');
  const mia = await actor('mia');
  const [task] = await database.knex('engine.task').where({ record, node: 'manager' }).select('id');
  await host.door.execute(
    {
      command: randomUUID(),
      app: 'expenses',
      type: 'task',
      task: task?.id,
      operation: 'approve',
      data: { approved: '10.50' },
    },
    mia,
  );
  expect(await database.knex('expenses.claim').where({ id: record }).first('kind', 'approved')).toEqual({
    kind: ['travel'],
    approved: '10.50',
  });
  await host.stop();
});
