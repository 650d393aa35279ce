import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, fileBody, testEdge } from '../testing/edge.ts';
import { Files } from './files.ts';
import { jpegSize } from './jpeg.ts';

const edge = await testEdge(deskFiles);
const base = '/api/apps/desk/files';
let amy: Ask;
let bea: Ask;

beforeAll(async () => {
  [amy, bea] = await Promise.all([edge.as('amy'), edge.as('bea')]);
  const order = { order_no: 'SO1', phone: '13800138000', lines: [{ id: randomUUID(), sku: 'A', qty: 1, price: '1' }] };
  await bea('POST', '/api/apps/desk/forms/order/records', { command: randomUUID(), data: order });
});

/** A real JPEG of one pixel. */
const jpeg = Buffer.from(
  `/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP${'/'.repeat(86)}wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=`,
  'base64',
);

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
}
const png = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
  chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
  chunk('IEND', Buffer.alloc(0)),
]);

async function picture(ask: Ask): Promise<string> {
  const { payload, headers } = fileBody('a.png', png, 'image/png');
  return (await ask('POST', `${base}?form=ticket&field=evidence`, payload, headers)).json<{ id: string }>().id;
}
const put = (ask: Ask, id: string, bytes: Buffer) =>
  ask('PUT', `${base}/${id}/preview`, bytes, { 'content-type': 'application/octet-stream' });
const small = (ask: Ask, id: string) => ask('GET', `${base}/${id}?size=small`);

test('lists are given the small picture that came with a picture, and whoever opens it the whole', async () => {
  const id = await picture(amy);
  expect((await put(amy, id, jpeg)).statusCode).toBe(204);
  const answer = await small(amy, id);
  expect(answer.headers).toMatchObject({ 'content-type': 'image/jpeg', 'content-length': String(jpeg.length) });
  expect(answer.rawPayload.equals(jpeg)).toBe(true);
  const whole = await amy('GET', `${base}/${id}`);
  expect(whole.rawPayload.equals(png)).toBe(true);
  expect(whole.headers.etag).not.toBe(answer.headers.etag);
});

test('where none came, the whole stands for it', async () => {
  const answer = await small(amy, await picture(amy));
  expect([answer.headers['content-type'], answer.rawPayload.equals(png)]).toEqual(['image/png', true]);
});

test('security: only a small JPEG is one, and what is refused leaves nothing behind', async () => {
  const id = await picture(amy);
  const wide = Buffer.from(jpeg);
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc2]));
  wide.writeUInt16BE(60_000, frame + 7);
  const others = [png, Buffer.from('<script>alert(1)</script>'), Buffer.concat([jpeg, Buffer.from('<script>')]), wide];
  for (const bytes of others) expect((await put(amy, id, bytes)).json().error.code).toBe('wrong_file_content');
  const large = Buffer.concat([jpeg, Buffer.alloc(61 * 1024)]);
  expect((await put(amy, id, large)).statusCode).toBe(413);
  expect((await small(amy, id)).headers['content-type']).toBe('image/png');
  const left = await readdir(join(edge.dataDir, 'files'), { recursive: true });
  expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('security: nobody gives another’s picture a preview, nor one that others have seen', async () => {
  const id = await picture(amy);
  expect((await put(bea, id, jpeg)).statusCode).toBe(404);
  const data = { order_no: 'SO1', evidence: [id] };
  const made = await amy('POST', '/api/apps/desk/forms/ticket/records', { command: randomUUID(), data });
  expect(made.statusCode).toBe(201);
  expect((await put(amy, id, jpeg)).statusCode).toBe(404);
  expect((await small(await edge.as('rob'), id)).statusCode).toBe(404);
});

test('it goes with its picture', async () => {
  const id = await picture(amy);
  await put(amy, id, jpeg);
  const start = edge.clock.now();
  edge.clock.moveTo(new Date(start.getTime() + 25 * 3_600_000));
  await new Files(edge.host, edge.dataDir).removeUnused();
  edge.clock.moveTo(start);
  const left = await readdir(join(edge.dataDir, 'files'), { recursive: true });
  expect(left.filter((name) => name.includes(id))).toEqual([]);
});

test('a JPEG says how large it is; what is none says nothing', () => {
  expect(jpegSize(jpeg)).toEqual({ width: 1, height: 1 });
  expect([jpegSize(png), jpegSize(jpeg.subarray(0, 30)), jpegSize(Buffer.alloc(0))]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
