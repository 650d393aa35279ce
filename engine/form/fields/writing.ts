import type { Fault } from '../types.ts';

const wide = /[\uFF01-\uFF5E\u3000]/;

/** Full-width letters, digits and signs, which a Chinese keyboard gives, as ASCII. */
export function narrow(text: string): string {
  if (!wide.test(text)) return text;
  return text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ');
}

/** Nothing that PostgreSQL refuses (NUL), nothing that UTF-8 cannot say (half a surrogate pair), nothing unseen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unseen = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u2028\u2029\u202A-\u202E\u2066-\u2069]/;

const half = /\p{Surrogate}/u;

export function unstorable(text: string): Fault | undefined {
  return unseen.test(text) || half.test(text) ? { code: 'control_characters' } : undefined;
}

/** People count characters, not UTF-16 units: an emoji is one. */
export function characters(text: string): number {
  if (!/[\uD800-\uDBFF]/.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function judgeLength(text: string, min: number | undefined, max: number): Fault | undefined {
  // No text is longer in characters than in units, so that a huge one costs nothing.
  const count = text.length > max * 2 ? text.length : characters(text);
  if (count > max) return { code: 'too_long', params: { max } };
  if (min !== undefined && count < min) return { code: 'too_short', params: { min } };
  return undefined;
}
