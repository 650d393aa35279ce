import { parseExpression } from '#formulas';
import { defaultLimits } from '../../../engine/expression/feel/frame.ts';
import { builtinNames } from '../../../engine/expression/index.ts';
import type { Json } from '../../draft/types.ts';

/** Names of facts, in formulas and conditions, given other names. A formula that cannot be read is left as it is. */

export type Names = ReadonlyMap<string, string>;

interface Edit {
  from: number;
  to: number;
  text: string;
}

interface AstNode {
  kind: string;
  at: { from: number; to: number };
  [part: string]: unknown;
}

const isNode = (value: unknown): value is AstNode =>
  typeof value === 'object' && value !== null && typeof (value as AstNode).kind === 'string';

/** Names that a loop or a function gives itself stand before those of facts. */
function boundBy(node: AstNode): string[] {
  const own = [node.iterations, node.parameters].flatMap((list) =>
    Array.isArray(list) ? (list as { name: string }[]) : [],
  );
  return own.map(({ name }) => name);
}

function editsOf(value: unknown, names: Names, bound: readonly string[], edits: Edit[]): void {
  if (Array.isArray(value)) {
    for (const each of value) editsOf(each, names, bound, edits);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (!isNode(value)) {
    for (const each of Object.values(value)) editsOf(each, names, bound, edits);
    return;
  }
  const next = value.kind === 'name' && !bound.includes(String(value.name)) ? names.get(String(value.name)) : undefined;
  if (next !== undefined) edits.push({ ...value.at, text: next });
  const inner = [...bound, ...boundBy(value)];
  if (value.kind === 'path' && isNode(value.base) && value.base.kind === 'name') {
    const root = String(value.base.name);
    const key = String(value.key);
    const renamed = names.get(`${root}.${key}`);
    if (renamed !== undefined) edits.push({ from: value.at.to - key.length, to: value.at.to, text: renamed });
  }
  for (const [part, each] of Object.entries(value)) if (part !== 'at') editsOf(each, names, inner, edits);
}

/** The ways in which a formula can name a field of the record, or a column ("lines.qty") from outside its rows. */
export function namesOf(path: string, to: string): Names {
  if (path.includes('.')) return new Map([[path, to]]);
  return new Map([path, `record.${path}`, `proof.${path}`].map((name) => [name, to]));
}

/** And from inside them. */
export const rowNames = (column: string, to: string): Names =>
  new Map([column, `row.${column}`].map((name) => [name, to]));

/** "= qty * price" → "= qty_2 * price_2". "lines.qty" in `names` has the column's new name alone. */
export function renameFormula(text: string, names: Names): string {
  const source = text.slice(1);
  let edits: Edit[] = [];
  try {
    editsOf(
      parseExpression(
        source,
        [...builtinNames, ...[...names.keys()].filter((name) => !name.includes('.'))],
        defaultLimits,
      ),
      names,
      [],
      edits,
    );
  } catch {
    edits = [];
  }
  let renamed = source;
  for (const { from, to, text: next } of edits.sort((a, b) => b.from - a.from)) {
    renamed = renamed.slice(0, from) + next + renamed.slice(to);
  }
  return `=${renamed}`;
}

function renameFact(fact: string, names: Names): string {
  const [head = '', second = '', ...rest] = fact.split('.');
  const key = names.get(`${head}.${second}`) ?? second;
  return [names.get(head) ?? head, ...(second === '' ? [] : [key]), ...rest].join('.');
}

/** Every formula and condition inside. The facts of a 'where' are another form's; its formulas are this record's. */
export function renameAll<T>(value: T, names: Names, isForeign = false): T {
  return renamed(value as Json, names, isForeign) as T;
}

function renamed(value: Json, names: Names, isForeign: boolean): Json {
  if (typeof value === 'string') return value.startsWith('=') ? renameFormula(value, names) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return mapped(value, (item) => renamed(item, names, isForeign));
  let result = value;
  for (const [key, item] of Object.entries(value)) {
    const next =
      key === 'fact' && typeof item === 'string' && !isForeign
        ? renameFact(item, names)
        : renamed(item, names, isForeign || key === 'where');
    if (next !== item) result = { ...result, [key]: next };
  }
  return result;
}

/** The same list where nothing in it is another. */
function mapped(list: Json[], change: (item: Json) => Json): Json[] {
  const next = list.map(change);
  return next.every((item, index) => item === list[index]) ? list : next;
}
