import type { Condition } from '../expression/index.ts';
import { isPeriod } from '../expression/temporal/period.ts';
import type { ReportContext } from './types.ts';

interface Filter {
  key: string;
  field: string;
  type: string;
  default?: string;
}

const RANGE = /^(\d{4}-\d{2}-\d{2})?\/(\d{4}-\d{2}-\d{2})?$/;

/** Days from and to, both included; either may be open. */
function rangeCondition(field: string, value: string): Condition | undefined {
  const [, from, to] = RANGE.exec(value) ?? [];
  const parts: Condition[] = [];
  if (from !== undefined) parts.push({ fact: field, operator: 'greaterThanInclusive', value: from });
  // Beside a day, an instant is compared with the whole of it.
  if (to !== undefined) parts.push({ fact: field, operator: 'lessThanInclusive', value: to });
  return parts.length === 0 ? undefined : { all: parts };
}

function periodCondition(field: string, value: string): Condition | undefined {
  if (RANGE.test(value)) return rangeCondition(field, value);
  return isPeriod(value) ? { fact: field, operator: 'inPeriod', value } : undefined;
}

/** What the board's filter asks of the rows; undefined where nothing is chosen, or what was sent is no choice. */
export function filterCondition(filter: Filter, ctx: ReportContext): Condition | undefined {
  const chosen = ctx.filters && Object.hasOwn(ctx.filters, filter.key) ? ctx.filters[filter.key] : filter.default;
  const values = (typeof chosen === 'string' ? [chosen] : [...(chosen ?? [])]).filter((value) => value !== '');
  const [first] = values;
  if (first === undefined) return undefined;
  if (filter.type === 'period') return periodCondition(filter.field, first);
  return { fact: filter.field, operator: 'in', value: values.slice(0, 200) };
}
