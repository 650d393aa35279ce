import { describe, expect, it } from 'vitest';
import { context, inputOf, orderAnswer, request, takenAnswer } from './fixture.test-data.ts';
import { compileForm, evaluate, requirements } from './index.ts';
import type { EvaluationInput, Values } from './types.ts';

const compiled = compileForm(request, context);
const taken = { ...takenAnswer('A1', null), ...takenAnswer('B2', '1') };
const applied: Values = { order_no: 'so100001'.toUpperCase(), phone: '138 0013 8000', reason: 'unwanted' };
const run = (values: Values, more: Partial<EvaluationInput> = {}) =>
  evaluate(compiled, inputOf(values, { lookups: orderAnswer, rollups: taken, ...more }));
const codes = (result: ReturnType<typeof run>) => result.problems.map(({ code, path }) => `${code} ${path}`);

describe('a form', () => {
  it('compiles without faults', () => expect(compiled.faults).toEqual([]));

  it('fills fields and rows from a lookup and works formulas out over them', () => {
    const result = run({ ...applied, lines: [{ sku: 'B2' }, { sku: 'A1', qty: '２' }] });
    expect(result.values['customer_name']).toBe('王小明');
    expect(result.values['phone']).toBe('13800138000');
    expect(result.values['lines']).toMatchObject([{ sku: 'A1', ordered: 3, qty: 2, amount: '39.98', taken: '0' }]);
    expect(result.values['total']).toBe('39.98');
    expect(result.problems).toEqual([]);
  });

  it('keeps what was typed with its article when the source gives the rows in another order', () => {
    const id = 'bbbbbbbb-0000-4000-8000-000000000001';
    const result = run({ ...applied, lines: [{ id, sku: 'A1', qty: 1 }] });
    expect(result.values['lines']).toMatchObject([{ id, sku: 'A1', qty: 1 }]);
  });

  it('takes what is sent for computed, filled and readonly fields for nothing', () => {
    const result = run({
      ...applied,
      total: '0.01',
      risk: 0,
      customer_name: '冒名',
      lines: [{ sku: 'A1', qty: 1, unit_paid: '0.01', ordered: 99, amount: '0.01' }],
    });
    expect(result.values).toMatchObject({ total: '19.99', risk: null, customer_name: '王小明' });
    expect(result.values['lines']).toMatchObject([{ unit_paid: '19.99', ordered: 3, amount: '19.99' }]);
    expect(result.ignored).toEqual(expect.arrayContaining(['total', 'risk', 'customer_name', 'lines.unit_paid']));
  });

  it('bounds a quantity by what was ordered and not yet taken, row by row', () => {
    const result = run({
      ...applied,
      lines: [
        { sku: 'A1', qty: 4, note: 'x' },
        { sku: 'B2', qty: 1 },
      ],
    });
    expect(codes(result)).toEqual(['above_max lines[0].qty', 'above_max lines[1].qty']);
    expect(result.problems[0]?.message).toEqual({ 'zh-CN': '不能大于 3', en: 'Not more than 3' });
    expect(result.problems[0]?.rowId).toBeDefined();
  });

  it('leaves rows that nobody chose out at submit, and refuses where none is left', () => {
    const result = run({ ...applied, lines: [{ sku: 'A1' }, { sku: 'B2', qty: 0 }] });
    expect(result.values['lines']).toEqual([]);
    expect(codes(result)).toEqual(['too_few_rows lines']);
  });

  it('says in the words of the definition that nothing was found', () => {
    const missing = { 'order?{"order_no":"SO100001"}': { found: false as const } };
    const result = run(applied, { lookups: missing });
    expect(result.problems[0]).toMatchObject({
      code: 'lookup_not_found',
      path: 'order_no',
      message: { en: 'This order was not found' },
    });
    expect(result.values['lines']).toEqual([]);
  });

  it('requires by linkage, drops what linkage hides, and says so', () => {
    const damaged = run({ ...applied, reason: 'damaged', damage_place: '盒角', lines: [{ sku: 'A1', qty: 1 }] });
    expect(damaged.values['damage_place']).toBe('盒角');
    expect(codes(damaged)).toEqual(['required evidence']);
    const other = run({ ...applied, reason: 'other', damage_place: '盒角', lines: [{ sku: 'A1', qty: 1 }] });
    expect(other.values['damage_place']).toBeNull();
    expect(other.dropped).toEqual(['damage_place']);
    expect(other.rights).toMatchObject({ damage_place: 'hide', description: 'require' });
    expect(codes(other)).toEqual(['required description']);
  });

  it('lets a rule of rows speak of one row alone', () => {
    const result = run({ ...applied, lines: [{ sku: 'A1', qty: 3 }] });
    expect(codes(result)).toEqual(['required lines[0].note']);
    const [row] = result.values['lines'] as Values[];
    expect(result.rights[`lines[${row?.['id']}].note`]).toBe('require');
    expect(result.rights['lines.note']).toBe('edit');
  });

  it('refuses by a check, and shows reviewers the criterion with its reasons', () => {
    const dear = {
      'order?{"order_no":"SO100001"}': {
        found: true as const,
        source: { lines: [{ sku: 'A1', qty: 1, unit_paid: '10000.01' }] },
      },
    };
    const result = run({ ...applied, lines: [{ sku: 'A1', qty: 1 }] }, { lookups: dear, assigned: { risk: 80 } });
    expect(result.problems.find(({ code }) => code === 'check')).toMatchObject({
      path: 'total',
      params: { check: 'too_much' },
    });
    expect(result.checks.find(({ key }) => key === 'risky')).toMatchObject({
      holds: true,
      refuses: false,
      reviewer: true,
    });
    expect(result.checks[1]?.trace).toMatchObject({ result: true });
  });

  it('writes what the engine assigns even where nobody may type', () => {
    const result = run(applied, { assigned: { no: 'RT2026030200001', risk: 12 } });
    expect(result.values).toMatchObject({ no: 'RT2026030200001', risk: 12 });
  });

  it('asks for the order first, then for what was taken of each chosen article', () => {
    const values = { ...applied, lines: [{ sku: 'A1', qty: 1 }] };
    const first = requirements(compiled, inputOf(values));
    expect(first).toMatchObject({
      isComplete: false,
      rollups: [],
      lookups: [{ key: 'order', match: { order_no: 'SO100001' }, tables: ['lines'] }],
    });
    const second = requirements(compiled, inputOf(values, { lookups: orderAnswer, record: { id: 'me' } }));
    expect(second.lookups).toEqual([]);
    expect(second.rollups).toMatchObject([
      {
        path: 'lines.taken',
        form: 'request',
        rows: 'lines',
        measure: { kind: 'sum', field: 'qty' },
        match: { order_no: 'SO100001', sku: 'A1' },
        exclusive: true,
        excludeRecord: 'me',
      },
    ]);
    const answers = Object.fromEntries(second.rollups.map(({ id }) => [id, '1']));
    expect(requirements(compiled, inputOf(values, { lookups: orderAnswer, rollups: answers })).isComplete).toBe(true);
  });

  it('does not take the answer to an older question for the new one', () => {
    const result = run({ ...applied, order_no: 'SO100002' });
    expect(result.values['customer_name']).toBeNull();
  });
});

describe('a later change', () => {
  const before: Values = {
    ...applied,
    phone: '13800138000',
    customer_name: '旧名',
    lines: [],
    risk: 5,
    description: 'x'.repeat(2000),
  };
  const change = (values: Values, more: Partial<EvaluationInput> = {}) =>
    evaluate(compiled, inputOf(values, { mode: 'update', before, record: { id: 'r' }, ...more }));

  it('keeps the snapshot that is stored, and asks nothing', () => {
    const input = inputOf({ reason: 'other' }, { mode: 'update', before });
    expect(requirements(compiled, input).lookups).toEqual([]);
    expect(change({ reason: 'other' }).values['customer_name']).toBe('旧名');
  });

  it('looks up again when what it was found by changes', () => {
    const input = inputOf({ order_no: 'SO100009' }, { mode: 'update', before });
    expect(requirements(compiled, input).lookups).toHaveLength(1);
  });

  it('answers only for what this actor may write', () => {
    const rights = { '*': 'read', reason: 'edit' } as const;
    expect(change({ reason: 'quality' }, { baseRights: rights }).problems).toEqual([]);
    expect(change({ reason: 'quality' }).problems.map(({ code }) => code)).toContain('too_long');
  });

  it('leaves what is not sent as it was', () => {
    expect(change({}).values).toMatchObject({ reason: 'unwanted', risk: 5 });
  });
});
