import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldType } from './fields/registry.ts';
import { context, formOf, ids, inputOf } from './fixture.test-data.ts';
import { compileForm, evaluate } from './index.ts';
import { recordValidator } from './record-validator.ts';
import type { Field, Json, Values } from './types.ts';

const fields: Field[] = [
  { key: 'text', type: 'text', label: 'T', minLength: 2, maxLength: 5, pattern: '^[a-z1２]+$' },
  { key: 'long', type: 'longtext', label: 'L', maxLength: 8 },
  { key: 'integer', type: 'integer', label: 'I', min: -3, max: 30 },
  { key: 'number', type: 'number', label: 'N', scale: 3 },
  { key: 'money', type: 'money', label: 'M' },
  { key: 'date', type: 'date', label: 'D' },
  { key: 'at', type: 'datetime', label: 'A' },
  { key: 'yes', type: 'boolean', label: 'Y' },
  {
    key: 'select',
    type: 'select',
    label: 'S',
    options: [
      { key: 'a', label: 'A' },
      { key: 'b', label: 'B' },
    ],
  },
  {
    key: 'many',
    type: 'multiselect',
    label: 'S',
    max: 2,
    options: [
      { key: 'a', label: 'A' },
      { key: 'b', label: 'B' },
      { key: 'c', label: 'C' },
    ],
  },
  { key: 'phone', type: 'phone', label: 'P' },
  { key: 'email', type: 'email', label: 'E' },
  { key: 'user', type: 'user', label: 'U' },
  { key: 'file', type: 'file', label: 'F', max: 2 },
  {
    key: 'lines',
    type: 'table',
    label: 'R',
    max: 3,
    fields: [
      { key: 'qty', type: 'integer', label: 'Q', min: 1 },
      { key: 'price', type: 'money', label: 'P' },
    ],
  },
];
const form = formOf(fields);
const compiled = compileForm(form, context);
const validate = recordValidator(form, context);
const uuid = 'aaaaaaaa-0000-4000-8000-000000000001';

const anything = fc.oneof(
  fc.constantFrom<Json>(
    null,
    '',
    'a',
    'ab',
    'ABC',
    'b',
    'c',
    '12',
    '１２',
    '1.5',
    '-4',
    '31',
    '0.001',
    '1.0005',
    '99999999999999999999',
    true,
    false,
  ),
  fc.constantFrom<Json>(
    '2026-03-02',
    '2026-02-30',
    '2026-03-02T01:00:00Z',
    '2026-03-02 09:00',
    '13800138000',
    '138',
    'a@b.cn',
    'a@b',
    uuid,
  ),
  fc.constantFrom<Json>([], ['a'], ['a', 'a'], ['a', 'b', 'c'], [uuid], [uuid, uuid], {}, { a: 1 }, [1], [null]),
  fc.integer({ min: -50, max: 50 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ maxLength: 12 }),
);
const row = fc.record({ id: fc.uuid(), qty: anything, price: anything }, { requiredKeys: ['id'] });
const record = fc.record(
  Object.fromEntries(
    fields.map(({ key }) => [key, key === 'lines' ? fc.oneof(fc.array(row, { maxLength: 4 }), anything) : anything]),
  ),
  { requiredKeys: [] },
);

describe('the schema of a record and the closures that judge it', () => {
  it('agree: what the closures take, ajv takes', () => {
    fc.assert(
      fc.property(record, (values) => {
        const result = evaluate(compiled, inputOf(values as Values, { newId: ids() }));
        if (result.problems.length === 0) expect(validate(result.values)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('agree value by value: what ajv refuses of a canonical value, the closures refuse', () => {
    const scalars = fields.filter(({ type }) => type !== 'table');
    fc.assert(
      fc.property(fc.constantFrom(...scalars), anything, (field, input) => {
        const type = fieldType(field);
        const value = type.normalise(input, field, context);
        if (value === undefined || value === null) return;
        const { min, max } = field as { min?: Json; max?: Json };
        const fault = type.validate(value, field, {
          timeZone: 'Asia/Shanghai',
          ...(Array.isArray(value) ? {} : { min, max }),
        });
        const refused = validate({ [field.key]: value }).length > 0;
        // Both see the same, but for an empty list and for signs that no schema can name.
        if (fault?.code !== 'control_characters')
          expect([field.key, value, refused]).toEqual([field.key, value, fault !== undefined]);
      }),
      { numRuns: 5000 },
    );
  });

  it('name the place and say it in both languages', () => {
    const values = { lines: [{ id: uuid, qty: 1, price: '1' }] };
    expect(validate(values)).toMatchObject([
      { path: 'lines[0].price', field: 'lines.price', message: { en: 'At most 2 decimal places' } },
    ]);
    expect(validate({ text: 'UPPER' })[0]).toMatchObject({ code: 'schema_pattern', path: 'text' });
  });
});
