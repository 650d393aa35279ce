import { describe, expect, it } from 'vitest';
import type { Files } from '../draft/types.ts';
import { meet, operatorsOf, readDraft, recordFacts, rowFacts, shapeOf, withOpenGroup } from './index.ts';

const files: Files = {
  'app.json': {
    key: 'shop',
    roles: [{ key: 'clerk', label: 'Clerk', attributes: ['shop'] }],
    settings: [{ key: 'limit', type: 'money', label: { 'zh-CN': '限额', en: 'Limit' }, value: '5' }],
  },
  'forms/claim.json': {
    key: 'claim',
    label: 'Claim',
    fields: [
      { key: 'reason', type: 'select', label: { 'zh-CN': '原因', en: 'Reason' }, options: [{ key: 'a', label: 'A' }] },
      {
        key: 'lines',
        type: 'table',
        label: { 'zh-CN': '明细', en: 'Lines' },
        fields: [{ key: 'qty', type: 'integer', label: { 'zh-CN': '数量', en: 'Quantity' } }],
      },
      { key: 'keeper', type: 'user', label: 'Keeper' },
      { key: 'unit', type: 'department', label: 'Unit' },
      { key: 'duty', type: 'role', label: 'Duty', roles: ['clerk'] },
      { key: 'broken', type: 'no_such_type', label: 'Broken' },
      'half written',
    ],
  },
  'forms/broken.json': { label: 'No key' },
  'flows/f.json': { key: 'f', form: 'claim', states: [{ key: 'open', label: 'Open' }], nodes: [], edges: [] },
};
const draft = readDraft(files);
const claim = draft.forms.get('claim');
if (!claim) throw new Error('no form');

describe('facts of a form', () => {
  const facts = recordFacts(claim, draft);

  it('are called by the labels of fields, columns under their table', () => {
    expect(facts.byPath.get('reason')?.label.en).toBe('Reason');
    expect(facts.byPath.get('lines.qty')?.fullLabel['zh-CN']).toBe('明细 › 数量');
    expect(facts.byPath.get('settings.limit')?.fullLabel.en).toBe('Settings › Limit');
    expect(facts.byPath.get('user.shop')?.type.kind).toBe('any');
  });

  it('offer states and options by their labels', () => {
    expect(facts.byPath.get('state')?.options).toEqual([{ value: 'open', label: { 'zh-CN': 'Open', en: 'Open' } }]);
    expect(facts.byPath.get('reason')?.options?.length).toBe(1);
  });

  it('leave out what is only half written in the draft, and are the same object for the same files', () => {
    expect(facts.byPath.has('broken')).toBe(false);
    expect(draft.forms.size).toBe(1);
    expect(readDraft(files)).toBe(draft);
  });

  it('offer people, departments and roles by their names, once they are known', () => {
    const optionsOf = (path: string) =>
      recordFacts(claim, draft)
        .byPath.get(path)
        ?.options?.map(({ label }) => label.en);
    expect([optionsOf('keeper'), optionsOf('duty')]).toEqual([undefined, ['Clerk']]);
    const name = { 'zh-CN': '李雷', en: 'Li Lei' };
    meet({
      roles: [],
      people: [
        { id: 'a', login: 'li', name, roles: ['clerk'], disabled: false, department: null },
        { id: 'b', login: 'gone', name: 'Gone', roles: ['clerk'], disabled: true, department: null },
      ],
      departments: [{ key: 'north', label: 'North', parent: null, head: null, people: 0 }],
    });
    for (const path of ['keeper', 'created_by', 'user.id']) expect([path, optionsOf(path)]).toEqual([path, ['Li Lei']]);
    for (const path of ['unit', 'user.department']) expect([path, optionsOf(path)]).toEqual([path, ['North']]);
    meet(undefined);
  });

  it('have what is shown of a linked record under its reference', () => {
    const customer = {
      key: 'customer',
      label: 'Customer',
      fields: [{ key: 'level', type: 'integer', label: 'Level' }],
    };
    const lookup = { key: 'rank', type: 'lookup', label: 'Level', reference: 'who', form: 'customer', show: 'level' };
    const who = { key: 'who', type: 'reference', label: 'Who', form: 'customer' };
    const linked = readDraft({
      ...files,
      'forms/customer.json': customer,
      'forms/order.json': {
        key: 'order',
        label: 'Order',
        fields: [lookup, who, { key: 'lines', type: 'table', label: 'Lines', fields: [who, lookup] }],
      },
    });
    const order = linked.forms.get('order');
    if (!order) throw new Error('no form');
    const known = recordFacts(order, linked);
    expect(known.byPath.get('rank')).toMatchObject({ type: { kind: 'integer' }, fullLabel: { en: 'Who › Level' } });
    expect(known.tree.filter(({ group }) => group === 'field').map(({ path }) => path)).toEqual(['who', 'lines']);
    expect(known.byPath.get('lines.rank')?.fullLabel.en).toBe('Lines › Who › Level');
    expect(rowFacts(order, 'lines', linked).byPath.get('rank')?.fullLabel.en).toBe('Who › Level');
  });

  it('are all names that the compiler knows', () => {
    for (const { path, type } of facts.byPath.values()) {
      const [head = ''] = path.split('.');
      expect([path, Object.hasOwn(facts.scope, head), type.kind !== undefined]).toEqual([path, true, true]);
    }
  });

  it('ask of a list what is asked of lists, and of a choice only what its type lists', () => {
    const column = facts.byPath.get('lines.qty');
    const reason = facts.byPath.get('reason');
    if (!column || !reason) throw new Error('facts are missing');
    expect(operatorsOf(column)).toContain('greaterThan');
    expect(operatorsOf(reason)).toEqual(['equal', 'notEqual', 'in', 'notIn', 'filled']);
    expect(shapeOf('equal', column.type)).toBe('many');
  });
});

describe('facts of a row', () => {
  it('are its columns by their own names, before those of the record', () => {
    const facts = rowFacts(claim, 'lines', draft);
    expect(facts.byPath.get('qty')?.group).toBe('row');
    expect(facts.byPath.get('qty')?.type.kind).toBe('integer');
    expect(facts.row).toBe('lines');
  });

  it('can be joined by a group that is open', () => {
    const facts = withOpenGroup(recordFacts(claim, draft), 'answer', { 'zh-CN': '返回', en: 'Answer' });
    expect(facts.scope.answer).toEqual({ kind: 'any' });
  });
});
