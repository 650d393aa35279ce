import type { Field } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';

const YES = new Set(['true', '1', 'yes', 'y', '是', '有']);
const NO = new Set(['false', '0', 'no', 'n', '否', '无']);

/** What people write in a cell as the field keeps it: a choice by its label, several with separators. Undefined: no such choice. */
export function choiceOf(field: Field, text: string): Json | undefined {
  if (field.type === 'boolean') return booleanOf(text);
  if (field.type !== 'select' && field.type !== 'radio' && field.type !== 'multiselect') return text;
  const options = Array.isArray(field.options) ? field.options : undefined;
  if (field.type !== 'multiselect') return options ? keyOf(options, text) : text;
  const parts = text
    .split(/[,;|，；、]/)
    .map((part) => part.trim())
    .filter(Boolean);
  const keys = options ? parts.map((part) => keyOf(options, part)) : parts;
  return keys.every((key) => key !== undefined) ? (keys as string[]) : undefined;
}

function keyOf(options: readonly { key: string; label: unknown }[], text: string): string | undefined {
  if (text === '') return '';
  const found = options.find(({ key, label }) => {
    if (key === text) return true;
    return typeof label === 'object' && label !== null ? Object.values(label).includes(text) : label === text;
  });
  return found?.key;
}

function booleanOf(text: string): Json | undefined {
  const word = text.trim().toLowerCase();
  if (word === '') return null;
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}
