import type { Data } from '../../definition/types.generated.ts';
import type { FormFault, Values } from '../types.ts';
import { bindValue, type Site } from './bind.ts';
import type { BoundValue, RowState, State } from './model.ts';

export type BoundValueMap = Record<string, BoundValue>;

/** "Field → literal or formula", as matches and fills are written. */
export function bindData(data: Data, site: Site, faults: FormFault[], pointer: string): BoundValueMap {
  const bound: [string, BoundValue][] = [];
  for (const [key, value] of Object.entries(data)) {
    const one = bindValue(value, site, faults, `${pointer}/${key}`);
    if (one) bound.push([key, one]);
  }
  return Object.fromEntries(bound);
}

export function evaluateData(data: BoundValueMap, state: State, row: RowState | undefined): Values {
  const values: Values = {};
  for (const key of Object.keys(data)) values[key] = data[key]?.evaluate(state, row) ?? null;
  return values;
}
