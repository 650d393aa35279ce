import { describe, expect, it } from 'vitest';
import type { Field, TableField } from '../../engine/form/index.ts';
import { chosenColumns, tellingColumns } from './articles.ts';

const column = (key: string, type: string, more: object = {}) => ({ key, type, label: key, ...more }) as Field;
const table = (...fields: Field[]) => ({ key: 'lines', type: 'table', label: 'Lines', fields }) as TableField;
const told = (of: TableField, hidden: string[] = []) => {
  const { names, amount } = tellingColumns(of, ({ key }) => !hidden.includes(key));
  return [names.map(({ key }) => key), amount?.key];
};

describe('a row of a table in one line', () => {
  const typed = table(
    column('sku', 'text'),
    column('title', 'text'),
    column('qty', 'integer'),
    column('price', 'money'),
    column('amount', 'money', { value: '= qty * price' }),
  );

  it('is named by its first texts, with its number', () => {
    expect(told(typed)).toEqual([['sku', 'title'], 'qty']);
  });

  it('is named by what it points to, or by what was chosen, where it has no text', () => {
    expect(told(table(column('kind', 'select'), column('product', 'reference'), column('n', 'integer')))).toEqual([
      ['product'],
      'n',
    ]);
    expect(told(table(column('n', 'integer'), column('kind', 'select')))).toEqual([['kind'], 'n']);
  });

  it('of a list to choose from, says what was chosen for it, and of a typed one nothing twice', () => {
    const fields = [column('sku', 'text', { readonly: true }), column('category', 'select', { readonly: true })];
    const list = { ...table(...fields, column('instead', 'select')), addRows: false };
    expect(chosenColumns(list).map(({ key }) => key)).toEqual(['instead']);
    expect(chosenColumns(table(column('kind', 'select')))).toEqual([]);
  });

  it('of a list to choose from, is named by its heading', () => {
    const looked = table(
      column('sku', 'text', { readonly: true }),
      column('title', 'text', { readonly: true }),
      column('ordered', 'integer', { readonly: true }),
      column('qty', 'integer'),
    );
    expect(told(looked)).toEqual([['title'], 'qty']);
  });

  it('shows nothing that its reader may not see, and something in any case', () => {
    expect(told(typed, ['sku', 'qty'])).toEqual([['title'], undefined]);
    expect(told(table(column('price', 'money'), column('share', 'percent')))).toEqual([['price', 'share'], undefined]);
  });
});
