/** GET /api/apps/:app/incidents: what waits for an administrator, by its cause. Texts are the reader's. */
export interface IncidentsView {
  total: number;
  /** There are more than are shown. */
  isCut: boolean;
  groups: IncidentGroup[];
}

export type IncidentKind = 'flow' | 'outbox' | 'timer';

export interface IncidentGroup {
  key: string;
  kind: IncidentKind;
  /** What went wrong: "The other system could not do it". */
  cause: string;
  /** Where: flow and step, connector and operation. */
  place: string;
  since: string;
  form?: string;
  /** flow: the step at which they stand. */
  node?: string;
  /** Outcomes with which they may be gone past. */
  outcomes: { key: string; label: string }[];
  /** outbox: it may be given up. */
  mayDrop: boolean;
  items: IncidentView[];
}

export interface IncidentView {
  id: string;
  form?: string;
  record?: string;
  title: string;
  since: string;
  attempts: number;
  /** It is tried again by itself. */
  nextAt?: string;
  /** What the other side said. */
  answer?: string;
}

/** POST …/incidents/retry and …/incidents/skip: answered line by line as BulkLine. */
export interface IncidentOrder {
  command: string;
  ids: string[];
  /** skip: of a flow's step; without one a call is given up. */
  outcome?: string;
  reason?: string;
}

/** POST …/forms/:form/move/preview: where these records stand, and where they may be put. */
export interface MovePlaces {
  places: { key: string; label: string; count: number; sample: string; targets: { key: string; label: string }[] }[];
  /** Without a flow under way. */
  others: number;
}

/** POST …/forms/:form/move */
export interface MoveOrder {
  command: string;
  records?: string[];
  match?: { search?: string; filter?: object };
  from: string;
  to: string;
  reason: string;
}

/** POST …/records/:id/case/jump/preview: what would come of it, in order. Nothing is done. */
export interface JumpPreview {
  lines: { kind: 'ends' | 'begins' | 'people' | 'systems' | 'state' | 'trouble'; text: string }[];
}
