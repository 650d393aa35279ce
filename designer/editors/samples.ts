import type { Json } from '../../engine/expression/index.ts';

/** A record to try formulas on. */
export interface Sample {
  id: string;
  label: string;
  values: { [field: string]: Json };
}
