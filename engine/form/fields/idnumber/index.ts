import type { IdnumberField } from '../../../definition/types.generated.ts';
import { compilePattern } from '../../../expression/pattern.ts';
import { localised, messageFor } from '../../messages.ts';
import type { Fault, FieldType } from '../../types.ts';
import { stringOrNull, textOrNull } from '../plain.ts';
import { judgeLength, narrow, unstorable } from '../writing.ts';
import { isCompany, isPassport, isResident } from './numbers.ts';

const longest = 40;

const canonical = (input: string): string | null =>
  narrow(input)
    .replace(/[\s\-–]/g, '')
    .toUpperCase() || null;

/** Enough to tell two apart, too little to use: 110***********123X. */
export function covered(text: string): string {
  return text.length < 8 ? '***' : `${text.slice(0, 3)}${'*'.repeat(text.length - 7)}${text.slice(-4)}`;
}

function patternFault(value: string, field: IdnumberField): Fault | undefined {
  const pattern = field.pattern === undefined ? null : compilePattern(field.pattern);
  if (pattern === null || pattern.test(value)) return undefined;
  return { code: 'pattern', ...(field.message ? { message: field.message } : {}) };
}

const rules = { resident: isResident, company: isCompany, passport: isPassport };

export const idnumber: FieldType<IdnumberField> = {
  type: 'idnumber',
  label: { 'zh-CN': '证件号码', en: 'ID number' },
  icon: 'Postcard',
  emptyValue: null,
  operators: ['equal', 'notEqual', 'filled'],
  sortable: false,
  searchable: false,
  derived: false,
  mismatch: 'wrong_type',
  factType: () => ({ kind: 'text' }),
  jsonSchema: (field) => ({
    type: ['string', 'null'],
    maxLength: longest,
    ...(field.kind === 'pattern' && field.pattern !== undefined ? { pattern: field.pattern } : {}),
    'x-messages': {
      maxLength: messageFor('too_long', { max: longest }),
      pattern: field.message ? localised(field.message) : messageFor('pattern'),
    },
  }),
  column: () => ({ sqlType: 'text' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise(input) {
    if (typeof input === 'number' && Number.isSafeInteger(input)) return String(input);
    return typeof input === 'string' ? canonical(input) : undefined;
  },
  settle: (value) => (typeof value === 'string' ? canonical(value) : null),
  validate(value, field) {
    if (typeof value !== 'string') return { code: 'wrong_type' };
    const fault = judgeLength(value, undefined, longest) ?? unstorable(value);
    const kind = field.kind ?? 'resident';
    if (fault || kind === 'pattern') return fault ?? patternFault(value, field);
    return rules[kind](value) ? undefined : { code: `id_${kind}` };
  },
  display(value, field) {
    if (value === null) return '';
    return field.whole ? String(value) : covered(String(value));
  },
  mask: (value) => (typeof value === 'string' ? covered(value) : null),
};
