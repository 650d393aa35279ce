import type { CompiledForm } from './compile/model.ts';
import type { Values } from './types.ts';

/** What a step works out; these say something about a value and make no other. */
const ONLY_SAYS = /^(problem|check|section):/;

const plainPlaces = new WeakMap<CompiledForm, Map<string, boolean>>();

/** A field of the record that stands alone: nothing hides or forces it, and no other value is worked out from it. */
function isPlain(compiled: CompiledForm, key: string): boolean {
  const known = plainPlaces.get(compiled) ?? new Map<string, boolean>();
  plainPlaces.set(compiled, known);
  let plain = known.get(key);
  if (plain === undefined) {
    plain = standsAlone(compiled, key);
    known.set(key, plain);
  }
  return plain;
}

function standsAlone(compiled: CompiledForm, key: string): boolean {
  const place = compiled.places.get(key);
  if (place === undefined || place.table !== undefined || compiled.tables.has(key)) return false;
  if (place.formula || place.rollup || place.broken || place.effects.length > 0) return false;
  const { readers, steps } = compiled.program;
  return (readers.get(`value:${key}`) ?? []).every(({ step }) => ONLY_SAYS.test(steps[step]?.cell ?? ''));
}

/**
 * The engine writes fields of a record whose values are worked out already, in the same surroundings: the same as working
 * everything out again with them assigned, where that would change nothing else. Undefined where it might.
 */
export function withAssigned(compiled: CompiledForm, values: Values, set: Values): Values | undefined {
  const keys = Object.keys(set);
  if (!keys.every((key) => isPlain(compiled, key))) return undefined;
  const result = { ...values };
  for (const key of keys) {
    const place = compiled.places.get(key);
    if (place) result[key] = place.type.settle(set[key] ?? null, place.field, compiled.context);
  }
  return result;
}
