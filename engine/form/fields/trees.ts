import type { CascadeField, Option, TreeField, TreeOption, TreeOptions } from '../../definition/types.generated.ts';
import { textOf } from '../messages.ts';
import type { DisplayContext, Fault, Json, Limits } from '../types.ts';
import { narrow } from './writing.ts';

/** Options in a tree. A key is one of its kind in the whole tree, so that it says its place. */

interface Known {
  option: TreeOption;
  /** Keys from the top down to it. */
  path: readonly string[];
}

const longestKey = 200;
const trees = new WeakMap<TreeOption[], Map<string, Known>>();

function collect(options: readonly TreeOption[], above: readonly string[], into: Map<string, Known>): void {
  for (const option of options) {
    const path = [...above, option.key];
    into.set(option.key, { option, path });
    collect(option.children ?? [], path, into);
  }
}

/** Every option of a tree that is written in the definition by its key; undefined where options are records. */
export function knownOptions(options: TreeOptions): ReadonlyMap<string, Known> | undefined {
  if (!Array.isArray(options)) return undefined;
  let known = trees.get(options);
  if (!known) {
    known = new Map();
    collect(options, [], known);
    trees.set(options, known);
  }
  return known;
}

const isCalled = ({ label }: Pick<Option, 'label'>, text: string): boolean =>
  textOf(label, 'zh-CN') === text || textOf(label, 'en') === text;

/** The key of what somebody named by key or label; undefined for what is no name at all. */
export function readNode(input: unknown, options: TreeOptions): string | null | undefined {
  if (typeof input === 'number' && Number.isFinite(input)) return readNode(String(input), options);
  if (typeof input !== 'string') return undefined;
  const text = input.trim();
  if (text === '') return null;
  const known = knownOptions(options);
  if (!known || known.has(text) || text.length > longestKey) return text;
  const named = [...known.values()].filter(({ option }) => isCalled(option, text));
  return named.length === 1 ? named[0]?.option.key : text;
}

/** "浙江 / 杭州", ["zj", "hz"] or "hz" alone → the path of keys. */
export function readTreePath(input: unknown, options: TreeOptions): Json | undefined {
  const parts = typeof input === 'string' ? narrow(input).split(/[/>→]/) : input;
  if (!Array.isArray(parts) || parts.length > 20) return undefined;
  const known = knownOptions(options);
  const path: string[] = [];
  let level = Array.isArray(options) ? options : undefined;
  for (const part of parts) {
    if (typeof part !== 'string') return undefined;
    const text = part.trim();
    if (text === '') continue;
    const found = level?.find((option) => option.key === text || isCalled(option, text));
    path.push(found?.key ?? text);
    level = level && found?.children;
  }
  const [only] = path;
  if (!known || path.length !== 1 || only === undefined) return path;
  const key = readNode(only, options);
  return typeof key === 'string' ? [...(known.get(key)?.path ?? [key])] : path;
}

const wasStored = (key: string, stored: Json | undefined): boolean => Array.isArray(stored) && stored.includes(key);

/** Whether one option may be chosen. `asLeaf`: only where nothing stands beneath it. */
export function judgeNode(key: string, options: TreeOptions, limits: Limits, asLeaf: boolean): Fault | undefined {
  if (key.length > longestKey || (limits.options && !limits.options.includes(key))) return { code: 'not_an_option' };
  const known = knownOptions(options);
  if (!known) return undefined;
  const found = known.get(key);
  if (!found) return { code: 'not_an_option' };
  if (found.option.disabled && !wasStored(key, limits.stored)) return { code: 'option_disabled' };
  return asLeaf && found.option.children ? { code: 'not_a_leaf' } : undefined;
}

/** Whether each key lies beneath the one before it. */
export function isPath(path: readonly string[], options: TreeOptions): boolean {
  const known = knownOptions(options);
  if (!known) return path.every((key) => key.length <= longestKey);
  const found = known.get(path.at(-1) ?? '');
  return found !== undefined && found.path.length === path.length && found.path.every((key, at) => key === path[at]);
}

export function nodeText(key: string, { options }: CascadeField | TreeField, ctx: DisplayContext): string {
  const found = knownOptions(options)?.get(key);
  if (found) return textOf(found.option.label, ctx.locale);
  return ctx.texts && Object.hasOwn(ctx.texts, key) ? (ctx.texts[key] ?? key) : key;
}
