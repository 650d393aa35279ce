import { sameJson } from '../equal.ts';
import { judge } from '../evaluation/judge.ts';
import { lookUp } from '../evaluation/lookup.ts';
import { optionsOf, rightOf } from '../evaluation/right.ts';
import { effectiveValue } from '../evaluation/value.ts';
import { cellPath } from '../path.ts';
import type { FormFault, Json } from '../types.ts';
import type {
  CompiledCheck,
  CompiledForm,
  CompiledLookup,
  CompiledSection,
  Place,
  Program,
  Read,
  Rule,
  State,
  Step,
} from './model.ts';
import { orderSteps } from './order.ts';
import { decides, read, readsOfData, readsOfValue, ruleRead } from './reads.ts';
import { ringFault } from './ring.ts';
import { stepsOfTable } from './tables.ts';

/** Everything that is worked out for a form, as steps that name what they read. */

/** Keeps a result by path for the record, or in the row; true where it is another than before. */
function keep<K, T extends Json | undefined>(map: Map<K, T>, key: K, value: T): boolean {
  if (sameJson(map.get(key), value)) return false;
  map.set(key, value);
  return true;
}

function ruleStep(rule: Rule): Step {
  const cell = `rule:${rule.index}`;
  const { table, index } = rule;
  if (table === undefined) {
    return {
      cell,
      reads: rule.when.reads,
      run(state) {
        const holds = rule.when.test(state, undefined);
        const changed = state.rules[index] !== holds;
        state.rules[index] = holds;
        return changed;
      },
    };
  }
  return {
    cell,
    table,
    reads: [...rule.when.reads, read(`rows:${table}`, true)],
    run: (state, row) => row !== undefined && keep(row.rules, index, rule.when.test(state, row)),
  };
}

function lookupStep({ key, ...rest }: CompiledLookup): Step {
  const compiled = { key, ...rest };
  const reads = [...compiled.lookup.on.map((field) => read(`value:${field}`)), ...readsOfData(compiled.match)];
  return {
    cell: `lookup:${key}`,
    reads,
    run(state) {
      const before = state.lookups.get(key);
      const after = lookUp(compiled, state);
      state.lookups.set(key, after);
      return !sameJson(before as unknown as Json, after as unknown as Json);
    },
  };
}

function readsOfPlace(place: Place): Read[] {
  const { table } = place;
  return [
    ...place.effects.filter(decides).map(ruleRead),
    ...place.effects.flatMap(({ value }) => readsOfValue(value)),
    ...place.filledBy.map((key) => read(`lookup:${key}`)),
    ...(table === undefined ? [] : [read(`rows:${table}`, true)]),
  ];
}

function valueStep(place: Place): Step {
  const { table, key, path } = place;
  const rollup = place.rollup ? [...readsOfData(place.rollup.match), ...place.rollup.whereReads] : [];
  return {
    cell: `value:${path}`,
    ...(table === undefined ? {} : { table }),
    reads: [...readsOfPlace(place), ...readsOfValue(place.formula), ...readsOfValue(place.initial), ...rollup],
    run(state, row, notes) {
      const values = row ? row.values : state.facts;
      const value = effectiveValue(place, state, row);
      if (Object.hasOwn(values, key) && sameJson(values[key], value)) return false;
      values[key] = value;
      notes.values.add(cellPath(path, row?.id));
      return true;
    },
  };
}

function sameOptions(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((key, at) => key === b[at]);
}

/** The right of a field, or of a column for all rows. */
function rightStep(place: Place): Step {
  const effects = place.effects.filter(({ rule }) => rule.table === undefined);
  return {
    cell: `right:${place.path}`,
    reads: [...effects.map(ruleRead), ...place.filledBy.map((key) => read(`lookup:${key}`))],
    run(state, _row, notes) {
      const changed = keep(state.rights, place.path, rightOf(place, state, undefined));
      if (changed) notes.rights.add(place.path);
      const remaining = optionsOf(place, state, undefined);
      const other = !sameOptions(state.options.get(place.path), remaining);
      if (other) {
        if (remaining) state.options.set(place.path, remaining);
        else state.options.delete(place.path);
        notes.options.add(place.path);
      }
      return changed || other;
    },
  };
}

/** Where a rule speaks of rows one by one, each row has a right of its own. */
function rowRightStep(place: Place, table: string): Step {
  return {
    cell: `rowright:${place.path}`,
    table,
    reads: [...place.effects.map(ruleRead), read(`right:${place.path}`), read(`rows:${table}`, true)],
    run(state, row, notes) {
      if (!row) return false;
      const path = cellPath(place.path, row.id);
      const changed = keep(row.rights, place.key, rightOf(place, state, row));
      if (changed) notes.rights.add(path);
      const remaining = optionsOf(place, state, row);
      const other = !sameOptions(row.options.get(place.key), remaining);
      if (remaining) row.options.set(place.key, remaining);
      else row.options.delete(place.key);
      if (other) notes.options.add(path);
      return changed || other;
    },
  };
}

const isPerRow = (place: Place): boolean => place.effects.some(({ rule }) => rule.table !== undefined);

function problemStep(place: Place, lookups: readonly CompiledLookup[]): Step {
  const { table, path, key } = place;
  const asking = lookups.filter(({ lookup }) => lookup.on[0] === key && table === undefined);
  const ofRow =
    table === undefined
      ? []
      : [read(`drop:${table}`, true), ...(isPerRow(place) ? [read(`rowright:${path}`, true)] : [])];
  return {
    cell: `problem:${path}`,
    ...(table === undefined ? {} : { table }),
    reads: [
      read(`value:${path}`, table !== undefined),
      read(`right:${path}`),
      ...readsOfPlace(place),
      ...readsOfValue(place.min),
      ...readsOfValue(place.max),
      ...place.whereReads,
      ...asking.map((one) => read(`lookup:${one.key}`)),
      ...ofRow,
    ],
    run(state, row, notes) {
      const problems = judge(place, state, row);
      const [map, name] = row ? [row.problems, key] : [state.problems, path];
      const before = map.get(name) ?? [];
      if (before.length === 0 && problems.length === 0) return false;
      map.set(name, problems);
      if (!sameJson(before as unknown as Json, problems as unknown as Json))
        notes.problems.add(cellPath(path, row?.id));
      return false;
    },
  };
}

function checkStep({ check, when, index }: CompiledCheck): Step {
  return {
    cell: `check:${index}`,
    reads: when.reads,
    run(state, _row, notes) {
      const holds = when.test(state, undefined);
      if (state.checks[index] !== holds) notes.checks.add(check.key);
      state.checks[index] = holds;
      return false;
    },
  };
}

function sectionStep(section: CompiledSection): Step {
  return {
    cell: `section:${section.key}`,
    reads: [...section.effects.map(ruleRead), ...section.fields.map((key) => read(`right:${key}`))],
    run(state, _row, notes) {
      const visible = isSectionVisible(section, state);
      if (keep(state.sections, section.key, visible)) notes.sections.add(section.key);
      return false;
    },
  };
}

function isSectionVisible(section: CompiledSection, state: State): boolean {
  const hidden = section.effects.some(({ rule, right }) => right === 'hide' && state.rules[rule.index] === true);
  // A section of nothing but headings and texts is there to be read.
  return (
    !hidden &&
    (section.fields.length === 0 || section.fields.some((key) => (state.rights.get(key) ?? 'hide') !== 'hide'))
  );
}

type Parts = Omit<CompiledForm, 'program'>;

export function programOf(parts: Parts, faults: FormFault[]): Program {
  const { places, tables, rules, lookups, checks, sections } = parts;
  const asking = [...lookups.values()];
  const fields = [...places.values()].filter(({ path }) => !tables.has(path));
  const perRow = fields.filter((place) => place.table !== undefined && isPerRow(place));
  const steps = [
    ...fields.map(valueStep),
    ...rules.map(ruleStep),
    ...asking.map(lookupStep),
    ...[...tables.values()].flatMap(stepsOfTable),
    ...[...tables.values()].map(({ place }) => rightStep(place)),
    ...fields.map(rightStep),
    ...perRow.map((place) => rowRightStep(place, place.table ?? '')),
    ...fields.map((place) => problemStep(place, asking)),
    ...checks.map(checkStep),
    ...sections.map(sectionStep),
  ];
  const { program, rings } = orderSteps(steps);
  for (const ring of rings) faults.push(ringFault(ring, parts));
  return program;
}
