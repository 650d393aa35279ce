import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PrintPartView, PrintView } from '../../wire.ts';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, testEdge } from '../testing/edge.ts';

const WIDE = Array.from({ length: 12 }, (_, index) => ({ key: `c${index}`, type: 'text', label: `Column ${index}` }));
type Json = Record<string, unknown>;
const files = deskFiles.map(({ path, json }) => {
  if (path !== 'forms/order.json') return { path, json };
  const { fields, ...form } = json as Json & { fields: Json[] };
  return {
    path,
    json: {
      ...form,
      fields: [...fields, { key: 'log', type: 'table', label: 'Log', fields: WIDE }],
      layout: [
        { section: { 'zh-CN': '概要', en: 'Facts' }, fields: ['order_no', 'shop'] },
        { section: { 'zh-CN': '明细', en: 'Lines' }, fields: ['lines'] },
        { section: { 'zh-CN': '联系', en: 'Contact' }, fields: ['phone'] },
        { section: { 'zh-CN': '日志', en: 'What happened' }, fields: ['log', 'paid_at'] },
      ],
      print: [{ key: 'all', label: 'All', parts: [{ fields: ['order_no', 'shop', 'phone'] }, { history: true }] }],
    },
  };
});
const edge = await testEdge(files);
const orders = '/api/apps/desk/forms/order/records';
let bea: Ask;
let place: string;

beforeAll(async () => {
  bea = await edge.as('bea');
  const lines = [{ id: randomUUID(), sku: 'A', qty: 1, price: '10.00' }];
  const log = [
    { id: randomUUID(), c0: 'first', c11: 'last' },
    { id: randomUUID(), ...Object.fromEntries(WIDE.map(({ key }) => [key, key])) },
  ];
  const data = { order_no: 'SO1', paid_at: '2026-03-02T01:00:00.000Z', lines, log };
  place = `${orders}/${(await bea('POST', orders, { command: randomUUID(), data })).json<{ id: string }>().id}`;
});

async function printed(template: string, language = 'en'): Promise<PrintView> {
  const address = `${place}/print?template=${template}`;
  return (await bea('GET', address, undefined, { 'accept-language': language })).json<PrintView>();
}
const headings = (parts: PrintPartView[]) => parts.flatMap((part) => (part.kind === 'heading' ? [part.text] : []));
const labels = (parts: PrintPartView[]) =>
  parts.flatMap((part) => (part.kind === 'fields' ? part.items.map(({ label }) => label) : []));

describe('a record printed as its form lays it out', () => {
  test('is called by its title; which of many it is stands over it', async () => {
    const { title, over } = await printed('');
    expect([title, over]).toEqual(['SO1', expect.stringContaining('Order')]);
  });

  test('leaves out what is empty, with its heading; a template keeps the place', async () => {
    const { parts } = await printed('');
    expect(labels(parts).slice(0, 1)).toEqual(['Order no.']);
    expect(headings(parts)).not.toContain('Contact');
    expect(labels((await printed('all')).parts)).toEqual(['Order no.', 'shop', 'Phone']);
  });

  test('says the name of a section that is one table once', async () => {
    const { parts } = await printed('');
    expect(headings(parts)).toContain('Lines');
    expect(parts.filter((part) => part.kind === 'table').map(({ label }) => label)).toEqual(['']);
  });

  test('a table wider than the paper comes row by row, with what each row holds', async () => {
    const { parts } = await printed('');
    const at = headings(parts).indexOf('What happened');
    expect(headings(parts).slice(at)).toEqual(['What happened', 'Log 1', 'Log 2']);
    const blocks = parts.flatMap((part) => (part.kind === 'fields' ? [part.items.map(({ label }) => label)] : []));
    expect(blocks.slice(1)).toEqual([['Column 0', 'Column 11'], WIDE.map(({ label }) => label), ['paid_at']]);
  });
});

describe('what stands at a page’s foot and in a printed history', () => {
  test('who printed it and when, in the words and the language of whoever reads', async () => {
    const time = /^Printed \d{1,2} \w{3} \d{4}, \d\d:\d\d · Bea$/;
    expect((await printed('')).printed).toMatch(time);
    expect((await printed('', 'zh-CN')).printed).toMatch(/^打印于 \d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d · /);
  });

  test('what people did, without what the engine did in between, and no column of reasons where nobody gave one', async () => {
    const { revision } = (await bea('GET', place)).json<{ revision: number }>();
    await bea('PATCH', place, { command: randomUUID(), revision, data: { phone: '13800138000' } });
    const table = (await printed('all')).parts.find((part) => part.kind === 'table');
    expect(table?.columns.map(({ label }) => label)).toEqual(['When', 'Who', 'What']);
    expect(table?.rows.map((row) => row.map(({ text }) => text).slice(1))).toEqual([['Bea', 'Created']]);
  });
});
