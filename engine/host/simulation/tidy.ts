import type { Field, FormDefinition } from '../../definition/index.ts';
import type { Json, SimulationStep, Values } from '../../wire.ts';
import { sameJson } from '../scenario/answers.ts';

type Lines = NonNullable<SimulationStep['lines']>;

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * What a form hands in is all that its person may write; a story says what they typed. So that it can be played again, where
 * rows have other ids, they are told by what is in them.
 */
export function tidied(
  step: SimulationStep,
  form: FormDefinition | undefined,
  stored: Values | undefined,
): SimulationStep {
  const { data, ...rest } = step;
  if (data === undefined || form === undefined) return step;
  const typed: Values = {};
  const lines: Lines = {};
  for (const [key, value] of Object.entries(data as Values)) {
    const field = form.fields.find((one) => one.key === key);
    const before = stored?.[key];
    if (field?.type === 'table' && isRows(value)) {
      const told = stored === undefined ? undefined : changedRows(field, rowsOf(before), rowsOf(value));
      if (told === undefined) typed[key] = rowsOf(value).map(({ id: _id, ...row }) => withoutEmpty(row));
      else if (told.length > 0) lines[key] = told;
    } else if (stored === undefined ? !isEmpty(value) : !same(value, before)) typed[key] = value;
  }
  return {
    ...rest,
    ...(Object.keys(typed).length > 0 ? { data: typed } : {}),
    ...(Object.keys(lines).length > 0 ? { lines: { ...step.lines, ...lines } } : {}),
  };
}

function same(a: Json, b: Json | undefined): boolean {
  return (isEmpty(a) && isEmpty(b)) || sameJson(b ?? null, a);
}

const isRows = (value: Json): boolean => Array.isArray(value);
const rowsOf = (value: Json | undefined): Values[] =>
  Array.isArray(value) ? value.filter((row): row is Values => row !== null && typeof row === 'object') : [];

function withoutEmpty(row: Values): Values {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => !isEmpty(value)));
}

/** undefined: rows came or went, or one cannot be told from another: then all of them are told. */
function changedRows(
  table: Extract<Field, { type: 'table' }>,
  before: Values[],
  after: Values[],
): Lines[string] | undefined {
  const isSameRows = before.length === after.length && before.every((row, at) => row.id === after[at]?.id);
  if (!isSameRows) return undefined;
  const told: Lines[string] = [];
  for (const [at, row] of after.entries()) {
    const old = before[at] ?? {};
    const changed = Object.entries(row).filter(([key, value]) => key !== 'id' && !same(value, old[key]));
    if (changed.length === 0) continue;
    const match = telling(table, before, old);
    if (match === undefined) return undefined;
    told.push({ match, data: Object.fromEntries(changed) });
  }
  return told;
}

/** The fewest columns that no other row has the same values in: one alone where there is one. */
function telling(table: Extract<Field, { type: 'table' }>, rows: readonly Values[], row: Values): Values | undefined {
  const columns = table.fields
    .map(({ key }) => key)
    .filter((key) => !isEmpty(row[key]) && typeof row[key] !== 'object');
  const tells = (keys: readonly string[]): boolean =>
    rows.filter((other) => keys.every((key) => same(other[key] ?? null, row[key]))).length === 1;
  const one = columns.find((key) => tells([key]));
  const keys = one === undefined ? columns : [one];
  if (keys.length === 0 || !tells(keys)) return undefined;
  return Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));
}
