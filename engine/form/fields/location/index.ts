import type { Field, LocationField } from '../../../definition/types.generated.ts';
import { Decimal } from '../../../expression/decimal.ts';
import { messageFor } from '../../messages.ts';
import type { FieldPart, FieldType, Json } from '../../types.ts';
import { readDecimal, rounded } from '../decimals.ts';
import { narrow } from '../writing.ts';

/** Degrees as exact decimals, to 0.1 m; `accuracy` in metres where a device has said it. */
export interface Place {
  [part: string]: Json;
  lat: string;
  lng: string;
  accuracy: number | null;
}

const digits = 6;
const labels = { lat: { 'zh-CN': '纬度', en: 'Latitude' }, lng: { 'zh-CN': '经度', en: 'Longitude' } } as const;

export const isPlace = (value: Json): value is Place =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'lat' in value && 'lng' in value;

function degrees(input: unknown, most: number): string | undefined {
  const text = readDecimal(input);
  return text === undefined || new Decimal(text).abs().greaterThan(most) ? undefined : rounded(text, digits);
}

function placeFrom(latitude: unknown, longitude: unknown, accuracy: unknown): Place | undefined {
  const [lat, lng] = [degrees(latitude, 90), degrees(longitude, 180)];
  if (lat === undefined || lng === undefined) return undefined;
  const metres = typeof accuracy === 'number' && Number.isFinite(accuracy) && accuracy >= 0 ? accuracy : undefined;
  return { lat, lng, accuracy: metres === undefined ? null : Math.min(Math.round(metres), 1_000_000) };
}

/** "30.2741, 120.1551", or the two as an object. */
function readPlace(input: unknown): Place | null | undefined {
  if (typeof input === 'string') {
    const words = narrow(input)
      .replace(/[，、]/g, ',')
      .split(/[\s,;]+/)
      .filter((word) => word !== '');
    if (words.length === 0) return null;
    return words.length === 2 ? placeFrom(words[0], words[1], undefined) : undefined;
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const { lat, lng, accuracy }: { lat?: unknown; lng?: unknown; accuracy?: unknown } = input;
  return placeFrom(lat, lng, accuracy);
}

export const location: FieldType<LocationField> = {
  type: 'location',
  label: { 'zh-CN': '定位', en: 'Location' },
  icon: 'Location',
  emptyValue: null,
  operators: ['filled'],
  sortable: false,
  searchable: false,
  derived: false,
  mismatch: 'not_a_place',
  factType: () => ({ kind: 'context', fields: { lat: { kind: 'number' }, lng: { kind: 'number' } } }),
  jsonSchema: () => ({
    type: ['object', 'null'],
    properties: { lat: { type: 'string' }, lng: { type: 'string' }, accuracy: { type: ['integer', 'null'] } },
    required: ['lat', 'lng'],
    additionalProperties: false,
    'x-messages': { type: messageFor('not_a_place'), required: messageFor('not_a_place') },
  }),
  column: () => ({ sqlType: 'jsonb' }),
  encode: (value) => (isPlace(value) ? value : null),
  decode: (stored) => readPlace(stored) ?? null,
  normalise: (input) => (input === null ? null : readPlace(input)),
  settle: (value) => readPlace(value) ?? null,
  validate: (value) => (isPlace(value) && readPlace(value) ? undefined : { code: 'not_a_place' }),
  display(value, _field, ctx) {
    if (!isPlace(value)) return value === null ? '' : String(value);
    const text = `${value.lat}, ${value.lng}`;
    return value.accuracy === null ? text : `${text} (±${value.accuracy} ${ctx.locale === 'en' ? 'm' : '米'})`;
  },
  mask: (value) => (value === null ? null : '***'),
  groupSql: (column) => `(${column}->>'lat') || ', ' || (${column}->>'lng')`,
  parts: () =>
    (['lat', 'lng'] as const).map((key): FieldPart => {
      const field: Field = { key, type: 'number', label: labels[key], scale: digits };
      return { key, field, sql: (column) => `(${column}->>'${key}')::numeric` };
    }),
};
