import type { Json } from '../draft/types.ts';
import type { Locale } from '../../runtime/i18n/index.ts';

function textIn(value: Json | undefined, locale: Locale): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const text = value[locale] ?? value['zh-CN'];
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** By what people know a thing: its label, what it says, its key, or its first words. */
export function summary(value: Json, locale: Locale): string | undefined {
  if (typeof value !== 'object' || value === null) return value === null ? undefined : String(value);
  if (Array.isArray(value)) return value.map((one) => summary(one, locale)).join(', ');
  const known = [
    'label',
    'section',
    'refuse',
    'warn',
    'button',
    'key',
    'signal',
    'field',
    'role',
    'user',
    'create',
    'update',
    'send',
    'call',
  ];
  for (const name of known) {
    const text = textIn(value[name], locale);
    if (text !== undefined) return text;
  }
  const [first] = Object.entries(value);
  return first ? (textIn(first[1], locale) ?? first[0]) : undefined;
}
