import type { Cell, CompiledForm, Notes, Program, RowState, State, Step } from '../compile/model.ts';
import { baseRights } from '../rights.ts';
import { recordFacts } from '../scope.ts';
import type { EvaluationInput, Values } from '../types.ts';
import { readInput } from './entered.ts';

/** Runs the steps of a form: all of them for a new state, later only those that read what changed. */

type Dirty = 'all' | Set<RowState>;

export class Agenda {
  private readonly dirty: (Dirty | undefined)[];
  private readonly program: Program;
  private position = 0;
  constructor(program: Program) {
    this.program = program;
    this.dirty = new Array<Dirty | undefined>(program.steps.length);
  }

  mark(cell: Cell, row?: RowState): void {
    const step = this.program.stepOf.get(cell);
    if (step !== undefined) this.add(step, row ? [row] : 'all');
  }

  add(step: number, rows: 'all' | Iterable<RowState>): void {
    const known = this.dirty[step];
    if (known === 'all') return;
    if (rows === 'all') {
      this.dirty[step] = 'all';
      return;
    }
    const set = known ?? new Set<RowState>();
    for (const row of rows) set.add(row);
    this.dirty[step] = set;
  }

  /** The first step that has to run; steps only ever make later ones run. */
  next(): [number, Dirty] | undefined {
    while (this.position < this.dirty.length) {
      const step = this.position;
      const rows = this.dirty[step];
      this.position += 1;
      if (rows !== undefined) return [step, rows];
    }
    return undefined;
  }
}

export function emptyNotes(): Notes {
  return {
    values: new Set(),
    rights: new Set(),
    options: new Set(),
    problems: new Set(),
    sections: new Set(),
    checks: new Set(),
    newRows: new Map(),
  };
}

/** The rows whose part of the cell changed; undefined for a cell of the record. Null: nothing changed. */
function runStep(step: Step, state: State, rows: Dirty, notes: Notes): RowState[] | 'record' | null {
  if (step.table === undefined) return step.run(state, undefined, notes) ? 'record' : null;
  const table = state.tables.get(step.table);
  const asked = rows === 'all' ? (table?.rows ?? []) : [...rows].filter((row) => table?.byId.get(row.id) === row);
  const changed = asked.filter((row) => step.run(state, row, notes));
  return changed.length > 0 ? changed : null;
}

function spread(step: Step, changed: RowState[] | 'record', state: State, agenda: Agenda, notes: Notes): void {
  const { program } = state.compiled;
  for (const { step: position, sameRow } of program.readers.get(step.cell) ?? []) {
    const table = program.steps[position]?.table;
    if (!sameRow || table === undefined) agenda.add(position, 'all');
    // Of a table's list of rows, a row's own steps need to know only when they are new.
    else agenda.add(position, changed === 'record' ? (notes.newRows.get(table) ?? []) : changed);
  }
}

export function runAgenda(state: State, agenda: Agenda, notes: Notes): void {
  for (let next = agenda.next(); next; next = agenda.next()) {
    const [position, rows] = next;
    const step = state.compiled.program.steps[position];
    const changed = step ? runStep(step, state, rows, notes) : null;
    if (step && changed) spread(step, changed, state, agenda, notes);
  }
}

/** The settings of an app are the same object until one is changed. */
const settled = new WeakMap<CompiledForm, { given: Values | undefined; full: Values }>();

function settingsOf(compiled: CompiledForm, { settings: given }: EvaluationInput): Values {
  const before = settled.get(compiled);
  if (before && before.given === given) return before.full;
  const defaults = (compiled.context.settings ?? []).map(({ key, value }) => [key, value as Values[string]] as const);
  const full = { ...Object.fromEntries(defaults), ...given };
  settled.set(compiled, { given, full });
  return full;
}

function freshState(compiled: CompiledForm, input: EvaluationInput): State {
  const settings = settingsOf(compiled, input);
  const full = { ...input, settings };
  return {
    compiled,
    input: full,
    env: { now: input.now, timeZone: input.timeZone ?? compiled.context.timeZone },
    facts: recordFacts({}, full),
    base: baseRights(compiled, full),
    entered: new Map(),
    tables: new Map(),
    rules: [],
    rights: new Map(),
    options: new Map(),
    problems: new Map(),
    sections: new Map(),
    checks: [],
    lookups: new Map(),
    strays: [],
  };
}

/** A state in which everything is worked out. */
export function evaluated(compiled: CompiledForm, input: EvaluationInput): State {
  const state = freshState(compiled, input);
  readInput(state);
  for (const place of compiled.places.values()) {
    if (place.table === undefined) state.facts[place.key] = Array.isArray(place.type.emptyValue) ? [] : null;
  }
  const notes = emptyNotes();
  for (const step of compiled.program.steps) runStep(step, state, 'all', notes);
  return state;
}
