import { describe, expect, it } from 'vitest';
import { context, formOf, inputOf, request } from './fixture.test-data.ts';
import { compileForm, createSession, evaluate } from './index.ts';
import type { Field, Values } from './types.ts';

const fields: Field[] = [
  { key: 'name', type: 'text', label: '姓名', maxLength: 20 },
  { key: 'code', type: 'text', label: '编码', pattern: '^(a+)+$' },
  { key: 'count', type: 'integer', label: '数量' },
  { key: 'price', type: 'money', label: '价格' },
  { key: 'day', type: 'date', label: '日期' },
  { key: 'tags', type: 'multiselect', label: '标签', options: [{ key: 'a', label: 'A' }] },
  { key: 'constructor', type: 'text', label: '施工方' },
  { key: 'files', type: 'file', label: '文件' },
  { key: 'lines', type: 'table', label: '明细', max: 3, fields: [{ key: 'qty', type: 'integer', label: '数量' }] },
];
const compiled = compileForm(formOf(fields), context);
const sent = (json: string) => evaluate(compiled, inputOf(JSON.parse(json) as Values));
const codes = (json: string) => sent(json).problems.map(({ code, path }) => `${code} ${path}`);

describe('hostile values', () => {
  it('refuses a __proto__ key by name, and no object is changed', () => {
    expect(codes('{"__proto__":{"polluted":true},"name":"a"}')).toEqual(['unknown_field __proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(codes('{"lines":[{"__proto__":{"polluted":true},"qty":1}]}')).toEqual(['unknown_field lines[0].__proto__']);
  });

  it('refuses unknown names with their place, and shortens them', () => {
    expect(codes('{"id":"x","state":"done","nope":1}')).toEqual([
      'unknown_field id',
      'unknown_field state',
      'unknown_field nope',
    ]);
    expect(codes('{"lines":[{"parent":"x"}]}')).toEqual(['unknown_field lines[0].parent']);
    const [problem] = sent(JSON.stringify({ ['x'.repeat(5000)]: 1 })).problems;
    expect(problem?.path.length).toBeLessThanOrEqual(100);
  });

  it('lets a field be named constructor, and finds nothing where nothing was sent', () => {
    expect(sent('{}').values['constructor']).toBeNull();
    expect(sent('{"constructor":"甲公司"}').values['constructor']).toBe('甲公司');
  });

  it.each([
    ['{"name":{"toString":"x"}}', 'wrong_type name'],
    ['{"name":["a"]}', 'wrong_type name'],
    ['{"name":true}', 'wrong_type name'],
    ['{"count":"NaN"}', 'not_whole count'],
    ['{"count":"1e400"}', 'not_whole count'],
    ['{"count":1.5}', 'not_whole count'],
    ['{"count":"99999999999999999999"}', 'too_large count'],
    ['{"count":[1]}', 'not_whole count'],
    ['{"price":"Infinity"}', 'not_a_number price'],
    ['{"price":"1.005"}', 'too_many_decimals price'],
    ['{"price":"99999999999999999.00"}', 'too_large price'],
    ['{"price":{"$gt":0}}', 'not_a_number price'],
    ['{"day":"2026-02-30"}', 'not_a_date day'],
    ['{"day":20260302}', 'not_a_date day'],
    ['{"tags":["a","a"]}', 'duplicate_items tags'],
    ['{"tags":["b"]}', 'not_an_option tags'],
    ['{"tags":[["a"]]}', 'not_an_option tags'],
    ['{"files":["../../etc/passwd"]}', 'file_not_found files'],
    ['{"lines":{"length":3}}', 'wrong_type lines'],
    ['{"lines":["x"]}', 'wrong_type lines[0]'],
    ['{"lines":[{"id":"1; drop table"}]}', 'row_id lines[0].id'],
    ['{"lines":[{},{},{},{}]}', 'too_many_rows lines'],
    ['{"name":"a\\u0000b"}', 'control_characters name'],
    ['{"name":"\\ud800"}', 'control_characters name'],
    ['{"name":"a\\u202eb"}', 'control_characters name'],
  ])('refuses %s', (json, expected) => expect(codes(json)).toEqual([expected]));

  it('refuses NaN and Infinity that no JSON could carry', () => {
    const result = evaluate(compiled, inputOf({ count: Number.NaN, price: Number.POSITIVE_INFINITY }));
    expect(result.problems.map(({ code }) => code)).toEqual(['not_whole', 'not_a_number']);
    expect(result.values).toMatchObject({ count: null, price: null });
  });

  it('refuses two rows with one id', () => {
    const id = 'cccccccc-0000-4000-8000-000000000001';
    expect(
      codes(
        JSON.stringify({
          lines: [
            { id, qty: 1 },
            { id, qty: 2 },
          ],
        }),
      ),
    ).toEqual(['row_id lines[1].id']);
  });

  it('judges a text of a million characters, and a pattern that would hang, in no time', () => {
    const start = performance.now();
    expect(codes(JSON.stringify({ name: 'x'.repeat(1_000_000) }))).toEqual(['too_long name']);
    expect(codes(JSON.stringify({ code: `${'a'.repeat(400)}!` }))).toEqual(['pattern code']);
    expect(codes(JSON.stringify({ lines: Array.from({ length: 100_000 }, () => ({})) }))).toEqual(['wrong_type lines']);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('keeps nothing of a value that is no value', () => {
    expect(sent('{"price":"abc"}').values['price']).toBeNull();
  });

  it('gives a path that is none no effect in a session', () => {
    const session = createSession(compiled, inputOf({}));
    for (const path of ['__proto__', 'lines[x].qty', 'lines.qty.z', '', 'nope']) {
      expect(session.set(path, 'x').values).toEqual([]);
      expect(session.value(path)).toBeNull();
    }
  });

  it('never reads a stored row by an inherited name', () => {
    const form = compileForm(request, context);
    const before = { lines: [{ id: 'toString', sku: 'x' }] };
    expect(() => evaluate(form, inputOf({ lines: [{ id: 'valueOf' }] }, { mode: 'update', before }))).not.toThrow();
  });
});
