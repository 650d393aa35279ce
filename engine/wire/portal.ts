import type { AppDefinition, FormDefinition, Label } from '../definition/types.generated.ts';
import type { AppSummary, FormView } from './app.ts';
import type { Values } from './json.ts';
import type { RecordView } from './record.ts';

/** GET /api/portal/:app: what anybody may know. */
export interface PortalView extends AppSummary {
  timeZone: string;
  currency: string;
  version: number;
  settings: Values;
  portal: NonNullable<AppDefinition['portal']>;
  form: FormView;
  /** Fields of the proof, as they are asked for. */
  proof: FormDefinition['fields'];
  demo?: boolean;
}

/** A public form that the one who applied is asked for, with what its address fills in. */
export interface PortalPageView {
  form: string;
  label: Label;
  fill: Record<string, string>;
}

/** GET /api/portal/:app/records/:id: the state page. */
export interface PortalRecord {
  record: RecordView;
  /** Newest first. */
  timeline: { at: string; text: string; kind: 'state' | 'parcel' | 'message'; detail?: string }[];
  /** `reason`: given with the decision that led here; `shows`: keys of fields that say what it is about. */
  now: { text: string; next?: string; due_at?: string; reason?: string; shows?: string[]; page?: PortalPageView };
  /** `skipped`: this case has no need of it. */
  steps: { label: string; status: 'done' | 'current' | 'todo' | 'skipped' }[];
}
