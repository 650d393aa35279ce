import type { FormCase } from '../definition/types.generated.ts';
import type { CompiledForm, Place } from './compile/model.ts';
import { sameJson } from './equal.ts';
import { evaluate } from './evaluate.ts';
import { own } from './scope.ts';
import type { CaseResult, EvaluationInput, FormResult, Json, SystemFacts, UserFacts, Values } from './types.ts';

/** Noon in Shanghai on a working day: cases that ask the clock say so with "now". */
const defaultNow = '2026-03-02T04:00:00.000Z';

const isObject = (value: Json | undefined): value is Values =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Ids by position, so that a case gives the same result each time. */
function counter(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  };
}

function inputOf(compiled: CompiledForm, { given }: FormCase): EvaluationInput {
  const facts = given as Values;
  const newId = counter();
  const assigned: Values = {};
  for (const place of compiled.places.values()) {
    const value = place.table === undefined ? own(facts, place.key) : undefined;
    if (value === undefined) continue;
    const rows = compiled.tables.has(place.key) && Array.isArray(value) ? value : undefined;
    assigned[place.key] = rows ? rows.map((row) => (isObject(row) ? { id: newId(), ...row } : row)) : value;
  }
  const [user, settings, proof, now] = ['user', 'settings', 'proof', 'now'].map((key) => own(facts, key));
  const record: SystemFacts = {};
  if (typeof facts['state'] === 'string') record.state = facts['state'];
  return {
    mode: 'create',
    values: {},
    assigned,
    record,
    roles: [],
    baseRights: 'all',
    now: typeof now === 'string' ? now : defaultNow,
    newId,
    ...(isObject(user) ? { user: user as UserFacts } : {}),
    ...(isObject(settings) ? { settings } : {}),
    ...(isObject(proof) ? { proof } : {}),
  };
}

/** Rows are compared by the cells that the case names. */
function matches(place: Place | undefined, expected: Json, actual: Json, compiled: CompiledForm): boolean {
  const table = place && compiled.tables.get(place.path);
  if (table && Array.isArray(expected) && Array.isArray(actual)) {
    return (
      expected.length === actual.length &&
      expected.every((row, index) => {
        const found = actual[index];
        if (!isObject(row) || !isObject(found)) return false;
        return Object.keys(row).every((key) =>
          matches(table.columns.get(key), row[key] ?? null, own(found, key) ?? null, compiled),
        );
      })
    );
  }
  const settled = place ? place.type.settle(expected, place.field, compiled.context) : expected;
  return sameJson(settled, actual);
}

function failuresOf(compiled: CompiledForm, one: FormCase, result: FormResult): CaseResult['failures'] {
  const failures: CaseResult['failures'] = [];
  for (const [path, expected] of Object.entries(one.expect ?? {})) {
    const actual = result.rights[path] ?? (result.sections[path] === false ? 'hide' : 'edit');
    if (actual !== expected) failures.push({ path, expected, actual });
  }
  for (const [path, expected] of Object.entries((one.values ?? {}) as Values)) {
    const actual = own(result.values, path) ?? null;
    if (!matches(compiled.places.get(path), expected, actual, compiled)) failures.push({ path, expected, actual });
  }
  if (one.refused) {
    const expected = [...one.refused].sort();
    const actual = result.checks.flatMap(({ refuses, key }) => (refuses ? [key] : [])).sort();
    if (!sameJson(expected, actual)) failures.push({ path: 'checks', expected, actual });
  }
  return failures;
}

/** Runs the cases of a form: given these values, these rights, values and refusals. */
export function formCases(compiled: CompiledForm): CaseResult[] {
  return (compiled.form.cases ?? []).map((one) => {
    const failures = failuresOf(compiled, one, evaluate(compiled, inputOf(compiled, one)));
    return { key: one.key, passed: failures.length === 0, failures };
  });
}
