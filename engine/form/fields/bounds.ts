import type { Bound } from '../../definition/types.generated.ts';

export const isFormula = (value: unknown): value is string => typeof value === 'string' && value.startsWith('=');

/** A bound that is written as it is; undefined for none and for a formula. */
export function staticBound(bound: Bound | undefined): string | undefined {
  return bound === undefined || isFormula(bound) ? undefined : String(bound);
}
