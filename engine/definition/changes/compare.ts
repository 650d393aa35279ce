import { canonical } from '../canonical.ts';
import type { Localised } from '../model.ts';
import { step } from '../texts.ts';
import type { ChangeKind, Found } from './types.ts';
import { named, properties, sentence } from './words.ts';

export const differs = (one: unknown, other: unknown): boolean =>
  one !== other && canonical(one ?? null) !== canonical(other ?? null);

/** Names of the properties in which two objects differ. */
export function changedKeys(before: object, after: object): string[] {
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (key) => key !== '$schema' && differs(was[key], is[key]),
  );
}

/** Things of one sort inside a definition: what they are called, and where they stand. */
export interface Sort {
  kind: ChangeKind;
  /** Begins the codes: "check" → check_added. */
  code: string;
  noun: Localised;
  /** The whole's name, for sentences: “Claim”. */
  of: Localised;
  /** "forms/claim.json#/checks". */
  path: string;
  keyOf?: (item: object, at: number) => string;
  /** Whether its removal is noticed by somebody. */
  removed?: 'safe' | 'careful';
}

const ownKey = (item: object): string => {
  const { key, role, signal } = item as { key?: unknown; role?: unknown; signal?: unknown };
  return String(key ?? role ?? signal ?? canonical(item));
};

/** What came, what went, what is different, and whether the rest stands in another order. */
export function listChanges(
  before: readonly object[] | undefined,
  after: readonly object[] | undefined,
  sort: Sort,
): Found[] {
  const keyOf = sort.keyOf ?? ownKey;
  const indexed = (items: readonly object[] = []): Map<string, { item: object; at: number }> =>
    new Map(items.map((item, at) => [keyOf(item, at), { item, at }]));
  const [was, is] = [indexed(before), indexed(after)];
  const found: Found[] = [];
  for (const [key, { item, at }] of is) {
    const old = was.get(key);
    if (old === undefined) found.push(change(sort, 'added', item, `${sort.path}/${at}`));
    else if (differs(old.item, item)) {
      found.push(change(sort, 'changed', item, `${sort.path}/${at}`, changedKeys(old.item, item)));
    }
  }
  for (const [key, { item }] of was) if (!is.has(key)) found.push(change(sort, 'removed', item, sort.path));
  const kept = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): string[] =>
    [...one.keys()].filter((key) => other.has(key));
  const isMoved =
    differs(kept(was, is), kept(is, was)) || (before?.length ?? 0) - was.size !== (after?.length ?? 0) - is.size;
  return isMoved ? [...found, change(sort, 'moved', undefined, sort.path)] : found;
}

/** The same for things by name. */
export function mapChanges(
  before: Readonly<Record<string, object>> | undefined,
  after: Readonly<Record<string, object>> | undefined,
  sort: Sort,
): Found[] {
  const [was, is] = [before ?? {}, after ?? {}];
  const withKey = (key: string, item: object): object => ({ key, ...item });
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key): Found[] => {
    const [old, now] = [was[key], is[key]];
    const path = `${sort.path}${step(key)}`;
    if (now === undefined) return [change(sort, 'removed', withKey(key, old ?? {}), sort.path)];
    if (old === undefined) return [change(sort, 'added', withKey(key, now), path)];
    return differs(old, now) ? [change(sort, 'changed', withKey(key, now), path, changedKeys(old, now))] : [];
  });
}

/** Properties of a definition that no list is. */
export function propertyChanges(
  before: object,
  after: object,
  keys: readonly string[],
  { kind, code, noun, of, path }: Omit<Sort, 'keyOf'>,
): Found[] {
  return changedKeys(before, after)
    .filter((key) => keys.includes(key))
    .map((key) => ({
      kind,
      code: `${code}_changed`,
      text: sentence('{noun}{of}：{what}已修改。', '{noun} {of}: {what} changed.', {
        noun,
        of,
        what: properties([key]),
      }),
      path: `${path}${step(key)}`,
      severity: 'safe',
    }));
}

const SENTENCES = {
  added: ['{of}：新增{noun}{item}。', '{of}: new {noun} {item}.'],
  removed: ['{of}：删除{noun}{item}。', '{of}: {noun} {item} removed.'],
  changed: ['{of}：{noun}{item}已修改（{what}）。', '{of}: {noun} {item} changed ({what}).'],
  moved: ['{of}：{noun}的顺序已改变。', '{of}: {noun} in another order.'],
} as const;

function change(
  { kind, code, noun, of, removed = 'safe' }: Sort,
  how: keyof typeof SENTENCES,
  item: object | undefined,
  path: string,
  keys: readonly string[] = [],
): Found {
  const [zh, en] = SENTENCES[how];
  const words = { of, noun, item: named(item), what: properties(keys) };
  return {
    kind,
    code: `${code}_${how}`,
    text: sentence(zh, en, words),
    path,
    severity: how === 'removed' ? removed : 'safe',
  };
}
