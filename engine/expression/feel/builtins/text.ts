import { compilePattern, type Pattern } from '../../pattern.ts';
import type { Frame } from '../frame.ts';
import { display } from '../json.ts';
import { boolean, integer, list, text } from '../static.ts';
import { isList, type Value } from '../value.ts';
import { type Builtin, define } from './define.ts';

/** Characters are code points, as DMN counts them: an emoji is one. */
const isPlain = (value: string): boolean => !/[\ud800-\udfff]/.test(value);

function slice(value: string, start: number, length: number | undefined): string {
  const from = (characters: number): number => (start < 0 ? Math.max(0, characters + start) : start - 1);
  if (isPlain(value)) {
    const at = from(value.length);
    return value.slice(at, length === undefined ? undefined : at + length);
  }
  const characters = [...value];
  const at = from(characters.length);
  return characters.slice(at, length === undefined ? undefined : at + length).join('');
}

/** The automaton reads the text once for each state that it may be in. */
function usable(frame: Frame, source: string, flags: string | undefined, input: string): Pattern | null {
  frame.charge(20 + Math.ceil((input.length * (source.length + 1)) / 8));
  return compilePattern(source, flags);
}

function replaceAll(frame: Frame, input: string, source: string, replacement: string, flags?: string): Value {
  const pattern = usable(frame, source, flags, input);
  if (!pattern) return null;
  frame.chargeText(input.length);
  const matcher = pattern.matcher(input);
  const parts: string[] = [];
  let [end, size] = [0, 0];
  while (matcher.find()) {
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '');
    const expanded = replacement.replace(
      /\\(.)|\$(\d)/gs,
      (_whole, plain, group) => plain ?? groups[Number(group)] ?? '',
    );
    parts.push(input.slice(end, matcher.start()), expanded);
    end = matcher.end();
    size += expanded.length;
    frame.charge(1 + (expanded.length >> 4));
    if (size > frame.limits.characters) frame.chargeText(size);
  }
  parts.push(input.slice(end));
  return parts.join('');
}

function join(frame: Frame, items: readonly Value[], separator: string): Value {
  const parts: string[] = [];
  let size = 0;
  for (const item of items) {
    if (item === null) continue;
    if (typeof item !== 'string') return null;
    size += item.length + separator.length;
    parts.push(item);
    if (size > frame.limits.characters) break;
  }
  frame.chargeText(size + items.length);
  return parts.join(separator);
}

function pad(frame: Frame, value: Value, width: number, fill: string | undefined): Value {
  const shown = display(value);
  if (shown === null || width < 0) return null;
  frame.chargeText(Math.max(width, shown.length));
  return shown.padStart(width, fill === undefined || fill === '' ? ' ' : fill);
}

/** DMN 1.3, table 73, and `pad`. */
export const textFunctions: Record<string, Builtin> = {
  substring: define(['text', 'integer', 'integer?'], text, (_frame, value, start, length) =>
    start === 0 || (length !== undefined && length < 1) ? null : slice(value, start, length),
  ),
  'string length': define(['text'], integer, (_frame, value) => (isPlain(value) ? value.length : [...value].length)),
  'upper case': define(['text'], text, (frame, value) => {
    frame.chargeText(value.length);
    return value.toUpperCase();
  }),
  'lower case': define(['text'], text, (frame, value) => {
    frame.chargeText(value.length);
    return value.toLowerCase();
  }),
  trim: define(['text'], text, (_frame, value) => value.trim()),
  'substring before': define(['text', 'text'], text, (_frame, value, match) => {
    const at = value.indexOf(match);
    return at < 0 ? '' : value.slice(0, at);
  }),
  'substring after': define(['text', 'text'], text, (_frame, value, match) => {
    const at = value.indexOf(match);
    return at < 0 ? '' : value.slice(at + match.length);
  }),
  contains: define(['text', 'text'], boolean, (_frame, value, match) => value.includes(match)),
  'starts with': define(['text', 'text'], boolean, (_frame, value, match) => value.startsWith(match)),
  'ends with': define(['text', 'text'], boolean, (_frame, value, match) => value.endsWith(match)),
  matches: define(['text', 'text', 'text?'], boolean, (frame, value, source, flags) => {
    const pattern = usable(frame, source, flags, value);
    return pattern ? pattern.test(value) : null;
  }),
  replace: define(['text', 'text', 'text', 'text?'], text, replaceAll),
  split: define(['text', 'text'], list(text), (frame, value, source) => {
    const pattern = usable(frame, source, undefined, value);
    frame.chargeItems(value.length);
    return pattern ? pattern.split(value, -1) : null;
  }),
  'string join': define(['list', 'any?'], text, (frame, items, separator = null) =>
    separator === null || typeof separator === 'string' ? join(frame, items, separator ?? '') : null,
  ),
  pad: define(['any', 'integer', 'text?'], text, pad),
};

/** Whether a value is something: not null, no empty text, no empty list. */
export const isFilled = (value: Value): boolean =>
  value !== null && value !== '' && !(isList(value) && value.length === 0);
