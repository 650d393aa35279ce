import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test, vi } from 'vitest';
import { Files } from '../files/files.ts';
import { personActor } from '../scenario/story.ts';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, fileBody, testEdge } from '../testing/edge.ts';
import { readCsv, shapeOf } from './csv.ts';
import { Imports } from './imports.ts';
import type { ImportView } from './job.ts';
import type { Mapping } from './mapping.ts';

const edge = await testEdge(deskFiles);
const { knex } = edge.database;
let bea: Ask;
beforeAll(async () => {
  bea = await edge.as('bea');
});

async function upload(content: string | Buffer, ask = bea): Promise<ImportView> {
  const { payload, headers } = fileBody('orders.csv', content, 'text/csv');
  const answer = await ask('POST', '/api/apps/desk/imports?form=order', payload, headers);
  expect(answer.body).toContain('"id"');
  return answer.json<ImportView>();
}

async function imported(id: string): Promise<ImportView> {
  let view: ImportView | undefined;
  const look = async () => {
    view = (await bea('GET', `/api/imports/${id}`)).json<ImportView>();
    return view.status;
  };
  await expect.poll(look, { timeout: 15_000, interval: 25 }).toMatch(/done|failed|cancelled/);
  return view as ImportView;
}

const mapping: Mapping = {
  columns: { Quantity: { type: 'integer' }, UnitPrice: { type: 'number' } },
  group: ['InvoiceNo'],
  skip: [
    {
      when: { not: { fact: 'CustomerID', operator: 'filled' } } as never,
      reason: 'no_customer',
      label: { 'zh-CN': '没有客户', en: 'No customer' },
    },
    {
      when: { all: [{ fact: 'Quantity', operator: 'lessThanInclusive', value: 0 }] } as never,
      reason: 'negative_quantity',
    },
    { when: { all: [{ fact: 'UnitPrice', operator: 'lessThanInclusive', value: 0 }] } as never, reason: 'bad_price' },
  ],
  fields: {
    order_no: { column: 'InvoiceNo' },
    phone: '= "138" + substring("00000000" + CustomerID, -8)',
    shop: '旗舰店',
    paid_at: { column: 'InvoiceDate' },
  },
  tables: {
    lines: {
      fields: { sku: { column: 'StockCode' }, qty: { column: 'Quantity' }, price: { column: 'UnitPrice' } },
      merge: { by: ['sku', 'price'], sum: ['qty'] },
    },
  },
};

const CSV = [
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID',
  '536365,85123A,"HOLDER, ""WHITE""",6,2010-12-01 08:26,2.55,17850',
  '536365,71053,"two',
  'lines",6,2010-12-01 08:26,3.39,17850',
  '536366,A,x,1,2010-12-01 08:28,1.00,',
  '536365,71053,again,2,2010-12-01 08:26,3.39,17850',
  '536367,B,x,-1,2010-12-01 08:30,1.00,13047',
  '536367,C,x,2,2010-12-01 08:30,1.00,13047',
  '536368,D,x,2,2010-12-01 08:30,0,13047',
  '536369,E,x,two,2010-12-01 08:30,1.00,13047',
  '536369,F,x,1,2010-12-01 08:30,1.00,13047',
  'bad no!,G,x,1,2010-12-01 08:30,1.00,13047',
  '536370,,x,1,2010-12-01 08:30,1.00,13047',
  '536370,H,x,1,2010-12-01 08:30,1.00,13047',
].join('\n');

test('lines become orders by their number; what is left out has a line, a reason and its text', async () => {
  const draft = await upload(CSV);
  expect(draft).toMatchObject({ status: 'draft', total: 12 });
  const remapped = (await bea('PUT', `/api/imports/${draft.id}`, { mapping })).json<ImportView>();
  const [first, second] = remapped.preview ?? [];
  expect(first).toMatchObject({
    lines: [2, 3, 6],
    problems: [],
    data: {
      order_no: '536365',
      phone: '13800017850',
      shop: 'main',
      lines: [
        { sku: '85123A', qty: 6 },
        { sku: '71053', qty: 8 },
      ],
    },
  });
  expect(second).toMatchObject({ lines: [5], problems: [{ code: 'no_customer', text: 'No customer' }] });
  expect((await bea('POST', `/api/imports/${draft.id}/start`, {})).statusCode).toBe(202);
  const done = await imported(draft.id);
  expect(done).toMatchObject({ status: 'done', accepted: 4, refused: 8 });
  const rows = (await bea('GET', '/api/apps/desk/forms/order/records?sort=order_no')).json().rows;
  expect(rows.map((row: { data: { order_no: string } }) => row.data.order_no)).toEqual(['536365', '536367']);
  const record = (await bea('GET', `/api/apps/desk/forms/order/records/${rows[0].id}`)).json();
  expect(record.data).toMatchObject({
    paid_at: '2010-12-01T00:26:00.000Z',
    lines: [{ amount: '15.30' }, { qty: 8, amount: '27.12' }],
  });
  const report = (await bea('GET', `/api/imports/${draft.id}/rows.csv`)).body.split('\r\n');
  const reasons = Object.fromEntries(
    report
      .slice(1, -1)
      .map((line) => line.split(','))
      .map(([line, , reason]) => [line, reason]),
  );
  expect(reasons).toEqual({
    5: 'no_customer',
    7: 'negative_quantity',
    9: 'bad_price',
    10: 'not_integer',
    11: 'other_line_refused',
    12: expect.stringMatching(/pattern/),
    13: 'required',
    14: 'other_line_refused',
  });
});

test('the same file again creates nothing twice: the unique number is refused with its reason', async () => {
  const before = await knex('desk.order').count();
  const { id } = await upload(CSV);
  await bea('PUT', `/api/imports/${id}`, { mapping });
  await bea('POST', `/api/imports/${id}/start`, {});
  expect(await imported(id)).toMatchObject({ accepted: 0, refused: 12 });
  expect(await knex('desk.order').count()).toEqual(before);
});

test('a job whose process was killed goes on where it stopped, and nothing is in twice', async () => {
  const lines = Array.from({ length: 200 }, (_, at) => `K${1000 + at},SKU,1,2.00`);
  const { id } = await upload(['InvoiceNo,StockCode,Quantity,UnitPrice', ...lines].join('\n'));
  const simple: Mapping = {
    group: ['InvoiceNo'],
    fields: { order_no: { column: 'InvoiceNo' } },
    tables: {
      lines: { fields: { sku: { column: 'StockCode' }, qty: { column: 'Quantity' }, price: { column: 'UnitPrice' } } },
    },
  };
  await bea('PUT', `/api/imports/${id}`, { mapping: simple });
  // A process of its own, whose door gives up in the middle of a chunk as if it were killed there.
  let left = 90;
  const door = {
    execute: (...args: Parameters<typeof edge.host.door.execute>) =>
      left-- > 0 ? edge.host.door.execute(...args) : Promise.reject(new Error('killed')),
    rehearse: edge.host.door.rehearse,
  };
  const files = new Files(edge.host, edge.dataDir);
  await knex('engine.import_job').where({ id }).update({ status: 'running' });
  const dying = new Imports({ ...edge.host, door }, files).runner;
  const job = await dying.claim(id);
  await expect(dying.run(job as NonNullable<typeof job>)).rejects.toThrow('killed');
  const halfway = await knex('engine.import_job').where({ id }).first<{ position: number; status: string }>();
  expect(halfway).toMatchObject({ position: 64, status: 'running' });
  expect(await new Imports(edge.host, files).runner.claim(id)).toBeUndefined();
  await knex('engine.import_job')
    .where({ id })
    .update({ lease_until: new Date(0) });
  const runner = new Imports(edge.host, files).runner;
  await runner.run((await runner.claim(id)) as NonNullable<typeof job>);
  expect(await imported(id)).toMatchObject({ status: 'done', accepted: 200, refused: 0 });
  expect(await knex('desk.order').where('order_no', 'like', 'K1%').count()).toEqual([{ count: '200' }]);
});

test('GBK, a byte-order mark and semicolons are found out; columns bear their labels', async () => {
  const gbk = Buffer.from([
    0xb6, 0xa9, 0xb5, 0xa5, 0xba, 0xc5, 0x3b, 0xca, 0xd6, 0xbb, 0xfa, 0x0a, 0x53, 0x4f, 0x37, 0x3b, 0x31, 0x0a,
  ]);
  expect(await upload(gbk)).toMatchObject({
    columns: [{ header: '订单号', samples: ['SO7'] }, { header: '手机' }],
    mapping: { fields: { order_no: { column: '订单号' }, phone: { column: '手机' } } },
  });
  expect(await upload('\ufeffOrder no.,Phone\nSO8,1\n')).toMatchObject({
    columns: [{ header: 'Order no.' }, { header: 'Phone' }],
  });
});

test('who may not import is refused, and another’s import is not seen', async () => {
  const amy = await edge.as('amy');
  const { payload, headers } = fileBody('x.csv', 'a\n1\n');
  expect((await amy('POST', '/api/apps/desk/imports?form=order', payload, headers)).statusCode).toBe(403);
  const { id } = await upload('a\n1\n');
  for (const [method, url] of [
    ['GET', ''],
    ['POST', '/start'],
    ['POST', '/cancel'],
    ['GET', '/rows.csv'],
  ] as const) {
    expect((await amy(method, `/api/imports/${id}${url}`, method === 'POST' ? {} : undefined)).statusCode).toBe(404);
  }
});

test('bad files and bad formulas are refused with what to do', async () => {
  const refused = async (content: string | Buffer) => {
    const { payload, headers } = fileBody('x.csv', content);
    return (await bea('POST', '/api/apps/desk/imports?form=order', payload, headers)).json().error?.code;
  };
  expect(await refused('')).toBe('empty_file');
  expect(await refused('a,b\n')).toBe('empty_file');
  expect(await refused(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]))).toBe('not_a_workbook');
  const { id } = await upload('a\n1\n');
  const remap = async (fields: Mapping['fields']) =>
    (await bea('PUT', `/api/imports/${id}`, { mapping: { fields } })).json();
  expect((await remap({ order_no: '= nothing_like_it' })).error.message).toMatch(/nothing_like_it/);
  expect((await remap({ order_no: '= a +' })).error).toBeDefined();
});

test('a cancelled job keeps what is in and does no more', async () => {
  const { id } = await upload('a\n1\n');
  expect((await bea('POST', `/api/imports/${id}/cancel`, {})).json()).toMatchObject({ status: 'cancelled' });
  expect((await bea('POST', `/api/imports/${id}/start`, {})).statusCode).toBe(409);
});

test.skipIf(!process.env.ONLINE_RETAIL)('70,051 lines of a real shop are read, grouped and judged', async () => {
  const source = process.env.ONLINE_RETAIL ?? '';
  const path = join(edge.dataDir, `${randomUUID()}.csv`);
  const bytes = await readFile(source);
  await writeFile(path, source.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  let count = 0;
  for await (const _ of readCsv(path, await shapeOf(path))) count += 1;
  expect(count).toBe(70_052);
});

test('however many imports are begun, one clock looks for them, and it ends with its host', async () => {
  const set = vi.spyOn(globalThis, 'setInterval');
  const cleared = vi.spyOn(globalThis, 'clearInterval');
  const imports = new Imports(edge.host, new Files(edge.host, edge.dataDir));
  const actor = await personActor(edge.host, 'desk', 'bea');
  imports.start((line) => expect.fail(line));
  for (const name of ['K8', 'K9']) {
    const { id } = await upload(`Order no.,Phone\n${name},1\n`);
    await imports.begin(id, actor);
    await imported(id);
  }
  await imports.stop();
  const clocks = set.mock.results.map(({ value }) => value as NodeJS.Timeout);
  expect(clocks).toHaveLength(1);
  expect(cleared.mock.calls.flat()).toEqual(clocks);
  vi.restoreAllMocks();
});
