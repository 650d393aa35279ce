import type { CompiledForm, Place, Rollup, RowState, State } from './compile/model.ts';
import { existsAsked } from './evaluation/exists.ts';
import { cells } from './evaluation/result.ts';
import { evaluated } from './evaluation/run.ts';
import { matchesNothing, rollupAsked } from './evaluation/value.ts';
import type {
  EvaluationInput,
  ExistsRequirement,
  LookupRequirement,
  Requirements,
  RollupRequirement,
} from './types.ts';

function lookupsPending(state: State): LookupRequirement[] {
  const pending: LookupRequirement[] = [];
  for (const { key, lookup } of state.compiled.lookups.values()) {
    const found = state.lookups.get(key);
    if (found?.status !== 'pending') continue;
    pending.push({
      id: found.id,
      key,
      source: lookup.from,
      ...(lookup.else ? { otherwise: lookup.else } : {}),
      match: found.match,
      tables: Object.values(lookup.rows ?? {}).map(({ from }) => from),
    });
  }
  return pending;
}

function rollupAt(
  place: Place,
  rollup: Rollup,
  state: State,
  row: RowState | undefined,
): RollupRequirement | undefined {
  const { id, match, facts } = rollupAsked(place, rollup, state, row);
  if (matchesNothing(match) || Object.hasOwn(state.input.rollups ?? {}, id)) return undefined;
  const { of, where, exclusive } = rollup.field;
  const self = state.input.record?.id;
  return {
    id,
    path: place.path,
    form: of.form,
    ...(of.rows ? { rows: of.rows } : {}),
    measure: rollup.measure,
    match,
    ...(where ? { where: where as NonNullable<RollupRequirement['where']> } : {}),
    facts,
    exclusive: exclusive === true,
    ...(self && of.form === state.compiled.form.key ? { excludeRecord: self } : {}),
  };
}

/** Rows that will be left out need no answer at submit. */
function rollupsPending(state: State): RollupRequirement[] {
  const pending = new Map<string, RollupRequirement>();
  if (state.input.mode === 'view') return [];
  for (const [place, row] of cells(state)) {
    if (!place.rollup || row?.kept === false) continue;
    const asked = rollupAt(place, place.rollup, state, row);
    if (asked) pending.set(asked.id, asked);
  }
  return [...pending.values()];
}

function existsPending(state: State): ExistsRequirement[] {
  const pending = new Map<string, ExistsRequirement>();
  if (state.input.mode === 'view') return [];
  for (const [place, row] of cells(state)) {
    if (row?.kept === false) continue;
    for (const asked of existsAsked(place, state, row)) {
      if (!Object.hasOwn(state.input.exists ?? {}, asked.id)) pending.set(asked.id, asked);
    }
  }
  return [...pending.values()];
}

/** Lookups first: what they bring decides what rollups ask and what has to exist. */
export function requirementsOf(state: State): Requirements {
  const lookups = lookupsPending(state);
  const rollups = lookups.length > 0 ? [] : rollupsPending(state);
  const exists = lookups.length > 0 ? [] : existsPending(state);
  return { lookups, rollups, exists, isComplete: lookups.length + rollups.length + exists.length === 0 };
}

export const requirements = (compiled: CompiledForm, input: EvaluationInput): Requirements =>
  requirementsOf(evaluated(compiled, input));
