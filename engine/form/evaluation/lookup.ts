import { evaluateData } from '../compile/data.ts';
import type { CompiledLookup, LookupState, State } from '../compile/model.ts';
import { sameJson } from '../equal.ts';
import { isEmpty } from '../fields/plain.ts';
import { fillFrom } from '../fill.ts';
import { localised } from '../messages.ts';
import { own } from '../scope.ts';
import type { LookupAnswer, Values } from '../types.ts';

const nothing = { match: {}, fill: {}, rows: {} };

/** A snapshot that is stored stands for as long as what it was found by stays the same. */
function isKept({ lookup }: CompiledLookup, state: State): boolean {
  const { mode, before } = state.input;
  if (lookup.keep === 'live' || mode === 'create' || mode === 'submit') return false;
  return mode === 'view' || lookup.on.every((key) => sameJson(state.facts[key], own(before, key) ?? null));
}

function answered(compiled: CompiledLookup, state: State, answer: LookupAnswer): Pick<LookupState, 'fill' | 'rows'> {
  if (!answer.found) return nothing;
  return 'source' in answer
    ? fillFrom(state.compiled, compiled.key, answer.source, state.env)
    : { fill: answer.fill, rows: answer.rows };
}

export const lookupId = (key: string, match: Values): string => `${key}?${JSON.stringify(match)}`;

/** Where a lookup stands, and what it brought. */
export function lookUp(compiled: CompiledLookup, state: State): LookupState {
  const { key, lookup } = compiled;
  if (lookup.on.some((field) => isEmpty(state.facts[field]))) return { status: 'idle', id: key, ...nothing };
  if (isKept(compiled, state)) return { status: 'kept', id: key, ...nothing };
  const match = evaluateData(compiled.match, state, undefined);
  const id = lookupId(key, match);
  const answers = state.input.lookups ?? {};
  const answer = Object.hasOwn(answers, id) ? answers[id] : undefined;
  if (!answer) return { status: 'pending', id, ...nothing, match };
  const message = !answer.found && answer.message ? { message: localised(answer.message) } : {};
  return { status: answer.found ? 'found' : 'missing', id, match, ...answered(compiled, state, answer), ...message };
}
