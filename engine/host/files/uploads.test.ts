import { createHash, randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import type { UploadView } from '../../wire.ts';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, testEdge } from '../testing/edge.ts';
import { Files } from './files.ts';

const edge = await testEdge(deskFiles);
const base = '/api/apps/desk/uploads';
const place = 'form=ticket&field=evidence';
let amy: Ask;
let bea: Ask;

beforeAll(async () => {
  [amy, bea] = await Promise.all([edge.as('amy'), edge.as('bea')]);
});

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A picture of one pixel, with as many bytes as wanted in a chunk that nobody reads. */
function png(filling = 0, behind: Buffer | string = ''): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const data = chunk('IDAT', deflateSync(Buffer.from([0, 0])));
  const parts = [chunk('IHDR', head), chunk('teXt', Buffer.alloc(filling, 7)), data, chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts, Buffer.from(behind)]);
}

async function begin(ask: Ask, name: string, size: number, sha256?: string): Promise<UploadView> {
  const answer = await ask('POST', `${base}?${place}`, { name, size, ...(sha256 === undefined ? {} : { sha256 }) });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}

const put = (ask: Ask, id: string, at: number, bytes: Buffer, sha256 = digest(bytes)) =>
  ask('PUT', `${base}/${id}?at=${at}`, bytes, {
    'content-type': 'application/octet-stream',
    'x-content-sha256': sha256,
  });

async function sendAll(ask: Ask, name: string, bytes: Buffer) {
  const { id, piece } = await begin(ask, name, bytes.length, digest(bytes));
  let at = 0;
  for (;;) {
    const answer = await put(ask, id, at, bytes.subarray(at, at + piece));
    at += piece;
    if (at >= bytes.length || answer.statusCode !== 200) return answer;
  }
}

const parts = async () =>
  (await readdir(join(edge.dataDir, 'files'), { recursive: true })).filter((name) => name.endsWith('.part'));

test('a file comes in pieces, and is a file like any other when the last one is there', async () => {
  const bytes = png(1_200_000);
  const made = (await sendAll(amy, 'big.png', bytes)).json();
  expect(made.file).toMatchObject({ name: 'big.png', mediaType: 'image/png', size: bytes.length });
  const answer = await amy('GET', `/api/apps/desk/files/${made.file.id}`);
  expect(answer.rawPayload.equals(bytes)).toBe(true);
  expect(await parts()).toEqual([]);
  const data = { order_no: 'SO1', evidence: [made.file.id] };
  const before = await amy('POST', '/api/apps/desk/forms/ticket/records', { command: randomUUID(), data });
  expect(before.json().error?.at ?? before.statusCode).not.toBe('evidence');
});

test('after a broken connection it goes on where it stopped, and a piece that comes twice is there once', async () => {
  const bytes = png(900_000);
  const { id, piece } = await begin(amy, 'x.png', bytes.length);
  await put(amy, id, 0, bytes.subarray(0, piece));
  expect((await amy('GET', `${base}/${id}`)).json()).toMatchObject({ received: piece });
  expect((await put(amy, id, 0, bytes.subarray(0, piece))).json()).toMatchObject({ received: piece });
  const ahead = await put(amy, id, piece * 2, bytes.subarray(piece));
  expect([ahead.statusCode, ahead.json().error]).toMatchObject([409, { code: 'upload_out_of_step', received: piece }]);
  const last = await put(amy, id, piece, bytes.subarray(piece));
  expect(last.json().file).toMatchObject({ size: bytes.length });
  // Whoever did not hear the last answer asks, or sends the last piece again.
  expect((await amy('GET', `${base}/${id}`)).json().file).toEqual(last.json().file);
  expect((await put(amy, id, piece, bytes.subarray(piece))).json().file).toEqual(last.json().file);
});

test('a piece, and a whole, that is not what was sent is refused', async () => {
  const bytes = png();
  const { id } = await begin(amy, 'x.png', bytes.length);
  expect((await put(amy, id, 0, bytes, digest(Buffer.from('other')))).json()).toMatchObject({
    error: { code: 'file_damaged' },
  });
  expect((await amy('GET', `${base}/${id}`)).json().received).toBe(0);
  const whole = await begin(amy, 'x.png', bytes.length, digest(Buffer.from('other')));
  expect((await put(amy, whole.id, 0, bytes)).json()).toMatchObject({ error: { code: 'file_damaged' } });
  expect((await amy('GET', `${base}/${whole.id}`)).statusCode).toBe(404);
});

test('what is too large is refused before it is sent, and no more is taken than was said', async () => {
  const huge = await amy('POST', `${base}?${place}`, { name: 'x.mp4', size: 300 * 1024 * 1024 });
  expect([huge.statusCode, huge.json().error.code]).toEqual([413, 'file_too_large']);
  const { id } = await begin(amy, 'x.png', 10);
  expect((await put(amy, id, 0, png())).statusCode).toBe(413);
  expect((await amy('POST', `${base}?form=ticket&field=what`, { name: 'x', size: 1 })).statusCode).toBe(404);
});

test('security: a polyglot that comes in pieces is refused, and nothing of it stays', async () => {
  const page = Buffer.from('<html><script>alert(1)</script></html>');
  for (const bytes of [
    page,
    png(600_000, '<script>alert(1)</script>'),
    png(10, '%PDF-1.4'),
    Buffer.from('GIF89a<?php '),
  ]) {
    expect((await sendAll(amy, 'x.png', bytes)).json()).toMatchObject({ error: { code: 'wrong_file_content' } });
  }
  expect(await parts()).toEqual([]);
});

test('security: ../ in a name ends in a plain name, and the bytes lie under a name of ours', async () => {
  const made = (await sendAll(amy, '../../../../etc/cron.d/\u202Eevil.png', png())).json().file;
  expect(made.name).toBe('evil.png');
  expect((await stat(join(edge.dataDir, 'files', made.id.slice(0, 2), made.id))).mode & 0o777).toBe(0o600);
  expect((await put(amy, '..%2F..%2Fx', 0, png())).statusCode).toBe(400);
});

test('security: nobody sees, adds to, or gives up another’s upload', async () => {
  const bytes = png();
  const { id } = await begin(amy, 'x.png', bytes.length);
  expect([
    (await bea('GET', `${base}/${id}`)).statusCode,
    (await put(bea, id, 0, bytes)).statusCode,
    (await bea('DELETE', `${base}/${id}`)).statusCode,
    (await edge.nobody('GET', `${base}/${id}`)).statusCode,
  ]).toEqual([404, 404, 404, 401]);
});

test('what is given up is gone at once, what is left lying after a day', async () => {
  const bytes = png(100);
  const given = await begin(amy, 'x.png', bytes.length);
  await put(amy, given.id, 0, bytes.subarray(0, 50));
  expect((await parts()).length).toBe(1);
  expect((await amy('DELETE', `${base}/${given.id}`)).statusCode).toBe(204);
  expect([(await parts()).length, (await amy('GET', `${base}/${given.id}`)).statusCode]).toEqual([0, 404]);
  const left = await begin(amy, 'x.png', bytes.length);
  await put(amy, left.id, 0, bytes.subarray(0, 50));
  const start = edge.clock.now();
  edge.clock.moveTo(new Date(start.getTime() + 25 * 3_600_000));
  await new Files(edge.host, edge.dataDir).removeUnused();
  edge.clock.moveTo(start);
  expect([(await parts()).length, (await amy('GET', `${base}/${left.id}`)).statusCode]).toEqual([0, 404]);
});
