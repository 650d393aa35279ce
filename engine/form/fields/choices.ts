import type { Field, Option, Options, TreeOption, TreeOptions } from '../../definition/types.generated.ts';
import { textOf } from '../messages.ts';
import type { Condition, DisplayContext, Fault, Json, Limits, Pointer } from '../types.ts';

const longestKey = 200;

/** Options that are written in the definition; undefined where they are records of a form. */
export const ownOptions = (options: Options): Option[] | undefined => (Array.isArray(options) ? options : undefined);

/** Options as one list, those of a tree with all that stands beneath them; undefined where they are records of a form. */
export function flatOptions(field: Field): Option[] | undefined {
  if (!('options' in field) || !Array.isArray(field.options)) return undefined;
  const options: readonly TreeOption[] = field.options;
  return options.some(({ children }) => children) ? options.flatMap(withChildren) : (field.options as Option[]);
}

const withChildren = ({ children = [], ...option }: TreeOption): Option[] => [
  option,
  ...children.flatMap(withChildren),
];

/** For options that are records. */
export function optionPointer({ options }: { options: Options | TreeOptions }): Pointer | undefined {
  if (Array.isArray(options)) return undefined;
  const { form, value, label, where } = options;
  return { kind: 'option', form, field: value, label, ...(where ? { where: where as Condition } : {}) };
}

/** A key or a label, as a cell of an import says it; undefined: no such option. */
export function readOptionCell(text: string, { options }: { options: Options }): string | undefined {
  const own = ownOptions(options);
  if (text === '' || !own) return text;
  const key = readChoice(text, options);
  return typeof key === 'string' && byKey(own).has(key) ? key : undefined;
}

/** Keys by field definition, made once: a select of 500 options is judged at each keystroke. */
const known = new WeakMap<Option[], Map<string, Option>>();

function byKey(options: Option[]): Map<string, Option> {
  let map = known.get(options);
  if (!map) {
    map = new Map(options.map((option) => [option.key, option]));
    known.set(options, map);
  }
  return map;
}

const wasStored = (key: string, stored: Json | undefined): boolean =>
  Array.isArray(stored) ? stored.includes(key) : stored === key;

/** Whether a key may be chosen. */
export function judgeChoice(key: string, options: Options, limits: Limits): Fault | undefined {
  if (key.length > longestKey) return { code: 'not_an_option' };
  if (limits.options && !limits.options.includes(key)) return { code: 'not_an_option' };
  const own = ownOptions(options);
  if (!own) return undefined;
  const option = byKey(own).get(key);
  if (!option) return { code: 'not_an_option' };
  return option.disabled && !wasStored(key, limits.stored) ? { code: 'option_disabled' } : undefined;
}

export function choiceText(key: Json, options: Options, ctx: DisplayContext): string {
  if (key === null) return '';
  const text = String(key);
  const own = ownOptions(options);
  const option = own && byKey(own).get(text);
  if (option) return textOf(option.label, ctx.locale);
  return ctx.texts && Object.hasOwn(ctx.texts, text) ? (ctx.texts[text] ?? text) : text;
}

/** The key of an option, or its label as an import or a person writes it. */
export function readChoice(input: unknown, options: Options): string | null | undefined {
  if (typeof input === 'number' && Number.isFinite(input)) return readChoice(String(input), options);
  if (typeof input !== 'string') return undefined;
  const text = input.trim();
  if (text === '') return null;
  const own = ownOptions(options);
  if (!own || byKey(own).has(text) || text.length > longestKey) return text;
  const named = own.find(({ label }) => textOf(label, 'zh-CN') === text || textOf(label, 'en') === text);
  return named?.key ?? text;
}

/** For the schema: the keys, where they are known. */
export function keysOf(options: Options): { enum?: (string | null)[] } {
  const own = ownOptions(options);
  return own ? { enum: own.map(({ key }) => key) } : {};
}
