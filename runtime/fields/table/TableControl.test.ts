// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import type { FormDefinition } from '../../../engine/form/index.ts';
import { show, watchConsole } from '../../form/testing.test-data.ts';

const lines: FormDefinition['fields'][number] = {
  key: 'lines',
  type: 'table',
  label: 'Lines',
  required: true,
  fields: [
    { key: 'sku', type: 'text', label: 'SKU', required: true },
    { key: 'qty', type: 'integer', label: 'Quantity', min: 1 },
    { key: 'price', type: 'money', label: 'Price' },
    { key: 'why', type: 'text', label: 'Why so many' },
    { key: 'amount', type: 'money', label: 'Amount', value: '= qty * price' },
  ],
};
const form: FormDefinition = {
  key: 'order',
  label: 'Order',
  fields: [lines, { key: 'total', type: 'money', label: 'Total', value: '= sum(lines.amount)' }],
  linkage: [{ when: { all: [{ fact: 'qty', operator: 'greaterThan', value: 5 }] }, then: { 'lines.why': 'require' } }],
};
const id = (index: number) => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const rowOf = (index: number) => ({ id: id(index), sku: `A${index}`, qty: 2, price: '10.00' });
const values = (count: number) => ({ lines: Array.from({ length: count }, (_, index) => rowOf(index)) as never });

watchConsole();

describe('a sub-table on the screen', () => {
  it('is a table to a screen reader, with its rows counted and its cells named', () => {
    const { page, control } = show(form, values(2));
    const table = page.get('[role="table"]');
    expect(table.attributes('aria-label')).toBe('Lines');
    expect(table.attributes('aria-rowcount')).toBe('3');
    expect(control(`lines[${id(0)}].qty`).getAttribute('aria-label')).toBe('Quantity');
    expect(page.findAll('[role="columnheader"]').map((head) => head.text())).toContain('Amount');
  });

  it('works row formulas and sums out while somebody types', async () => {
    const { type, row, page } = show(form, values(2));
    expect(row('total')?.textContent).toContain('40.00');
    await type(`lines[${id(0)}].qty`, '5');
    expect(page.get(`[data-row="${id(0)}"] .cell.money:last-of-type, [data-row="${id(0)}"]`).text()).toContain('50.00');
    expect(row('total')?.textContent).toContain('70.00');
  });

  it('adds a row and puts the cursor in it', async () => {
    const { page } = show(form, values(1));
    await page.get('.add-row').trigger('click');
    await flushPromises();
    const rows = page.findAll('[data-row]');
    expect(rows).toHaveLength(2);
    expect(rows[1]?.element.contains(document.activeElement)).toBe(true);
    expect(document.activeElement?.tagName).toBe('INPUT');
  });

  it('removes a row, sums anew and keeps the keyboard in the table', async () => {
    const { page, row } = show(form, values(3));
    await page.get(`[data-row="${id(1)}"] .remove`).trigger('click');
    await flushPromises();
    expect(page.find(`[data-row="${id(1)}"]`).exists()).toBe(false);
    expect(row('total')?.textContent).toContain('40.00');
    expect(document.activeElement?.closest('[data-row]')?.getAttribute('data-row')).toBe(id(2));
  });

  it('says in the row what is wrong in the row', async () => {
    const { type, leave, control, page } = show(form, values(2));
    const path = `lines[${id(1)}].qty`;
    await type(path, '0');
    await leave(path);
    expect(page.findAll('[data-row] .error')).toHaveLength(1);
    const error = document.getElementById(control(path).getAttribute('aria-describedby') ?? '');
    expect(error?.closest('[data-row]')?.getAttribute('data-row')).toBe(id(1));
  });

  it('requires a cell by what its own row says, and not in the others', async () => {
    const { type, control } = show(form, values(2));
    await type(`lines[${id(0)}].qty`, '6');
    expect(control(`lines[${id(0)}].why`).getAttribute('aria-required')).toBe('true');
    expect(control(`lines[${id(1)}].why`).hasAttribute('aria-required')).toBe(false);
  });

  it('asks for a row where one is required, and says so at the table', async () => {
    const { store, row } = show(form);
    expect(store.validate()).toBe(false);
    await flushPromises();
    const error = row('lines')?.querySelector('.field > .error, p.error');
    expect(error?.textContent).toBe('Please fill this in');
    expect(row('lines')?.querySelector('[role="table"]')?.getAttribute('aria-describedby')).toContain(error?.id ?? '-');
  });

  it('puts what the server refused into the row it names, by id or by position', async () => {
    const { store, page } = show(form, values(2));
    store.refuse([
      { code: 'over', path: 'lines[1].qty', rowId: id(1), message: 'Only one left' },
      { code: 'over', path: 'lines[0].sku', message: 'Not sold' },
    ]);
    await flushPromises();
    expect(page.get(`[data-row="${id(1)}"] .error`).text()).toBe('Only one left');
    expect(page.get(`[data-row="${id(0)}"] .error`).text()).toBe('Not sold');
  });

  it('has no columns that are hidden, and no buttons where it may only be read', () => {
    const rights = {
      lines: 'read',
      'lines.sku': 'read',
      'lines.qty': 'read',
      'lines.price': 'hide',
      'lines.why': 'read',
    } as const;
    const { page } = show(form, values(2), { rights });
    expect(page.findAll('[role="columnheader"]').map((head) => head.text())).not.toContain('Price');
    expect(page.find('.add-row').exists()).toBe(false);
    expect(page.find('.remove').exists()).toBe(false);
    expect(page.find('[data-row] input').exists()).toBe(false);
  });

  it('draws of 500 rows only those that are seen, and says how many there are', async () => {
    const { page } = show(form, values(500));
    await vi.waitFor(() => expect(page.find('.space').exists()).toBe(true), 5000);
    expect(page.get('[role="table"]').attributes('aria-rowcount')).toBe('501');
    expect(page.findAll('[data-row]').length).toBeLessThan(100);
    expect(page.findAll('[data-row]').length).toBeGreaterThan(5);
  });

  it('draws all rows for paper', async () => {
    const { page } = show(form, values(80));
    await vi.waitFor(() => expect(page.find('.space').exists()).toBe(true), 5000);
    window.dispatchEvent(new Event('beforeprint'));
    await flushPromises();
    expect(page.findAll('[data-row]')).toHaveLength(80);
    window.dispatchEvent(new Event('afterprint'));
    await flushPromises();
    expect(page.findAll('[data-row]').length).toBeLessThan(80);
  });
});
