import type { Condition, ConditionLeaf } from '../types.ts';
import { malformed, noChildren, tooDeepCondition } from './problem.ts';

const maxDepth = 32;
const maxChildren = 1000;

/** What is made of each part of a condition; children come made already. */
export interface Fold<T> {
  all(children: T[]): T;
  any(children: T[]): T;
  not(child: T): T;
  leaf(leaf: ConditionLeaf, path: string): T;
}

function onlyKey(condition: object, path: string): 'all' | 'any' | 'not' | 'leaf' {
  const keys = Object.keys(condition);
  const [key] = keys;
  if (keys.length === 1 && (key === 'all' || key === 'any' || key === 'not')) return key;
  if (!Object.hasOwn(condition, 'fact') || !Object.hasOwn(condition, 'operator')) throw malformed(path);
  return 'leaf';
}

function isLeaf(condition: object): condition is ConditionLeaf {
  return Object.hasOwn(condition, 'fact');
}

/** Walks a condition, whatever it is: also one that no schema has checked. At most 32 levels, no empty group. */
export function foldCondition<T>(condition: Condition, fold: Fold<T>, path = '', depth = 1): T {
  if (depth > maxDepth) throw tooDeepCondition(maxDepth, path);
  if (condition === null || typeof condition !== 'object' || Array.isArray(condition)) throw malformed(path);
  const kind = onlyKey(condition, path);
  if (kind === 'leaf' && isLeaf(condition)) {
    if (typeof condition.fact !== 'string' || condition.fact.length > 200) throw malformed(path);
    return fold.leaf(condition, path);
  }
  if ('not' in condition) return fold.not(foldCondition(condition.not, fold, `${path}/not`, depth + 1));
  const [name, children] =
    'all' in condition ? ['all' as const, condition.all] : ['any' as const, childrenOf(condition)];
  if (!Array.isArray(children) || children.length > maxChildren) throw malformed(path);
  if (children.length === 0) throw noChildren(path);
  return fold[name](children.map((child, index) => foldCondition(child, fold, `${path}/${name}/${index}`, depth + 1)));
}

const childrenOf = (condition: Condition): Condition[] | undefined => ('any' in condition ? condition.any : undefined);
