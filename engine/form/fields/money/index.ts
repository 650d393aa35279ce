import type { MoneyField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { decimalsOf, fixed, grouped, judgeRange, readDecimal } from '../decimals.ts';
import { integer } from '../integer/index.ts';
import { maskText } from '../masking.ts';
import { stringOrNull } from '../plain.ts';

const scale = 2;
/** numeric(18,2) */
const wholeDigits = 16;

const symbols: Record<string, string> = { CNY: '¥', JPY: '¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$', TWD: 'NT$' };

/** 1280 → ¥1,280.00; a debt has its sign in front: -¥5.00. */
export function showMoney(text: string, currency: string): string {
  const amount = grouped(fixed(text, scale));
  const symbol = symbols[currency] ?? `${currency} `;
  return amount.startsWith('-') ? `-${symbol}${amount.slice(1)}` : symbol + amount;
}

/** To the cent where it can be said so; else as it is, to be refused with its digits. */
const canonical = (text: string): string => (decimalsOf(text) > scale ? text : fixed(text, scale));

export const money: FieldType<MoneyField> = {
  type: 'money',
  label: { 'zh-CN': '金额', en: 'Money' },
  icon: 'Money',
  emptyValue: null,
  operators: integer.operators,
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'not_a_number',
  factType: () => ({ kind: 'number' }),
  jsonSchema() {
    return {
      type: ['string', 'null'],
      pattern: `^-?\\d{1,${wholeDigits}}\\.\\d{${scale}}$`,
      'x-messages': { type: messageFor('not_a_number'), pattern: messageFor('too_many_decimals', { scale }) },
    };
  },
  column: () => ({ sqlType: `numeric(18,${scale})` }),
  encode: stringOrNull,
  decode: (stored) => (stored === null || stored === undefined ? null : fixed(String(stored), scale)),
  normalise(input) {
    if (typeof input === 'string' && input.trim() === '') return null;
    const text = readDecimal(input);
    return text === undefined ? undefined : canonical(text);
  },
  settle(value) {
    const text = readDecimal(value);
    return text === undefined ? null : fixed(text, scale);
  },
  validate(value, _field, limits) {
    const text = typeof value === 'string' ? readDecimal(value) : undefined;
    if (text === undefined) return { code: 'not_a_number' };
    if (decimalsOf(text) > scale) return { code: 'too_many_decimals', params: { scale } };
    if (text.replace(/\..*|-/g, '').length > wholeDigits) return { code: 'too_large' };
    return judgeRange(text, limits, (bound) => grouped(decimalsOf(bound) > scale ? bound : fixed(bound, scale)));
  },
  display(value, _field, ctx) {
    if (value === null) return '';
    const text = readDecimal(value);
    return text === undefined ? String(value) : showMoney(text, ctx.currency);
  },
  mask: (value, field) => (value === null ? null : maskText(String(value), field.mask ?? 'all')),
};
