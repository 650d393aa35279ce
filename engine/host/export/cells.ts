import type { Field } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import { type DisplayContext, displayValue, type FieldContext, fieldType, sameJson } from '../../form/index.ts';
import { keptOfText } from '../import/value.ts';

/** A cell of a table that leaves the house: what it says, and as what a spreadsheet may treat it. */
export interface Cell {
  kind: 'text' | 'number' | 'date' | 'datetime' | 'boolean';
  text: string;
}

export const textCell = (text: string): Cell => ({ kind: 'text', text });

const EMPTY = textCell('');

/**
 * The value as a cell that people can read and that an import reads back as the same value: in words where words are
 * enough, else as the value itself, else as JSON.
 */
export function cellOf(field: Field, value: Json, shown: DisplayContext, context: FieldContext): Cell {
  if (value === null || (Array.isArray(value) && value.length === 0)) return EMPTY;
  const words = displayValue(field, value, shown);
  if (typeof value === 'boolean') return { kind: 'boolean', text: words };
  const type = fieldType(field);
  if (type.pointsTo?.(field)) return textCell(words);
  const { kind } = type.factType(field, context);
  const plain = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const candidates = kind === 'datetime' ? [wallClock(plain, context.timeZone), plain] : [plain];
  if (kind === 'number' || kind === 'integer' || kind === 'date' || kind === 'datetime') {
    const text = candidates.find((one) => readsBack(field, one, value, context));
    if (text !== undefined) return { kind: kind === 'integer' ? 'number' : kind, text };
  }
  return textCell([words, ...candidates].find((one) => readsBack(field, one, value, context)) ?? words);
}

function readsBack(field: Field, text: string, value: Json, context: FieldContext): boolean {
  return sameJson(keptOfText(field, text, context), value);
}

/** "2026-03-02 09:00:00" as the clocks of the app's time zone show it. */
export function wallClock(instant: string, timeZone: string): string {
  let format = clocks.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(timeZone, format);
  }
  return format.format(new Date(instant));
}

/** Making one takes 30 µs, using it one. */
const clocks = new Map<string, Intl.DateTimeFormat>();
