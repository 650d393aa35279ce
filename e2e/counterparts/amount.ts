import { Decimal } from 'decimal.js';

/** Money in our contracts: a decimal string above zero with at most two places. */
export function isAmount(value: string): boolean {
  return /^\d{1,12}(\.\d{1,2})?$/.test(value) && new Decimal(value).greaterThan(0);
}
