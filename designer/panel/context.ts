import type { ComputedRef, InjectionKey } from 'vue';
import type { Problem } from '../../engine/definition/index.ts';
import type { FunctionLibrary } from '../../engine/expression/index.ts';
import type { Json } from '../draft/types.ts';
import type { LookupTrial } from '../editors/lookup/trial.ts';
import type { Sample } from '../editors/samples.ts';
import type { Draft, FactSet } from '../facts/index.ts';

/** Where a definition is edited: what it may refer to, and what it can be tried on. Knows nothing of who keeps the draft. */
export interface PanelContext {
  draft: Draft;
  /** "forms/claim.json". */
  file?: string;
  /** The form whose fields are named. */
  form?: string;
  /** Inside the rows of this sub-table of the form. */
  table?: string;
  /** The flow whose nodes and states are named. */
  flow?: string;
  /** Facts of conditions and formulas; those of the form where left out. */
  facts?: FactSet;
  functions?: FunctionLibrary;
  samples?: readonly Sample[];
  /** Logins of the people who may be named. */
  people?: readonly { login: string; name: string }[];
  /** Where a condition is still to be said: its first line is begun. */
  undecided?: string;
  /** A field that a rule of linkage is begun for. */
  depending?: string;
  /** Asks the source of a lookup, for its try-out. */
  tryLookup?: LookupTrial;
}

/** What is wrong, by its place in the value that the panel shows. */
export type PanelProblem = Pick<Problem, 'path' | 'message' | 'severity'> & Partial<Pick<Problem, 'cure'>>;

/** What the editors within one panel share. */
export interface Panel {
  context: ComputedRef<PanelContext>;
  root: ComputedRef<Json | undefined>;
  facts: ComputedRef<FactSet>;
  /** At one place, where that is more or other. */
  factsAt(pointer: string): FactSet;
  change(pointer: string, value: Json | undefined): void;
  /** Problems at a place; `within`: inside of it too. */
  problems(pointer: string, within?: boolean): readonly PanelProblem[];
  /** What is searched for in the properties, lower case. */
  search: ComputedRef<string>;
}

export const panelKey: InjectionKey<Panel> = Symbol('panel');

/** What an editor of one property is given. */
export interface EditorProps {
  node: Readonly<Record<string, unknown>>;
  value: Json | undefined;
  pointer: string;
  label: string;
  controlId: string;
  describedBy?: string;
  invalid: boolean;
}
