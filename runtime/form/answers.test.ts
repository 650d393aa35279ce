// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FormDefinition } from '../../engine/form/index.ts';
import { show, watchConsole } from './testing.test-data.ts';

const form: FormDefinition = {
  key: 'request',
  label: 'Request',
  fields: [
    { key: 'order_no', type: 'text', label: 'Order', required: true },
    { key: 'customer', type: 'text', label: 'Customer', readonly: true },
    {
      key: 'lines',
      type: 'table',
      label: 'Lines',
      addRows: false,
      fields: [
        { key: 'sku', type: 'text', label: 'SKU', readonly: true },
        { key: 'ordered', type: 'integer', label: 'Ordered', readonly: true },
        { key: 'qty', type: 'integer', label: 'Quantity', min: 0 },
      ],
    },
  ],
  lookups: [
    {
      key: 'order',
      on: ['order_no'],
      from: { form: 'order' },
      match: { order_no: '= order_no' },
      missing: 'refuse',
      message: 'This order was not found',
      fill: { customer: '= customer_name' },
      rows: { lines: { from: 'lines', key: 'sku', fill: { sku: '= sku', ordered: '= qty' } } },
    },
  ],
};

watchConsole();
afterEach(() => vi.unstubAllGlobals());

/** The server's part: an order it knows has two articles. */
function serve(answer: (orderNo: string) => unknown) {
  const asked: unknown[] = [];
  const fetched = vi.fn(async (_path: string, init: RequestInit) => {
    const { values } = JSON.parse(String(init.body)) as { values: { order_no: string } };
    asked.push(values.order_no);
    const answered = answer(values.order_no);
    if (answered instanceof Response) return answered;
    const id = ids.at(-1) ?? '';
    return Response.json({ lookups: { [id]: answered }, rollups: {} });
  });
  const ids: string[] = [];
  vi.stubGlobal('fetch', fetched);
  return { asked, ids };
}

const found = (...skus: string[]) => ({
  found: true,
  fill: { customer: 'Li Lei' },
  rows: { lines: skus.map((sku) => ({ sku, ordered: 3 })) },
});

async function ask(orderNo: string, answer: (no: string) => unknown, page = show(form)) {
  const server = serve(answer);
  page.store.set('order_no', orderNo);
  server.ids.push(...page.store.session.requirements().lookups.map(({ id }) => id));
  await page.store.ask();
  await flushPromises();
  return { ...page, server };
}

describe('what a form asks from outside', () => {
  it('fills fields and rows with what was found', async () => {
    const { row, page } = await ask('A1', () => found('X', 'Y'));
    expect(row('customer')?.textContent).toContain('Li Lei');
    expect(page.findAll('[data-row]')).toHaveLength(2);
    expect(page.findAll('[data-row]')[0]?.text()).toContain('X');
  });

  it('keeps the amounts of a draft at their articles, in whatever order the articles come', async () => {
    const line = { id: '00000000-0000-7000-8000-000000000001', sku: 'Y', qty: 2 };
    const draft = show(form, { order_no: 'A1', lines: [line] as never });
    const { store } = await ask('A1', () => found('X', 'Y'), draft);
    const rows = store.values().lines as { sku: string; qty: number | null }[];
    expect(rows.map(({ sku, qty }) => [sku, qty])).toEqual([
      ['X', null],
      ['Y', 2],
    ]);
  });

  it('does not carry amounts over to another order', async () => {
    const shown = await ask('A1', () => found('X', 'Y'));
    const [first = ''] = shown.store.session.rows('lines');
    await shown.type(`lines[${first}].qty`, '2');
    await ask('A2', () => found('Y', 'X'), shown);
    const rows = shown.store.values().lines as { qty: number | null }[];
    expect(rows.map(({ qty }) => qty)).toEqual([null, null]);
  });

  it('says at the field that nothing was found', async () => {
    const { row, leave } = await ask('A9', () => ({ found: false, fill: {}, rows: {} }));
    await leave('order_no');
    expect(row('order_no')?.querySelector('.error')?.textContent).toBe('This order was not found');
  });

  it('says that the source cannot be reached, and asks again when told to', async () => {
    const refusal = { error: { code: 'unreachable', message: 'The shop does not answer', cure: 'Try again soon.' } };
    const shown = await ask('A1', () => Response.json(refusal, { status: 503 }));
    const notice = shown.page.get('.form-notice');
    expect(notice.text()).toContain('The shop does not answer Try again soon.');
    const server = serve(() => found('X'));
    server.ids.push(...shown.store.session.requirements().lookups.map(({ id }) => id));
    await notice.get('button').trigger('click');
    await flushPromises();
    expect(shown.page.find('.form-notice').exists()).toBe(false);
    expect(shown.page.findAll('[data-row]')).toHaveLength(1);
  });

  it('is asked once for all who wait, and each waits for the answer', async () => {
    const shown = show(form);
    const server = serve(() => found('X'));
    await shown.type('order_no', 'A1');
    server.ids.push(...shown.store.session.requirements().lookups.map(({ id }) => id));
    void shown.store.ask();
    await shown.store.ask();
    expect(shown.store.session.rows('lines')).toHaveLength(1);
    expect(server.asked).toEqual(['A1']);
  });

  it('asks nothing where nothing is known yet', async () => {
    const { store } = show(form);
    const server = serve(() => found('X'));
    await store.ask();
    expect(server.asked).toEqual([]);
  });
});
