import type { BoundValue, Effect, Read } from './model.ts';

export const read = (cell: string, sameRow = false): Read => ({ cell, sameRow });
export const readsOfValue = (value: BoundValue | undefined): readonly Read[] => value?.reads ?? [];
export const readsOfData = (data: Record<string, BoundValue>): Read[] =>
  Object.values(data).flatMap(({ reads }) => reads);

export const ruleRead = ({ rule }: Effect): Read => read(`rule:${rule.index}`, rule.table !== undefined);
/** What decides whether a value stands: what merely makes it required does not, so that a field may require itself. */
export const decides = (effect: Effect): boolean =>
  effect.value !== undefined || (effect.right !== undefined && effect.right !== 'require' && effect.right !== 'edit');
