import type { FactType, Localised } from '../types.ts';

/** What the compiler knows of a value: FactType, and the kinds that never leave an expression. */
export type Static =
  | {
      kind:
        | 'text'
        | 'integer'
        | 'number'
        | 'boolean'
        | 'date'
        | 'time'
        | 'datetime'
        | 'duration'
        | 'any'
        | 'null'
        | 'function';
    }
  | { kind: 'list'; of: Static }
  | { kind: 'context'; fields: Record<string, Static> }
  | { kind: 'range'; of: Static };

export const any: Static = { kind: 'any' };
export const text: Static = { kind: 'text' };
export const integer: Static = { kind: 'integer' };
export const number: Static = { kind: 'number' };
export const boolean: Static = { kind: 'boolean' };
export const date: Static = { kind: 'date' };
export const time: Static = { kind: 'time' };
export const datetime: Static = { kind: 'datetime' };
export const duration: Static = { kind: 'duration' };
export const nothing: Static = { kind: 'null' };
export const lambda: Static = { kind: 'function' };
export const list = (of: Static): Static => ({ kind: 'list', of });

/** Nothing is known that could contradict an operation. */
export const isOpen = (type: Static): boolean => type.kind === 'any' || type.kind === 'null';
export const isNumeric = (type: Static): boolean => type.kind === 'integer' || type.kind === 'number';

/** Whether values of the two types could ever be equal or ordered. */
export function comparable(a: Static, b: Static): boolean {
  if (isOpen(a) || isOpen(b) || (isNumeric(a) && isNumeric(b))) return true;
  if (a.kind === 'list' && b.kind === 'list') return comparable(a.of, b.of);
  return a.kind === b.kind;
}

/** The narrowest type that holds both. */
export function join(a: Static, b: Static): Static {
  if (a.kind === 'null') return b;
  if (b.kind === 'null') return a;
  if (isNumeric(a) && isNumeric(b)) return a.kind === b.kind ? a : number;
  if (a.kind === 'list' && b.kind === 'list') return list(join(a.of, b.of));
  if (a.kind === 'context' && b.kind === 'context') return joinContexts(a.fields, b.fields);
  return a.kind === b.kind ? a : any;
}

function joinContexts(a: Record<string, Static>, b: Record<string, Static>): Static {
  const fields: Record<string, Static> = {};
  for (const key of Object.keys(a)) {
    const [mine, other] = [a[key], b[key]];
    if (mine && other) fields[key] = join(mine, other);
  }
  return { kind: 'context', fields };
}

export const joinAll = (types: readonly Static[]): Static => types.reduce(join, nothing);

/** What remains when the expression's own kinds are left behind. */
export function toFactType(type: Static): FactType {
  switch (type.kind) {
    case 'list':
      return { kind: 'list', of: toFactType(type.of) };
    case 'context': {
      const fields: Record<string, FactType> = {};
      for (const [key, field] of Object.entries(type.fields)) fields[key] = toFactType(field);
      return { kind: 'context', fields };
    }
    case 'null':
    case 'function':
    case 'range':
      return { kind: 'any' };
    default:
      return { kind: type.kind };
  }
}

const names: Record<Static['kind'], Localised> = {
  text: { 'zh-CN': '文本', en: 'text' },
  integer: { 'zh-CN': '整数', en: 'whole number' },
  number: { 'zh-CN': '数字', en: 'number' },
  boolean: { 'zh-CN': '是/否', en: 'yes/no' },
  date: { 'zh-CN': '日期', en: 'date' },
  time: { 'zh-CN': '时间', en: 'time' },
  datetime: { 'zh-CN': '日期时间', en: 'date and time' },
  duration: { 'zh-CN': '时长', en: 'duration' },
  any: { 'zh-CN': '任意值', en: 'any value' },
  null: { 'zh-CN': '空值', en: 'nothing' },
  function: { 'zh-CN': '函数', en: 'function' },
  list: { 'zh-CN': '列表', en: 'list' },
  context: { 'zh-CN': '对象', en: 'group of values' },
  range: { 'zh-CN': '区间', en: 'range' },
};

/** The type in a person's words: "列表（数字）". */
export function describe(type: Static): Localised {
  if (type.kind !== 'list' || isOpen(type.of)) return names[type.kind];
  const of = describe(type.of);
  return { 'zh-CN': `列表（${of['zh-CN']}）`, en: `list of ${of.en}` };
}
