import { randomUUID } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ExplainView, PrintView } from '../../wire.ts';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, fileBody, testEdge } from '../testing/edge.ts';
import { isSoundPng } from './pictures.ts';

const template = {
  key: 'slip',
  label: { 'zh-CN': '工单', en: 'Slip' },
  title: { 'zh-CN': '维修工单 {no}', en: 'Repair slip {no}' },
  footer: { 'zh-CN': '请妥善保管 {cost}', en: 'Keep this {cost}' },
  parts: [
    { heading: { 'zh-CN': '内容', en: 'Content' }, fields: ['order_no', 'phone', 'what', 'cost'] },
    { heading: { 'zh-CN': '费用', en: 'Costs' }, fields: ['cost'] },
    { heading: { 'zh-CN': '记录', en: 'Log' }, table: 'events' },
    { text: { 'zh-CN': '请勿写“作废”。', en: 'The customer’s copy, “as is”.' } },
    { signatures: [{ 'zh-CN': '客户签字', en: 'Customer' }] },
  ],
};
type Json = Record<string, unknown>;
const files = deskFiles.map(({ path, json }) =>
  path === 'forms/ticket.json'
    ? {
        path,
        json: {
          ...(json as Json),
          print: [template],
          linkage: [
            ...((json as Json).linkage as unknown[]),
            {
              when: { all: [{ fact: 'what', operator: 'equal', value: '不显示' }] },
              then: { tracking_no: 'hide', area: 'read' },
            },
          ],
        },
      }
    : { path, json },
);
const edge = await testEdge(files, { DESK_CARRIER_SALT: 'pepper' });
const tickets = '/api/apps/desk/forms/ticket/records';
const zh = { 'accept-language': 'zh-CN' };
let amy: Ask;
let bea: Ask;
let place: string;

beforeAll(async () => {
  [amy, bea] = await Promise.all([edge.as('amy'), edge.as('bea')]);
  const lines = [{ id: randomUUID(), sku: 'A', qty: 1, price: '10.00' }];
  const order = { order_no: 'SO1', phone: '13800138000', lines };
  await bea('POST', '/api/apps/desk/forms/order/records', { command: randomUUID(), data: order });
  const events = Array.from({ length: 120 }, (_, index) => ({
    id: randomUUID(),
    at: `第${index + 1}行`,
    text: '龘靐饕餮 <b>包裹</b>已到达杭州转运中心，正在派送。The parcel is on its way to the customer.',
  }));
  const data = {
    order_no: 'SO1',
    what: '屏幕碎裂，需要更换；顾客很着急。',
    cost: '1234.50',
    tracking_no: 'SF1',
    events,
  };
  const made = await bea('POST', tickets, { command: randomUUID(), data });
  expect(made.json()).toMatchObject({ id: expect.any(String) });
  place = `${tickets}/${made.json<{ id: string }>().id}`;
});

/** The words of a PDF, page by page, as any reader finds them: by the maps from glyphs to characters that lie in it. */
function textOf(pdf: Buffer): string[] {
  const objects = new Map<number, { head: string; data: Buffer }>();
  const source = pdf.toString('latin1');
  for (const found of source.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)) {
    const [, number, body = ''] = found;
    const at = body.indexOf('stream\n');
    const head = at < 0 ? body : body.slice(0, at);
    const raw = at < 0 ? '' : body.slice(at + 7, body.lastIndexOf('\nendstream'));
    const data = Buffer.from(raw, 'latin1');
    objects.set(Number(number), { head, data: head.includes('FlateDecode') ? inflateSync(data) : data });
  }
  const fonts = new Map<string, Map<string, string>>();
  for (const { head } of objects.values()) {
    for (const [, name = '', id] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /ToUnicode (\d+) 0 R/.exec(objects.get(Number(id))?.head ?? '')?.[1];
      const letters = new Map<string, string>();
      const cmap = objects.get(Number(map))?.data.toString('latin1') ?? '';
      for (const [, from = '0', , list = ''] of cmap.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g)) {
        [...list.matchAll(/<(\w+)>/g)].forEach(([, hex = ''], index) => {
          const code = (Number.parseInt(from, 16) + index).toString(16).padStart(4, '0');
          letters.set(code, Buffer.from(hex, 'hex').swap16().toString('utf16le'));
        });
      }
      fonts.set(name, letters);
    }
  }
  const contents = [...objects.values()].filter(({ data }) => data.includes(' Tf\n'));
  return contents.map(({ data }) => {
    let font = new Map<string, string>();
    let text = '';
    for (const [, name, shown = ''] of data
      .toString('latin1')
      .matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<\w*>|[-\d. ]+)*)\] TJ/g)) {
      if (name) font = fonts.get(name) ?? font;
      for (const [, hex = ''] of shown.matchAll(/<(\w*)>/g)) {
        for (const code of hex.match(/.{4}/g) ?? []) text += font.get(code.toLowerCase()) ?? '?';
      }
    }
    return text;
  });
}

describe('a record on paper', () => {
  test('is the template’s, in the reader’s language, with its own words in place of {field}', async () => {
    const view = (await bea('GET', `${place}/print`, undefined, zh)).json<PrintView>();
    expect(view).toMatchObject({
      title: '维修工单 T00001',
      footer: '请妥善保管 ¥1,234.50',
      templates: [{ key: 'slip' }],
    });
    const english = (await bea('GET', `${place}/print?template=slip`)).json<PrintView>();
    expect(english.title).toBe('Repair slip T00001');
    expect((await bea('GET', `${place}/print?template=none`)).statusCode).toBe(404);
  });

  test('shows nobody more than the screen: hidden fields are gone with their headings, masked ones are masked', async () => {
    const { body } = await amy('GET', `${place}/print`);
    expect(body).not.toMatch(/1,234|13800138000|"Costs"/);
    expect(body).toContain('138****8000');
    const usual = (await amy('GET', `${place}/print?template=`)).body;
    expect(usual).not.toMatch(/1,234|13800138000/);
    const rob = await edge.as('rob');
    expect((await rob('GET', `${place}/print`)).statusCode).toBe(404);
    expect((await rob('GET', `${place}/pdf`)).statusCode).toBe(404);
  });
});

describe('a record as PDF', () => {
  test('holds its Chinese as text, rare characters too, with the font inside', async () => {
    const answer = await bea('GET', `${place}/pdf`, undefined, zh);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringContaining(encodeURIComponent('维修工单')),
    });
    const pages = textOf(answer.rawPayload);
    const text = pages.join('\n');
    expect(text).toContain('维修工单 T00001');
    expect(text).toContain('屏幕碎裂，需要更换；顾客很着急。');
    expect(text).toContain('龘靐饕餮');
    expect(text).toContain('The parcel is on its way');
    expect(text).not.toContain('?');
    expect(answer.rawPayload.toString('latin1')).toContain('/FontFile2');
  });

  test('goes on over pages, with the head of its table and its number on each', async () => {
    const pages = textOf((await bea('GET', `${place}/pdf`)).rawPayload);
    expect(pages.length).toBeGreaterThan(3);
    pages.forEach((page, index) => expect(page).toContain(`${index + 1} / ${pages.length}`));
    // The table's columns are called at and text.
    for (const page of pages.slice(1, -1)) expect(page).toContain('attext');
    const all = pages.join('');
    for (const row of [1, 60, 120]) expect(all).toContain(`第${row}行`);
  });

  test('has quotation marks as narrow as Latin letters between them, and those of Chinese in Chinese', async () => {
    expect(textOf((await bea('GET', `${place}/pdf`)).rawPayload).join('')).toContain(`The customer's copy, "as is".`);
    expect(textOf((await bea('GET', `${place}/pdf`, undefined, zh)).rawPayload).join('')).toContain('请勿写“作废”。');
  });

  test('keeps from a reader what the screen keeps from them', async () => {
    const text = textOf((await amy('GET', `${place}/pdf`)).rawPayload).join('');
    expect(text).not.toMatch(/1,234|13800138000/);
    expect(text).toContain('138****8000');
  });
});

describe('pictures on paper', () => {
  function chunk(type: string, data: Buffer): Buffer {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  }
  /** Of so many rows of red and see-through pixels. */
  function png(height: number, rows = height): Buffer {
    const head = Buffer.from([0, 0, 0, 2, 0, 0, 0, height, 8, 6, 0, 0, 0]);
    const row = Buffer.from([0, 255, 0, 0, 255, 0, 0, 0, 0]);
    const pixels = deflateSync(Buffer.concat(Array.from({ length: rows }, () => row)));
    const parts = [chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
    return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
  }
  /** A real JPEG of one pixel. */
  const jpeg = Buffer.from(
    `/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP${'/'.repeat(86)}wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=`,
    'base64',
  );
  async function ticketWith(...pictures: [name: string, content: Buffer][]): Promise<{ place: string; ids: string[] }> {
    const ids: string[] = [];
    for (const [name, content] of pictures) {
      const { payload, headers } = fileBody(name, content, 'image/png');
      const sent = await bea('POST', '/api/apps/desk/files?form=ticket&field=evidence', payload, headers);
      ids.push(sent.json<{ id: string }>().id);
    }
    const data = { order_no: 'SO1', what: 'x', evidence: ids };
    const made = (await bea('POST', tickets, { command: randomUUID(), data })).json<{ id: string }>();
    return { place: `${tickets}/${made.id}`, ids };
  }
  const drawn = (pdf: Buffer) => pdf.toString('latin1').match(/\/Subtype \/Image\n/g)?.length ?? 0;

  test('are drawn instead of named', async () => {
    const { place: at, ids } = await ticketWith(['red.png', png(2)], ['small.jpg', jpeg]);
    const view = (await bea('GET', `${at}/print?template=`)).json<PrintView>();
    const items = view.parts.flatMap((part) => (part.kind === 'fields' ? part.items : []));
    const evidence = items.find(({ label }) => label === 'Pictures');
    expect([evidence?.text, evidence?.pictures?.map(({ id }) => id)]).toEqual(['', ids]);
    const pdf = (await bea('GET', `${at}/pdf?template=`)).rawPayload;
    // The PNG's holes are a picture of their own.
    expect(drawn(pdf)).toBe(3);
    expect(textOf(pdf).join('')).not.toMatch(/red\.png|small\.jpg/);
  });

  test('security: one that does not hold what its head says is named, and ends nothing', async () => {
    const { place: at } = await ticketWith(['bomb.png', png(2, 200_000)], ['short.png', png(100, 1)]);
    const answer = await bea('GET', `${at}/pdf?template=`);
    expect([answer.statusCode, drawn(answer.rawPayload)]).toEqual([200, 0]);
    expect(textOf(answer.rawPayload).join('')).toMatch(/bomb\.pngshort\.png/);
    expect([isSoundPng(png(2)), isSoundPng(png(2, 3)), isSoundPng(png(3, 2)), isSoundPng(jpeg)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('why a field is as it is', () => {
  const why = async (ask: Ask, path: string) => ask('GET', `${place}/explain?path=${path}`);

  test('names the role, and the rule with the values as they are', async () => {
    const masked = (await why(amy, 'phone')).json<ExplainView>();
    expect(masked).toMatchObject({ right: 'mask', now: 'masked', label: 'Phone' });
    expect(masked.lines.map(({ text }) => text)).toContain('Role Agent: masked');
    const ruled = (await why(amy, 'evidence')).json<ExplainView>();
    expect(ruled.right).toBe('edit');
    expect(ruled.lines).toEqual(expect.arrayContaining([{ depth: 0, holds: false, text: 'Rule 1 does not hold' }]));
    expect(ruled.lines.some(({ text }) => text.includes('屏幕碎裂'))).toBe(true);
  });

  test('is told to staff only, and of a field that a role hides to administrators only', async () => {
    expect((await why(amy, 'cost')).statusCode).toBe(404);
    expect((await why(bea, 'cost')).json()).toMatchObject({ right: 'edit' });
    const visitor = await edge.visitor('desk', { order_no: 'SO1', phone: '13800138000' });
    expect((await why(visitor, 'phone')).statusCode).toBe(403);
    expect((await amy('GET', `${place}/hidden`)).statusCode).toBe(403);
  });

  test('administrators are shown what is hidden from them by a rule', async () => {
    expect((await bea('GET', `${place}/hidden`)).json()).toEqual([]);
    const { revision } = (await bea('GET', place)).json<{ revision: number }>();
    await bea('PATCH', place, { command: randomUUID(), revision, data: { what: '不显示' } });
    const hidden = (await bea('GET', `${place}/hidden`)).json<ExplainView[]>();
    expect(hidden.map(({ path }) => path)).toEqual(['tracking_no']);
    expect(hidden[0]?.lines).toEqual(expect.arrayContaining([{ depth: 0, holds: true, text: 'Rule 2 holds: hidden' }]));
    expect((await bea('GET', `${place}/print?template=`)).body).not.toContain('SF1');
  });
});
