// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../draft/types.ts';
import { meet, readDraft, recordFacts } from '../../facts/index.ts';
import { setLocale } from '../../i18n/index.ts';
import { inputItems, lastPart, outputItems } from './cellItems.ts';

const label = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const files: Record<string, JsonObject> = {
  'app.json': {
    key: 'shop',
    label: 'Shop',
    admin: 'admin',
    roles: [
      { key: 'inspector', label: label('质检员', 'Inspector') },
      { key: 'admin', label: label('管理员', 'Administrator') },
    ],
  },
  'forms/claim.json': {
    key: 'claim',
    label: 'Claim',
    fields: [
      {
        key: 'category',
        type: 'select',
        label: label('品类', 'Category'),
        options: [
          { key: 'apparel', label: label('服装', 'Apparel') },
          { key: 'home', label: label('家居', 'Home') },
        ],
      },
      {
        key: 'store',
        type: 'select',
        label: label('仓库', 'Warehouse'),
        options: [{ key: 'GZ', label: label('广州', 'Guangzhou') }],
      },
      { key: 'urgent', type: 'boolean', label: label('加急', 'Urgent') },
    ],
  },
  'flows/claim.json': {
    key: 'claim',
    label: 'Claim',
    form: 'claim',
    states: [{ key: 'done', label: 'Done' }],
    nodes: [
      { type: 'start', key: 'start' },
      { type: 'exclusive', key: 'route', table: 'routes' },
      { type: 'handle', key: 'pay', label: label('付款', 'Pay'), assignees: [{ role: 'inspector' }] },
      { type: 'end', key: 'done', state: 'done' },
    ],
    edges: [
      { key: 'a', from: 'start', to: 'route' },
      { key: 'b', from: 'route', on: 'settle', to: 'pay' },
      { key: 'c', from: 'route', on: 'stop', to: 'done' },
    ],
  },
  'rules/stock.json': { key: 'stock', label: 'Stock', table: 'stores', do: [{ set: { store: '= warehouse' } }] },
};
const draft = readDraft(files);
const form = draft.forms.get('claim');
if (form === undefined) throw new Error('The form cannot be read.');
const facts = recordFacts(form, draft);
const offered = (key: string, out: string, rows: string[][] = [['-', '']]) =>
  outputItems({ in: ['= category'], out: [out], rows } as never, 1, { key, form: 'claim', draft }).map(
    ({ value, label: said, group }) => `${group}: ${value} ${said}`,
  );

afterEach(() => meet(undefined));

describe('A cell of a decision table offers', () => {
  setLocale('en');
  it('people by their logins, and roles, where a source of people reads them', () => {
    const name = label('孙丽', 'Sun Li');
    meet({
      roles: [],
      departments: [],
      people: [{ id: '1', login: 'sun', name, roles: ['inspector'], disabled: false, department: null }],
    });
    expect(offered('any', 'user')).toEqual(['People: sun Sun Li']);
    expect(offered('any', 'role')).toEqual(['Roles: inspector Inspector', 'Roles: admin Administrator']);
  });
  it('the ways of a gate that asks the table, by the step that each leads to', () => {
    expect(offered('routes', 'way')).toEqual([
      'Ways of a flow: settle Leads to “Pay”',
      'Ways of a flow: stop Leads to “done”',
    ]);
  });
  it('the options of a field that takes the output over, by its name or by an action', () => {
    expect(offered('any', 'category')).toEqual(['Options: apparel Apparel', 'Options: home Home']);
    expect(offered('stores', 'warehouse')).toEqual(['Options: GZ Guangzhou']);
    expect(offered('any', 'urgent')).toEqual(['Options: true Yes', 'Options: false No']);
  });
  it('what stands in the column already, but no formula', () => {
    expect(
      offered('any', 'code', [
        ['-', 'A1'],
        ['-', '= amount'],
        ['-', 'A1'],
      ]),
    ).toEqual(['Used in this column: A1 A1']);
  });
  it('tests for the options of an input, as texts with quotes', () => {
    expect(inputItems('= category', facts).map(({ value }) => value)).toEqual(['"apparel"', '"home"', '-']);
    expect(inputItems('= urgent', facts).map(({ value }) => value)).toEqual(['true', 'false', '-']);
    expect(inputItems('= unknown', facts)).toEqual([]);
  });
  it('the last of several that stand behind each other', () => {
    expect(lastPart('"apparel", ho')).toEqual({ before: '"apparel",', part: 'ho' });
  });
});
