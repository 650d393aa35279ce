import type { Effect, Place, RowState, State } from '../compile/model.ts';
import { narrowByLinkage, wider } from '../rights.ts';
import type { Right } from '../types.ts';

export function isActive(effect: Effect, state: State, row: RowState | undefined): boolean {
  const { rule } = effect;
  return rule.table === undefined ? state.rules[rule.index] === true : row?.rules.get(rule.index) === true;
}

/** A hidden field has no value, whatever was typed: rights of roles hide from people, linkage hides from the record. */
export function isDropped(place: Place, state: State, row: RowState | undefined): boolean {
  return place.effects.some((effect) => effect.right === 'hide' && isActive(effect, state, row));
}

function isFilled(place: Place, state: State, row: RowState | undefined): boolean {
  return place.filledBy.some((key) => {
    const lookup = state.lookups.get(key);
    if (lookup?.status !== 'found') return false;
    if (place.table !== undefined) return row === undefined || row.source !== undefined;
    return (lookup.fill[place.key] ?? null) !== null;
  });
}

const narrowing = (effect: Effect): boolean => effect.right !== undefined && effect.right !== 'require';

/** Base rights and the linkage that narrows them, without what only makes a field required. */
function limitOf(place: Place, state: State, row: RowState | undefined): Right {
  let right = state.base.get(place.path) ?? 'hide';
  for (const effect of place.effects) {
    if (effect.right && narrowing(effect) && isActive(effect, state, row)) right = narrowByLinkage(right, effect.right);
  }
  return right;
}

/** Whether what this actor sends for the field is taken. */
export function isWritable(place: Place, state: State, row: RowState | undefined): boolean {
  return place.typed && wider(limitOf(place, state, row), 'read');
}

/** As the screen shows it: what nobody types here is read, even for those who may edit. */
export function rightOf(place: Place, state: State, row: RowState | undefined): Right {
  let right = state.base.get(place.path) ?? 'hide';
  let forced = !place.typed || isFilled(place, state, row);
  for (const effect of place.effects) {
    if (!isActive(effect, state, row)) continue;
    if (effect.right) right = narrowByLinkage(right, effect.right);
    if (effect.value) forced = true;
  }
  return forced && wider(right, 'read') ? 'read' : right;
}

/** The options that remain; undefined for all of them. */
export function optionsOf(place: Place, state: State, row: RowState | undefined): readonly string[] | undefined {
  let remaining: readonly string[] | undefined;
  for (const { options, ...effect } of place.effects) {
    if (!options || !isActive(effect, state, row)) continue;
    remaining = remaining ? remaining.filter((key) => options.includes(key)) : options;
  }
  return remaining;
}
