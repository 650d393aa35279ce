import type { AddressField, Field } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { Fault, FieldPart, FieldType, Json } from '../../types.ts';
import { judgeLength, unstorable } from '../writing.ts';
import { type Address, goesOn, levels, readAddress, showAddress } from './value.ts';

const longestStreet = 200;
const parts = ['province', 'city', 'district', 'street', 'code'] as const;
const labels = {
  province: { 'zh-CN': '省', en: 'Province' },
  city: { 'zh-CN': '市', en: 'City' },
  district: { 'zh-CN': '区县', en: 'District' },
  street: { 'zh-CN': '详细地址', en: 'Street' },
  code: { 'zh-CN': '行政区划代码', en: 'Region code' },
} as const;
const text = { kind: 'text' } as const;

const isAddress = (value: Json): value is Address =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'province' in value;

/** How far down it has to go; a region that nothing lies beneath is enough. */
function missing({ upTo = 'street' }: AddressField, address: Address): Fault | undefined {
  const needed = levels.slice(0, Math.min(levels.indexOf(upTo), 2) + 1);
  const isOpen = needed.some((level) => address[level] === null) && goesOn(address.code);
  if (isOpen && !(address.district !== null && address.code !== null)) return { code: 'incomplete_region' };
  return upTo === 'street' && address.street === null ? { code: 'incomplete_street' } : undefined;
}

export const address: FieldType<AddressField> = {
  type: 'address',
  label: { 'zh-CN': '地址', en: 'Address' },
  icon: 'MapLocation',
  emptyValue: null,
  operators: ['filled'],
  sortable: false,
  searchable: true,
  derived: false,
  mismatch: 'not_an_address',
  factType: () => ({ kind: 'context', fields: Object.fromEntries(parts.map((key) => [key, text])) }),
  jsonSchema: () => ({
    type: ['object', 'null'],
    properties: Object.fromEntries(parts.map((key) => [key, { type: ['string', 'null'] }])),
    required: [...parts],
    additionalProperties: false,
    'x-messages': { type: messageFor('not_an_address'), required: messageFor('not_an_address') },
  }),
  column: () => ({ sqlType: 'jsonb' }),
  encode: (value) => (isAddress(value) ? value : null),
  decode: (stored) => readAddress(stored ?? null) ?? null,
  normalise: (input) => (input === null ? null : readAddress(input)),
  settle: (value) => readAddress(value) ?? null,
  validate(value, field) {
    if (!isAddress(value)) return { code: 'not_an_address' };
    const street = value.street ?? '';
    return missing(field, value) ?? judgeLength(street, undefined, longestStreet) ?? unstorable(street);
  },
  display: (value) => (isAddress(value) ? showAddress(value) : value === null ? '' : String(value)),
  mask(value, field) {
    if (!isAddress(value)) return null;
    return field.mask === 'area' ? { ...value, street: value.street === null ? null : '***' } : '***';
  },
  readCell: (cell) => (cell.trim() === '' ? null : readAddress(cell)),
  parts: () =>
    parts.map((key): FieldPart => {
      const field: Field = { key, type: 'text', label: labels[key] };
      return { key, field, sql: (column) => `${column}->>'${key}'` };
    }),
  groupSql: (column) =>
    `nullif(concat_ws('', ${column}->>'province', nullif(${column}->>'city', ${column}->>'province'), ${column}->>'district'), '')`,
  searchSql: (column) =>
    `concat_ws(' ', ${['province', 'city', 'district', 'street'].map((key) => `${column}->>'${key}'`).join(', ')})`,
};
