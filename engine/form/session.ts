import type { CompiledForm, Entered, Notes, Place, RowState, State, TableState } from './compile/model.ts';
import { readEntered } from './evaluation/entered.ts';
import {
  allProblems,
  checkProblems,
  checkResults,
  resultOf,
  rowProblems,
  rowsOf,
  verdictOf,
} from './evaluation/result.ts';
import { isWritable } from './evaluation/right.ts';
import { Agenda, emptyNotes, evaluated, runAgenda } from './evaluation/run.ts';
import { enteredOf, valueOf } from './evaluation/stored.ts';
import { readPath } from './path.ts';
import { payloadOf } from './payload.ts';
import { requirementsOf } from './requirements.ts';
import type {
  Changes,
  EvaluationInput,
  FieldProblem,
  FormResult,
  FormSession,
  Json,
  Right,
  Values,
  Verdict,
} from './types.ts';

/** The browser's side of a form: the same steps as `evaluate`, but only those that read what was typed. */

function changesOf(notes: Notes): Changes {
  return {
    values: [...notes.values],
    rights: [...notes.rights],
    options: [...notes.options],
    problems: [...notes.problems],
    sections: [...notes.sections],
    checks: [...notes.checks],
  };
}

function hasAny(answers: object | undefined): boolean {
  return answers !== undefined && Object.keys(answers).length > 0;
}

class Session implements FormSession {
  private state: State;
  private readonly compiled: CompiledForm;
  constructor(compiled: CompiledForm, input: EvaluationInput) {
    this.compiled = compiled;
    this.state = evaluated(compiled, input);
  }

  private at(path: string): { place: Place; row: RowState | undefined } | undefined {
    const parts = readPath(path);
    const place = parts && this.compiled.places.get(parts.field);
    if (!place) return undefined;
    const row = parts.rowId === undefined ? undefined : this.table(place.table)?.byId.get(parts.rowId);
    return place.table !== undefined && !row && parts.rowId !== undefined ? undefined : { place, row };
  }

  private table(key: string | undefined): TableState | undefined {
    return key === undefined ? undefined : this.state.tables.get(key);
  }

  private run(mark: (agenda: Agenda) => void): Changes {
    const agenda = new Agenda(this.compiled.program);
    const notes = emptyNotes();
    mark(agenda);
    runAgenda(this.state, agenda, notes);
    return changesOf(notes);
  }

  set(path: string, value: unknown): Changes {
    const at = this.at(path);
    if (!at) return changesOf(emptyNotes());
    const { place, row } = at;
    if (this.compiled.tables.has(place.path))
      return this.replace({ ...this.state.input.values, ...this.payload(), [place.key]: value as Json });
    const entered = readEntered(place, value, this.compiled.context);
    if (row) this.enter(place, row, entered);
    else this.state.entered.set(place.key, entered);
    return this.run((agenda) => {
      agenda.mark(`value:${place.path}`, row);
      agenda.mark(`problem:${place.path}`, row);
      // The key of a row that a lookup brought decides what is kept of it.
      if (row) agenda.mark(`right:${place.path}`);
    });
  }

  private enter(place: Place, row: RowState, entered: Entered): void {
    const table = this.table(place.table);
    const cells = table?.entered.get(row.id) ?? new Map<string, Entered>();
    cells.set(place.key, entered);
    table?.entered.set(row.id, cells);
  }

  /** Puts the order of the rows in the user's hands, as it stands now. */
  private arrange(table: string, change: (order: string[]) => string[]): Changes {
    const tableState = this.table(table);
    if (!tableState) return changesOf(emptyNotes());
    tableState.order = change(tableState.rows.map(({ id }) => id));
    return this.run((agenda) => {
      agenda.mark(`rows:${table}`);
      agenda.mark(`problem:${table}`);
    });
  }

  addRow(table: string, values: Values = {}, at?: number): { rowId: string; changes: Changes } {
    const rowId = this.state.input.newId();
    const columns = this.compiled.tables.get(table)?.columns;
    const cells = new Map<string, Entered>();
    for (const [key, value] of Object.entries(values)) {
      const place = columns?.get(key);
      if (place) cells.set(key, readEntered(place, value, this.compiled.context));
    }
    this.table(table)?.entered.set(rowId, cells);
    const changes = this.arrange(table, (order) => order.toSpliced(at ?? order.length, 0, rowId));
    return { rowId, changes };
  }

  removeRow(table: string, rowId: string): Changes {
    this.table(table)?.entered.delete(rowId);
    return this.arrange(table, (order) => order.filter((id) => id !== rowId));
  }

  moveRow(table: string, rowId: string, to: number): Changes {
    return this.arrange(table, (order) => order.filter((id) => id !== rowId).toSpliced(to, 0, rowId));
  }

  answer(answers: Pick<EvaluationInput, 'lookups' | 'rollups' | 'exists'>): Changes {
    const { input } = this.state;
    this.state.input = {
      ...input,
      lookups: { ...input.lookups, ...answers.lookups },
      rollups: { ...input.rollups, ...answers.rollups },
      exists: { ...input.exists, ...answers.exists },
    };
    return this.run((agenda) => {
      for (const key of this.compiled.lookups.keys()) agenda.mark(`lookup:${key}`);
      const [counted, looked] = [hasAny(answers.rollups), hasAny(answers.exists)];
      if (!counted && !looked) return;
      for (const place of this.compiled.places.values()) {
        if (counted && place.rollup) agenda.mark(`value:${place.path}`);
        if (looked) agenda.mark(`problem:${place.path}`);
      }
    });
  }

  update(input: Partial<EvaluationInput>): Changes {
    return this.replace(undefined, input);
  }

  /** Works everything out anew and tells what is different. */
  private replace(values: Values | undefined, input: Partial<EvaluationInput> = {}): Changes {
    const before = this.state;
    const typed = values ?? input.values ?? payloadOf(before, true);
    this.state = evaluated(this.compiled, { ...before.input, ...input, values: typed });
    for (const [table, after] of this.state.tables) after.lookupIds = this.keptIds(before, table, after.lookupIds);
    const notes = emptyNotes();
    for (const path of this.compiled.places.keys()) {
      for (const kind of ['values', 'rights', 'options', 'problems'] as const) notes[kind].add(path);
    }
    for (const { key } of this.compiled.sections) notes.sections.add(key);
    for (const { check } of this.compiled.checks) notes.checks.add(check.key);
    return changesOf(notes);
  }

  private keptIds(before: State, table: string, after: Map<string, string>): Map<string, string> {
    return new Map([...(before.tables.get(table)?.lookupIds ?? []), ...after]);
  }

  value(path: string): Json {
    const at = this.at(path);
    return at ? valueOf(at.place, this.state, at.row) : null;
  }

  entered(path: string): unknown {
    const at = this.at(path);
    const entered =
      at && isWritable(at.place, this.state, at.row) ? enteredOf(at.place, this.state, at.row) : undefined;
    return entered?.mismatch ? entered.raw : this.value(path);
  }

  right(path: string): Right {
    const at = this.at(path);
    return (at && (at.row?.rights.get(at.place.key) ?? this.state.rights.get(at.place.path))) ?? 'hide';
  }

  options(path: string): readonly string[] | undefined {
    const at = this.at(path);
    if (!at) return undefined;
    return at.row?.rights.has(at.place.key) ? at.row.options.get(at.place.key) : this.state.options.get(at.place.path);
  }

  narrowedBy(path: string): Readonly<Values> | undefined {
    const at = this.at(path);
    return at?.place.whereFacts?.(this.state, at.row);
  }

  problems(path: string): readonly FieldProblem[] {
    const at = this.at(path);
    if (!at) return [];
    if (at.row) return rowProblems(at.row, at.place.key);
    const said = checkProblems(this.state).filter((one) => one.path === path);
    return [...(this.state.problems.get(at.place.path) ?? []), ...said];
  }

  allProblems = (): FieldProblem[] => allProblems(this.state);
  checks = () => checkResults(this.state);
  sectionVisible = (key: string): boolean => this.state.sections.get(key) ?? true;
  rows = (table: string): readonly string[] => rowsOf(this.state, table).map(({ id }) => id);
  requirements = () => requirementsOf(this.state);
  payload = (): Values => payloadOf(this.state, false);
  result = (): FormResult => resultOf(this.state);
  verdict = (): Verdict => verdictOf(this.state);
  whole = (): FormResult =>
    resultOf(evaluated(this.compiled, { ...this.state.input, values: payloadOf(this.state, true) }));

  values(): Readonly<Values> {
    const values: Values = {};
    for (const { key, table } of this.compiled.places.values()) {
      if (table !== undefined) continue;
      values[key] = this.compiled.tables.has(key)
        ? rowsOf(this.state, key).map((row) => row.values)
        : (this.state.facts[key] ?? null);
    }
    return values;
  }
}

export const createSession = (compiled: CompiledForm, input: EvaluationInput): FormSession =>
  new Session(compiled, input);
