import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, fileBody, testEdge } from '../testing/edge.ts';
import { Files } from './files.ts';
import { disposition, safeName } from './name.ts';

const edge = await testEdge(deskFiles);
const { knex } = edge.database;
const uploads = '/api/apps/desk/files?form=ticket&field=evidence';
const tickets = '/api/apps/desk/forms/ticket/records';
let amy: Ask;
let bea: Ask;
let rob: Ask;

beforeAll(async () => {
  [amy, bea, rob] = await Promise.all([edge.as('amy'), edge.as('bea'), edge.as('rob')]);
  for (const [order_no, phone] of [
    ['SO1', '13800138000'],
    ['SO2', '13900139000'],
  ]) {
    const data = { order_no, phone, lines: [{ id: randomUUID(), sku: 'A', qty: 1, price: '1.00' }] };
    expect((await bea('POST', '/api/apps/desk/forms/order/records', { command: randomUUID(), data })).statusCode).toBe(
      201,
    );
  }
});

/** A real picture of one pixel. */
function png(extra: Buffer | string = ''): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, body, Buffer.alloc(4)]);
  };
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.from([0, 0]))), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts, Buffer.from(extra)]);
}
const mp4 = Buffer.concat([
  Buffer.from([0, 0, 0, 0x18]),
  Buffer.from('ftypmp42\0\0\0\0mp42isom'),
  Buffer.alloc(2000, 7),
]);
const GIF = Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff', 'latin1');
const emptyZip = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

async function send(ask: Ask, name: string, content: Buffer | string, url = uploads) {
  const { payload, headers } = fileBody(name, content, 'image/png');
  return ask('POST', url, payload, headers);
}
const idOf = async (ask: Ask, name: string, content: Buffer): Promise<string> =>
  (await send(ask, name, content)).json().id;

const FOREIGN = [
  ['a page that calls itself a picture', 'x.png', '<html><script>alert(1)</script></html>'],
  ['an SVG', 'x.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['an SVG after an XML head', 'x.png', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['plain text', 'x.png', 'hello'],
  ['a program', 'x.png', Buffer.from('\x7fELF\x02\x01\x01', 'latin1')],
  ['a PDF', 'x.png', '%PDF-1.7\n%âãÏÓ\n'],
  ['an archive', 'x.png', emptyZip],
  ['nothing', 'x.png', ''],
] as const;

test.each(FOREIGN)('security: %s is not taken where pictures and videos are', async (_, name, content) => {
  expect((await send(amy, name, content)).json()).toMatchObject({
    error: { code: 'wrong_file_content', at: 'evidence' },
  });
});

const POLYGLOTS = [
  ['a script in a GIF', Buffer.concat([GIF, Buffer.from('/*<script>alert(1)</script>*/')])],
  ['a page behind a PNG', png('<html><body onload=alert(1)>')],
  ['a script far into a picture', png(Buffer.concat([Buffer.alloc(262_144 - 72), Buffer.from('<SCRIPT src=//x>')]))],
  ['an archive behind a picture', png(emptyZip)],
  ['a PDF behind a picture', png('%PDF-1.4')],
  ['PHP in a picture', png('<?php system($_GET[0]);')],
] as const;

test.each(POLYGLOTS)('security: a polyglot is refused: %s', async (_, content) => {
  expect((await send(amy, 'x.png', content)).json()).toMatchObject({ error: { code: 'wrong_file_content' } });
});

test('what is refused leaves nothing behind', async () => {
  await send(amy, 'x.png', '<html>');
  const left = await readdir(join(edge.dataDir, 'files'), { recursive: true });
  expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('security: path traversal and tricks in names end in a plain name, and content lies under ours', async () => {
  const made = (await send(amy, '../../../etc/passwd\u202Egnp.exe', png())).json();
  expect(made).toMatchObject({ name: 'passwdgnp.exe', mediaType: 'image/png' });
  const stored = await knex('engine.file').where({ id: made.id }).first<{ path: string }>();
  expect(stored.path).toBe(join(made.id.slice(0, 2), made.id));
  expect((await stat(join(edge.dataDir, 'files', stored.path))).mode & 0o777).toBe(0o600);
  expect(safeName('a/b\\c\u0000d.png')).toBe('cd.png');
  expect(safeName('..')).toBe('file');
  expect(safeName(undefined)).toBe('file');
  expect(safeName(`${'长'.repeat(300)}.jpeg`)).toMatch(/^长+\.jpeg$/);
  expect(disposition('attachment', '图"\r\n.png')).toBe(
    `attachment; filename="____.png"; filename*=UTF-8''%E5%9B%BE%22%0D%0A.png`,
  );
});

test('a file is served as what it is, as an attachment, and never guessed', async () => {
  const id = await idOf(amy, '照片.png', png());
  const answer = await amy('GET', `/api/apps/desk/files/${id}`);
  expect(answer.headers).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="__.png"; filename*=UTF-8''%E7%85%A7%E7%89%87.png`,
  });
  expect(answer.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
  expect(answer.rawPayload.equals(png())).toBe(true);
  const about = await amy('GET', `/api/apps/desk/files/${id}/about`);
  expect(about.json()).toEqual({ id, name: '照片.png', mediaType: 'image/png', size: png().length });
  expect((await bea('GET', `/api/apps/desk/files/${id}/about`)).statusCode).toBe(404);
  const inline = await amy('GET', `/api/apps/desk/files/${id}?inline=true`);
  expect(inline.headers['content-disposition']).toMatch(/^inline/);
});

test('a video is played from the middle', async () => {
  const id = await idOf(amy, 'v.mp4', mp4);
  const part = async (range: string) => amy('GET', `/api/apps/desk/files/${id}`, undefined, { range });
  const middle = await part('bytes=100-199');
  expect([middle.statusCode, middle.headers['content-range'], middle.rawPayload.length]).toEqual([
    206,
    `bytes 100-199/${mp4.length}`,
    100,
  ]);
  expect((await part('bytes=-10')).rawPayload.equals(mp4.subarray(-10))).toBe(true);
  expect((await part('bytes=2000-')).rawPayload.equals(mp4.subarray(2000))).toBe(true);
  expect((await part('bytes=999999-')).statusCode).toBe(416);
});

test('security: a file that no record has yet is seen by whoever brought it, and nobody else', async () => {
  const id = await idOf(amy, 'a.png', png());
  const get = async (ask: Ask) => (await ask('GET', `/api/apps/desk/files/${id}`)).statusCode;
  expect([await get(amy), await get(bea), await get(edge.nobody)]).toEqual([200, 404, 401]);
  const one = await edge.visitor('desk', { order_no: 'SO1', phone: '13800138000' });
  const other = await edge.visitor('desk', { order_no: 'SO2', phone: '13900139000' });
  const own = await idOf(one, 'v.png', png());
  const visit = async (ask: Ask) => (await ask('GET', `/api/apps/desk/files/${own}`)).statusCode;
  expect([await visit(one), await visit(other), await visit(amy)]).toEqual([200, 404, 404]);
});

test('security: a file of a record follows the rights of record and field', async () => {
  const one = await edge.visitor('desk', { order_no: 'SO1', phone: '13800138000' });
  const other = await edge.visitor('desk', { order_no: 'SO2', phone: '13900139000' });
  const id = await idOf(one, 'v.png', png());
  const data = { order_no: 'SO1', what: 'broken', evidence: [id] };
  const made = await one('POST', tickets, { command: randomUUID(), data });
  expect(made.statusCode).toBe(201);
  await bea('PATCH', `${tickets}/${made.json().id}`, {
    command: randomUUID(),
    revision: made.json().revision,
    data: { area: 'north' },
  });
  const get = async (ask: Ask) => (await ask('GET', `/api/apps/desk/files/${id}`)).statusCode;
  expect([await get(one), await get(amy), await get(bea)]).toEqual([200, 200, 200]);
  // rob sees the record (his area), but not its pictures; the other visitor does not see the record.
  expect((await rob('GET', `${tickets}/${made.json().id}`)).statusCode).toBe(200);
  expect([await get(rob), await get(other), await get(edge.nobody)]).toEqual([404, 404, 401]);
});

test('security: nobody takes another’s file into a record of their own', async () => {
  const id = await idOf(bea, 'secret.png', png());
  const stolen = await amy('POST', tickets, { command: randomUUID(), data: { order_no: 'SO1', evidence: [id] } });
  expect(stolen.statusCode).toBeGreaterThanOrEqual(400);
  expect((await amy('GET', `/api/apps/desk/files/${id}`)).statusCode).toBe(404);
});

test('what nobody used within a day is removed, content too; what a record has stays', async () => {
  const unused = await idOf(amy, 'a.png', png());
  const used = await idOf(amy, 'b.png', png());
  await amy('POST', tickets, { command: randomUUID(), data: { order_no: 'SO1', evidence: [used] } });
  const files = new Files(edge.host, edge.dataDir);
  const start = edge.clock.now();
  edge.clock.moveTo(new Date(start.getTime() + 23 * 3_600_000));
  expect(await files.removeUnused()).toBe(0);
  edge.clock.moveTo(new Date(start.getTime() + 25 * 3_600_000));
  expect(await files.removeUnused()).toBeGreaterThan(0);
  edge.clock.moveTo(start);
  expect((await amy('GET', `/api/apps/desk/files/${unused}`)).statusCode).toBe(404);
  expect((await amy('GET', `/api/apps/desk/files/${used}`)).statusCode).toBe(200);
  await expect(stat(join(edge.dataDir, 'files', unused.slice(0, 2), unused))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a field that takes no files, and an unknown one, are refused', async () => {
  expect((await send(amy, 'a.png', png(), '/api/apps/desk/files?form=ticket&field=what')).statusCode).toBe(404);
  expect((await send(amy, 'a.png', png(), '/api/apps/desk/files?form=nothing&field=x')).statusCode).toBe(404);
});
