import type { Facts, Json, Localised } from '../../expression/index.ts';
import type { CheckContext, FlowContext, FlowProblem } from '../types.ts';

/** error: cases will stand still or be done wrong; warning: look at it; note: as it is meant, probably. */
export type Severity = 'error' | 'warning' | 'note';

export interface Finding {
  code: string;
  severity: Severity;
  /** Keys of what it is about, for the canvas; the first is where it is pinned. */
  nodes: readonly string[];
  edges: readonly string[];
  /** The edges of a way from the start to it: the counter-example. Empty where there is none to show. */
  path: readonly string[];
  /** Data with which it happens. */
  witness?: Facts;
  message: Localised;
  cure: Localised;
}

/** A problem of a flow with the way that leads to it. */
export interface ProvedProblem extends FlowProblem {
  /** Keys of edges, from the start. */
  ways?: readonly string[];
}

/** What a fact can hold, as far as its field says; nothing known: any value of its type, or none. */
export interface FactDomain {
  /** All of its values: options of a select, states, a setting as it is now. */
  values?: readonly Json[];
  /** Bounds of a number, as decimals. */
  min?: string;
  max?: string;
  /** Digits behind the point. */
  scale?: number;
  /** It is never empty once the flow runs. */
  filled?: boolean;
}

/** What the proof may know of the app. What is left out is taken as possible, never as a fault. */
export interface SoundnessFacts extends CheckContext, Partial<Pick<FlowContext, 'scope' | 'functions'>> {
  domainOf?: (fact: string) => FactDomain | undefined;
  /** What people call a fact, or one of its values. */
  nameOf?: (fact: string, value?: Json) => Localised | undefined;
  /** What people call a role. */
  roleName?: (role: string) => Localised | undefined;
  /** What people call each other. */
  personName?: (login: string) => string | undefined;
  /** Where days begin and end. */
  timeZone?: string;
  /** Logins by role, where all the people are known. */
  people?: ReadonlyMap<string, readonly string[]>;
}

export interface Bound {
  /** States of the flow that are looked at. */
  states: number;
  /** Combinations of values that are tried at one node. */
  combinations: number;
}

export interface Soundness {
  findings: readonly Finding[];
  /** false: it stopped at the bound, and there may be faults that it has not seen. */
  exact: boolean;
  /** States looked at. */
  explored: number;
  /** Nodes that some case comes to, with a way to each. */
  reached: ReadonlyMap<string, readonly string[]>;
  /** Nodes at which conditions could not be decided: formulas, patterns, lists. */
  undecided: readonly string[];
}
