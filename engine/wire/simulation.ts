import type { Localised, Problem } from '../definition/model.ts';
import type { Label, ScenarioDefinition } from '../definition/types.generated.ts';
import type { AppView } from './app.ts';
import type { WireProblem } from './error.ts';
import type { Values } from './json.ts';

/** What is played: a scenario without its name and without what it expects at its end. */
export type SimulationScript = Omit<ScenarioDefinition, '$schema' | 'key' | 'label' | 'expect'>;
export type SimulationStep = ScenarioDefinition['steps'][number];
export type SimulationAnswer = NonNullable<ScenarioDefinition['answers']>[number];

/**
 * POST /api/design/:app/simulations/:id/play. The whole story is sent each time; a server that has played its beginning
 * plays on from there, any other plays it all. So nothing is lost with a server.
 */
export interface SimulationOrder {
  flow: string;
  /** Left out: a new one, with the clock and the people of this moment. */
  script?: SimulationScript;
  /** The draft that it was begun with; left out: the draft as it is now. Another one is refused as `draft_moved`. */
  hash?: string;
}

/** What a step that did not go through is told. */
export interface SimulationProblem {
  code: string;
  message: string;
  cure?: string;
  problems: WireProblem[];
}

export interface SimulationPerson {
  login: string;
  name: Label;
  roles: string[];
}

export interface SimulationTask {
  id: string;
  record: string;
  form: string;
  node: string;
  label: Label;
  kind: 'approve' | 'handle' | 'copy';
  /** Login. */
  assignee?: string;
  role?: string;
  roleLabel?: Label;
  /** Logins of those who may do it now. */
  people: string[];
  why: Localised[];
  dueAt?: string;
  overdue: boolean;
}

export type SimulationLine =
  /** Something in a record's history. `by`: a person's name; none: the engine. */
  | {
      kind: 'event';
      event: string;
      text: Localised;
      by?: Localised;
      why: Localised[];
      reason?: string;
      changes?: { label: Label; before: Localised; after: Localised }[];
    }
  /** What somebody would have been told. */
  | { kind: 'message'; key: string; channel: string; to: Localised; title: string; text: string }
  /** What would have gone out; `number` counts the calls of this operation, from 1. A question is asked by a form. */
  | {
      kind: 'call';
      call: string;
      data: Values;
      number: number;
      isQuestion: boolean;
      answer: SimulationAnswer;
      isChosen: boolean;
    }
  | { kind: 'rule'; rule: string; label: Label; why: Localised[]; failed?: string }
  | { kind: 'timer'; timer: string; node?: string; at: string };

export interface SimulationEntry {
  /** Position in the script's steps; -1: what was there before. */
  step: number;
  /** The story's clock when it was through. */
  at: string;
  lines: SimulationLine[];
  /** Nodes that were entered, in order; what the token ran along. */
  path: string[];
  /** The edges that it ran along. */
  edges: string[];
}

export type NodePlayed = 'done' | 'current' | 'waiting' | 'skipped' | 'incident';

export interface SimulationRecord {
  /** As steps call it; none: the one that was submitted last. */
  name?: string;
  id: string;
  form: string;
  title: string;
  state?: string;
  stateLabel?: Label;
  values: { key: string; label: Label; text: Localised; isNew: boolean }[];
}

/** What may come of itself. */
export interface SimulationOutside {
  /** `about`: what the newest record of the form holds in the fields by which the call-back finds it; null: there is none. */
  hooks: { hook: string; connector: Label; label: Label; form: string; about: Values | null }[];
  /** Rules on a schedule, and when their hour comes. */
  schedules: { rule: string; label: Label; form: string; next?: string }[];
  /** What the flow waits for where it stands. */
  signals: { signal: string; label: Label; node: Label; fields: string[]; record?: string }[];
  /** Where somebody is waited for, and logins of those who may go on; visitor: a customer. */
  waits: { node: string; label: Label; form: string; record: string; name?: string; people: string[] }[];
}

export interface SimulationView {
  id: string;
  app: string;
  flow: string;
  /** Of the draft that is played. */
  hash: string;
  script: SimulationScript;
  now: string;
  /** When something falls due next. Rules on a schedule apart, which run all day long and mostly find nothing. */
  next?: string;
  outside: SimulationOutside;
  people: SimulationPerson[];
  entries: SimulationEntry[];
  /** Records of the story, the simulated flow's first one first. */
  records: SimulationRecord[];
  tasks: SimulationTask[];
  /** Of the newest record of the flow. */
  nodes: Record<string, NodePlayed>;
  isOver: boolean;
  /** What forms have asked outside systems while they were being filled in, and what they were told; newest last. */
  questions: { call: string; data: Values; answer: SimulationAnswer; isChosen: boolean }[];
  /** This step did not go through; those after it were not played, and none of them is in the script. */
  stopped?: { step: number; what: string; problem: SimulationProblem };
}

/** GET …/simulations/:id/as/:who: the app as this person sees it. */
export interface SimulationDesk {
  app: AppView;
  user?: { id: string; login: string; name: string };
  /** A customer's. */
  proof?: Record<string, string>;
  /** Of whoever has no account. */
  roles?: string[];
}

/** POST …/simulations/:id/copies {form, record, whole}: a record of the live app as a story can have it. */
export interface SimulationCopy {
  /** As a story says it: people by login, records by name. */
  data: Values;
  /** The same for a form that is being filled in; not while what it points to is still to be given. */
  values?: Values;
  /** What it points to, to be there before the story begins. */
  given: { form: string; name: string; data: Values }[];
  /** What became of people, files and records that it names, field by field. */
  told: { label: Label; text: Localised }[];
}

/** 422 `draft_has_errors`, in the error. */
export interface SimulationRefusal {
  definitions: Problem[];
}
