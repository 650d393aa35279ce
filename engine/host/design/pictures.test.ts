import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { loadApp } from '../../definition/index.ts';
import type { AppBundle, DesignView, KeptPicture } from '../../wire.ts';
import { readAppFolder } from '../apps/folder.ts';
import { textsOf } from '../apps/folders.ts';
import { installFolder } from '../apps/install-folder.ts';
import { findPicture } from '../apps/pictures.ts';
import { testDatabase } from '../testing/database.ts';
import { deskFiles } from '../testing/desk.ts';
import { fileBody, testEdge } from '../testing/edge.ts';
import { importFromShell } from './import-from-shell.ts';

const edge = await testEdge(deskFiles);
const { knex } = edge.database;
const bea = await edge.as('bea');
const amy = await edge.as('amy');

function png(width = 2, height = 2): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    return Buffer.concat([size, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const start = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    start,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(6))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A frame header after one segment. */
const jpeg = Buffer.from('ffd8ffe000044a46ffc0001108000200020101110000000000ffd9', 'hex');
const webp = Buffer.concat([
  Buffer.from('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0', 'latin1'),
  Buffer.from('00000000010000010000', 'hex'),
]);

async function send(content: Buffer | string, ask = bea, app = 'desk') {
  const { payload, headers } = fileBody('logo.png', content);
  return ask('POST', `/api/design/${app}/pictures`, payload, headers);
}
const codeOf = async (content: Buffer | string) => (await send(content)).json().error?.code;

async function publishLogo(name: string): Promise<void> {
  const { files } = (await bea('GET', '/api/design/desk')).json<DesignView>();
  const app = files.find(({ path }) => path === 'app.json');
  const json = { ...(app?.json as object), brand: { logo: name } };
  await bea('POST', '/api/design/desk/save', { changes: [{ path: 'app.json', revision: app?.revision, json }] });
  const { hash } = (await bea('GET', '/api/design/desk/plan')).json();
  await bea('POST', '/api/design/desk/publish', { command: crypto.randomUUID(), hash });
  await expect
    .poll(async () => (await bea('GET', '/api/apps/desk')).json().brand?.logo, { timeout: 30_000 })
    .toBe(name);
}

it('PNG, JPEG and WebP are taken by their content, and anything else is refused with what to choose', async () => {
  expect((await send(png())).json<KeptPicture>().name).toMatch(/^logo-[0-9a-f]{20}\.png$/);
  expect((await send(jpeg)).json<KeptPicture>().name).toMatch(/\.jpg$/);
  expect((await send(webp)).json<KeptPicture>().name).toMatch(/\.webp$/);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const refused = await send(svg);
  expect(refused.statusCode).toBe(422);
  expect(refused.json().error).toMatchObject({ code: 'not_a_picture', cure: expect.stringContaining('SVG') });
  expect(await codeOf('<svg xmlns="http://www.w3.org/2000/svg"/>')).toBe('not_a_picture');
  expect(await codeOf('no picture')).toBe('not_a_picture');
  expect(await codeOf('')).toBe('not_a_picture');
  expect(await codeOf(Buffer.concat([png(), Buffer.from('<script>alert(1)</script>')]))).toBe('not_a_picture');
  expect(await codeOf(Buffer.concat([png(), Buffer.alloc(600 * 1024)]))).toBe('picture_too_large');
  expect(await codeOf(png(30_000, 30_000))).toBe('picture_too_wide');
});

it('only who designs the app sends pictures and sees those that are not published', async () => {
  const { name } = (await send(png(3, 3))).json<KeptPicture>();
  expect((await send(png(), amy)).statusCode).toBe(404);
  expect((await send(png(), edge.nobody)).statusCode).toBe(401);
  expect((await bea('GET', `/api/design/desk/pictures/${name}`)).rawPayload).toEqual(png(3, 3));
  expect((await amy('GET', `/api/design/desk/pictures/${name}`)).statusCode).toBe(404);
  expect((await edge.nobody('GET', `/api/portal/desk/assets/${name}`)).statusCode).toBe(404);
});

it('the published logo is shown to everybody, is kept by browsers, and runs nothing', async () => {
  const { name } = (await send(png())).json<KeptPicture>();
  await publishLogo(name);
  const shown = await edge.nobody('GET', `/api/portal/desk/assets/${name}`);
  expect(shown.statusCode).toBe(200);
  expect(shown.rawPayload).toEqual(png());
  expect(shown.headers).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
  });
  const again = { 'if-none-match': String(shown.headers.etag) };
  expect((await edge.nobody('GET', `/api/portal/desk/assets/${name}`, undefined, again)).statusCode).toBe(304);
});

it('it goes along in an export, an import, a copy, and what an operator brings to another server', async () => {
  const bundle = (await bea('GET', '/api/design/desk/export')).json<AppBundle>();
  const [[name, content] = ['', '']] = Object.entries(bundle.pictures ?? {});
  expect(Buffer.from(content, 'base64')).toEqual(png());
  expect((await bea('POST', '/api/design/import', { bundle, key: 'desk_two' })).statusCode).toBe(201);
  const label = 'Copy';
  await bea('POST', '/api/design/apps', { key: 'desk_copy', label, from: { app: 'desk' } });
  await bea('POST', '/api/design/apps', { key: 'desk_made', label, from: { bundle } });
  for (const app of ['desk_two', 'desk_copy', 'desk_made'])
    expect((await bea('GET', `/api/design/${app}/pictures/${name}`)).rawPayload).toEqual(png());
  const clean = await testDatabase();
  await importFromShell(clean, bundle, { key: undefined, admin: undefined, password: undefined });
  expect((await findPicture(clean.knex, 'desk', name))?.content).toEqual(png());
});

it('a bundle’s pictures are looked at like any others, and one that is none stops the import', async () => {
  const bundle = (await bea('GET', '/api/design/desk/export')).json<AppBundle>();
  const take = async (pictures: unknown) =>
    (await bea('POST', '/api/design/import', { bundle: { ...bundle, pictures }, key: 'desk_bad' })).json().error?.code;
  const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
  expect(await take({ 'logo.svg': base64('<svg/>') })).toBe('not_a_picture');
  expect(await take({ 'logo.png': base64('<svg/>') })).toBe('not_a_picture');
  expect(await take({ 'logo.jpg': base64(png()) })).toBe('not_a_picture');
  expect(await take({ '../logo.png': base64(png()) })).toBe('not_a_picture');
  expect(await take({ 'logo.png': 3 })).toBe('not_a_picture');
  expect(await take('x')).toBe('bad_bundle');
  expect(await knex('engine.design').where({ app: 'desk_bad' }).first()).toBeUndefined();
});

it('a picture of an app’s folder is in the database for every process, and follows the folder', async () => {
  const { knex: fresh } = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'folder-'));
  const boot = async () => {
    const { files, pictures } = await readAppFolder(folder);
    const { app } = loadApp(files);
    if (!app) throw new Error('The app has errors.');
    return installFolder(fresh, { model: app, texts: textsOf(files), pictures }, () => undefined);
  };
  for (const { path, json } of deskFiles.filter((file) => !file.path.includes('/'))) {
    const text = JSON.stringify({ ...(json as object), portal: undefined, brand: { logo: 'logo.png' } });
    await writeFile(join(folder, path), text);
  }
  await writeFile(join(folder, 'logo.png'), png());
  await boot();
  expect((await findPicture(fresh, 'desk', 'logo.png'))?.content).toEqual(png());
  await writeFile(join(folder, 'logo.png'), png(3, 3));
  await boot();
  expect((await findPicture(fresh, 'desk', 'logo.png'))?.content).toEqual(png(3, 3));
  await rm(folder, { recursive: true, force: true });
});

it('a printed record carries the logo, on paper and as PDF; a picture that a PDF cannot draw is left out of it', async () => {
  const order = {
    order_no: 'SO9',
    phone: '13800138000',
    lines: [{ id: crypto.randomUUID(), sku: 'A', qty: 1, price: '1' }],
  };
  const at = '/api/apps/desk/forms/order/records';
  const { id } = (await bea('POST', at, { command: crypto.randomUUID(), data: order })).json<{ id: string }>();
  const page = (await bea('GET', `${at}/${id}/print`)).json<{ logo?: string }>();
  expect(page.logo).toMatch(/^logo-[0-9a-f]{20}\.png$/);
  const pdf = async () => (await bea('GET', `${at}/${id}/pdf`)).rawPayload.toString('latin1');
  expect(await pdf()).toContain('/Subtype /Image');
  const { name } = (await send(webp)).json<KeptPicture>();
  await publishLogo(name);
  expect(await pdf()).not.toContain('/Subtype /Image');
});
