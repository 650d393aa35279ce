import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import readWorkbook from 'read-excel-file/node';
import { beforeAll, describe, expect, test } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import type { ImportView, RecordView, Values } from '../../wire.ts';
import { Files } from '../files/files.ts';
import { Imports } from '../import/imports.ts';
import { inflatedSize } from '../import/zip.ts';
import { type Ask, fileBody, testEdge } from '../testing/edge.ts';
import { zipOf } from './zip.ts';

const options = [
  { key: 'a', label: { 'zh-CN': '甲', en: 'First' } },
  { key: 'b', label: { 'zh-CN': '乙', en: 'Second' } },
];
const tree = [
  {
    key: 'zj',
    label: { 'zh-CN': '浙江', en: 'Zhejiang' },
    children: [{ key: 'hz', label: { 'zh-CN': '杭州', en: 'Hangzhou' } }],
  },
];

/** Every field type that a file can hold, with a value that is hard to bring home. */
const every: Record<string, { more?: object; value: unknown }> = {
  text: { value: '=cmd|"x"!A1, 北京' },
  longtext: { value: '-first\nsecond "line"' },
  integer: { value: 1234567 },
  number: { more: { scale: 3 }, value: '-0.125' },
  money: { value: '1234567890123.45' },
  percent: { value: '12.50' },
  date: { value: '2026-03-02' },
  datetime: { value: '2026-03-02T01:30:15.000Z' },
  time: { value: '09:30' },
  boolean: { value: false },
  radio: { more: { options }, value: 'a' },
  select: { more: { options }, value: 'b' },
  multiselect: { more: { options }, value: ['a', 'b'] },
  phone: { more: { country: 'CN' }, value: '13800138000' },
  email: { value: 'a@example.com' },
  user: { value: '' },
  reference: { more: { form: 'place' }, value: '' },
  daterange: { value: { from: '2026-03-02', to: '2026-03-09' } },
  datetimerange: { value: { from: '2026-03-02T01:00:00.000Z', to: '2026-03-02T03:30:00.000Z' } },
  timerange: { value: { from: '09:00', to: '18:00' } },
  richtext: { value: { text: 'whole', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'whole' }] }] } },
  cascade: { more: { options: tree }, value: ['zj', 'hz'] },
  tree: { more: { options: tree, multiple: true }, value: ['hz'] },
  rating: { value: '4' },
  slider: { more: { min: 0, max: 100 }, value: '30' },
  colour: { value: '#2f6fed' },
  url: { value: 'https://example.com/a?b=1' },
  idnumber: { value: '11010519491231002X' },
  scan: { value: '0012345678901234567890' },
  address: { value: { code: '330106', street: '文三路 1 号' } },
  location: { value: { lat: '30.27411', lng: '120.15512' } },
  role: { value: 'boss' },
};

const label = (key: string) => ({ 'zh-CN': `字段${key}`, en: `Field ${key}` });
const files = [
  {
    path: 'app.json',
    json: {
      ...{ key: 'lab', label: 'Lab', version: '1.0.0', timeZone: 'Asia/Shanghai', currency: 'CNY', admin: 'boss' },
      roles: [
        { key: 'boss', label: { 'zh-CN': '主管', en: 'Boss' } },
        { key: 'clerk', label: 'Clerk' },
      ],
    },
  },
  {
    path: 'forms/place.json',
    json: {
      ...{ key: 'place', label: 'Place', title: 'name' },
      fields: [{ key: 'name', type: 'text', label: 'name' }],
      access: [
        { role: 'boss', create: true, rights: { '*': 'edit' } },
        { role: 'clerk', rights: { '*': 'read' } },
      ],
    },
  },
  {
    path: 'forms/thing.json',
    json: {
      key: 'thing',
      label: { 'zh-CN': '东西', en: 'Thing' },
      fields: [
        ...Object.entries(every).map(([type, { more }]) => ({ key: `f_${type}`, type, label: label(type), ...more })),
        {
          ...{ key: 'lines', type: 'table', label: { 'zh-CN': '明细', en: 'Lines' } },
          fields: [
            { key: 'sku', type: 'text', label: { 'zh-CN': '货号', en: 'SKU' }, required: true },
            { key: 'qty', type: 'integer', label: { 'zh-CN': '数量', en: 'Quantity' }, min: 1 },
            { key: 'secret', type: 'text', label: 'secret' },
          ],
        },
      ],
      access: [
        { role: 'boss', create: true, import: true, export: true, rights: { '*': 'edit' } },
        {
          role: 'clerk',
          import: true,
          export: true,
          rights: { '*': 'edit', f_phone: 'mask', f_money: 'read', 'lines.secret': 'hide' },
        },
      ],
    },
  },
  {
    path: 'data/people.json',
    json: {
      key: 'people',
      users: [
        { login: 'bea', name: { 'zh-CN': '贝雅', en: 'Bea' }, roles: ['boss'] },
        { login: 'carl', name: 'Carl', roles: ['clerk'] },
      ],
    },
  },
];

const edge = await testEdge(files);
const base = '/api/apps/lab/forms/thing';
const zh = { 'accept-language': 'zh-CN' };
const columns = Object.keys(every).map((type) => `f_${type}`);
let bea: Ask;
let carl: Ask;
let values: Values;
let id: string;

beforeAll(async () => {
  [bea, carl] = await Promise.all([edge.as('bea'), edge.as('carl')]);
  const place = await bea('POST', '/api/apps/lab/forms/place/records', {
    command: randomUUID(),
    data: { name: '+Hall, 2' },
  });
  const person = (await bea('GET', '/api/session')).json<{ user: { id: string } }>().user.id;
  const all = { ...every, user: { value: person }, reference: { value: place.json<{ id: string }>().id } };
  const lines = [
    { id: randomUUID(), sku: 'A', qty: 1, secret: 's1' },
    { id: randomUUID(), sku: 'B', qty: 2, secret: 's2' },
  ];
  const data = { ...Object.fromEntries(Object.entries(all).map(([type, { value }]) => [`f_${type}`, value])), lines };
  const made = await bea('POST', `${base}/records`, { command: randomUUID(), data });
  expect(made.json()).toMatchObject({ id: expect.any(String) });
  id = made.json<{ id: string }>().id;
  values = (await record(id)).data;
}, 120_000);

async function record(of: string): Promise<RecordView> {
  return (await bea('GET', `${base}/records/${of}`)).json<RecordView>();
}
async function exported(ask: Ask, format: string, headers = {}, more = ''): Promise<Buffer> {
  const answer = await ask('GET', `${base}/records.${format}?columns=${columns.join(',')}${more}`, undefined, headers);
  expect(answer.statusCode).toBe(200);
  return answer.rawPayload;
}
async function upload(ask: Ask, content: Buffer, name = 'x.csv'): Promise<ImportView> {
  const { payload, headers } = fileBody(name, content);
  const answer = await ask('POST', '/api/apps/lab/imports?form=thing', payload, headers);
  expect(answer.json()).toMatchObject({ status: 'draft' });
  return answer.json<ImportView>();
}
async function run(ask: Ask, { id: job }: ImportView): Promise<ImportView> {
  await ask('POST', `/api/imports/${job}/start`);
  const { runner } = new Imports(edge.host, new Files(edge.host, edge.dataDir));
  const claimed = await runner.claim(job);
  if (claimed) await runner.run(claimed);
  await expect
    .poll(async () => (await ask('GET', `/api/imports/${job}`)).json<ImportView>().status, { timeout: 20_000 })
    .toBe('done');
  return (await ask('GET', `/api/imports/${job}`)).json<ImportView>();
}
const rowsOf = async (workbook: Buffer) => ((await readWorkbook(workbook))[0]?.data ?? []).map((row) => [...row]);
/** As Excel would save it: written by another hand than ours. */
const saved = (rows: unknown[][]) =>
  writeWorkbook(
    rows.map((row) =>
      row.map((cell) =>
        cell === null ? null : { value: cell, ...(cell instanceof Date ? { format: 'yyyy-mm-dd hh:mm' } : {}) },
      ),
    ) as never,
  ).toBuffer();

describe.each([
  ['csv', {}],
  ['csv', zh],
  ['xlsx', {}],
  ['xlsx', zh],
])('%s %o', (format, headers) => {
  test('what left and comes back untouched changes nothing, whatever the type of the field', async () => {
    const job = await upload(bea, await exported(bea, format, headers), `x.${format}`);
    expect(job.mapping.key).toMatchObject({ column: 'ID' });
    expect(Object.keys(job.mapping.fields).sort()).toEqual(columns.sort());
    expect(job.preview?.map(({ what, problems }) => [what, problems])).toEqual([['same', []]]);
    const rows = await upload(bea, await exported(bea, format, headers, '&rows=lines'), `x.${format}`);
    expect(rows.preview?.map(({ what, problems }) => [what, problems])).toEqual([['same', []]]);
  });

  test('taken as new records, every value comes back as it was', async () => {
    const job = await upload(bea, await exported(bea, format, headers), `x.${format}`);
    const { key: _, group: __, tables: ___, ...mapping } = job.mapping;
    const draft = (await bea('PUT', `/api/imports/${job.id}`, { mapping })).json<ImportView>();
    expect(draft.preview?.[0]).toMatchObject({ what: 'create', problems: [] });
    expect(await run(bea, draft)).toMatchObject({ accepted: 1, refused: 0 });
    const row = await edge.database
      .knex('engine.import_row')
      .where({ job: job.id })
      .first<{ record: string }>('record');
    const made = row.record;
    const { lines: _lines, ...expected } = values;
    expect((await record(made)).data).toMatchObject(expected);
    await edge.database.knex('lab.thing').where({ id: made }).delete();
  });
});

test('no cell of a CSV begins like a formula, and none of a workbook is one', async () => {
  const csv = (await exported(bea, 'csv')).toString();
  expect(csv).toContain('"\'=cmd|""x""!A1, 北京"');
  expect(csv).toContain('"\'-first\nsecond');
  const [, cells = []] = await rowsOf(await exported(bea, 'xlsx'));
  expect(cells).toContain('=cmd|"x"!A1, 北京');
  expect(cells).toContain(1234567);
  expect(cells.filter((cell) => cell instanceof Date)).toHaveLength(2);
});

test('cells changed in Excel change those fields of those records, and rows are changed, added and removed', async () => {
  const rows = await rowsOf(await exported(bea, 'xlsx', {}, '&rows=lines'));
  const [head = [], first = [], second = []] = rows;
  const set = (row: unknown[], name: string, value: unknown) => {
    row[head.indexOf(name)] = value as never;
  };
  for (const row of [first, second]) set(row, 'Field integer', 42);
  for (const row of [first, second]) set(row, 'Field date', new Date('2026-04-01T00:00:00Z'));
  for (const row of [first, second]) set(row, 'Field multiselect', 'Second');
  set(first, 'Lines · Quantity', 7);
  const added = [...second];
  set(added, 'Lines · ID', null);
  set(added, 'Lines · SKU', 'C');
  const job = await upload(bea, await saved([head, first, added]), 'edited.xlsx');
  expect(job.preview?.[0]).toMatchObject({ what: 'update', problems: [] });
  expect(await run(bea, job)).toMatchObject({ accepted: 2, refused: 0 });
  const { data, revision } = await record(id);
  expect(revision).toBe(2);
  const [kept] = values.lines as Values[];
  expect(data).toMatchObject({
    ...values,
    f_integer: 42,
    f_date: '2026-04-01',
    f_multiselect: ['b'],
    lines: [
      { id: kept?.id, sku: 'A', qty: 7, secret: 's1' },
      { sku: 'C', qty: 2 },
    ],
  });
  // The same file again is older than the record by now: nobody's changes are taken back.
  const again = await upload(
    bea,
    await saved([head, first.map((cell, at) => (head[at] === 'Field integer' ? 1 : cell)), added]),
    'edited.xlsx',
  );
  expect(again.preview?.[0]).toMatchObject({
    what: 'refused',
    problems: expect.arrayContaining([expect.objectContaining({ code: 'stale' })]),
  });
});

test('the preview says what the form says to the values, before anything is taken', async () => {
  const csv = `ID,Field integer,Field idnumber,Field select\r\n${id},many,11010519491231002X,First\r\n${id},5,123,Third\r\n${randomUUID()},5,,\r\n`;
  const job = await upload(bea, Buffer.from(csv));
  const problems = job.preview?.map(({ what, problems: found }) => [what, found.map(({ at }) => at)]);
  expect(problems).toEqual([
    ['refused', ['f_integer']],
    ['refused', ['f_select']],
    ['refused', ['ID']],
  ]);
  const bad = await upload(bea, Buffer.from(`ID,Field idnumber\r\n${id},123\r\n`));
  expect(bad.preview?.[0]).toMatchObject({ what: 'refused', problems: [{ at: 'f_idnumber' }] });
});

test('masked cells come home unharmed, and what may not be written is refused by name', async () => {
  const untouched = await upload(carl, await exported(carl, 'csv', {}, '&rows=lines'));
  expect(untouched.preview?.[0]).toMatchObject({ what: 'same', problems: [] });
  const csv = (await exported(carl, 'csv')).toString();
  expect(csv).not.toContain('13800138000');
  const job = await upload(carl, Buffer.from(csv.replace('1234567890123.45', '1.00')));
  expect(job.preview?.[0]).toMatchObject({ what: 'refused', problems: [{ code: 'not_writable', at: 'f_money' }] });
  const rows = (await exported(carl, 'csv', {}, '&rows=lines')).toString();
  const changed = await upload(carl, Buffer.from(rows.replace(/,A,7,/g, ',A,8,')));
  expect(await run(carl, changed)).toMatchObject({ refused: 0 });
  expect((await record(id)).data.lines).toMatchObject([{ sku: 'A', qty: 8, secret: 's1' }, { sku: 'C' }]);
});

test('a workbook that is a bomb, that lies about its size, or that is none is refused', async () => {
  async function* zeros(count: number) {
    for (let at = 0; at < count; at += 1) yield '0'.repeat(1024 * 1024);
  }
  const path = join(edge.dataDir, 'bomb.xlsx');
  const chunks: Buffer[] = [];
  for await (const chunk of zipOf([{ name: 'xl/worksheets/sheet1.xml', content: zeros(20) }])) chunks.push(chunk);
  const bomb = Buffer.concat(chunks);
  // Its directory says one byte.
  bomb.writeUInt32LE(1, bomb.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1')) + 24);
  await writeFile(path, bomb);
  expect((await readFile(path)).length).toBeLessThan(50_000);
  const most = { packed: 1e6, inflated: 10 * 1024 * 1024 };
  await expect(inflatedSize(path, most)).rejects.toMatchObject({ code: 'too_big' });
  await expect(inflatedSize(path, { ...most, inflated: 30 * 1024 * 1024 })).resolves.toBe(20 * 1024 * 1024);
  await writeFile(path, bomb.subarray(0, bomb.length - 30));
  await expect(inflatedSize(path, most)).rejects.toMatchObject({ code: 'broken' });
  const { payload, headers } = fileBody('x.xlsx', bomb);
  const answer = await bea('POST', '/api/apps/lab/imports?form=thing', payload, headers);
  expect(answer.json()).toMatchObject({ error: { code: 'not_a_workbook' } });
});
