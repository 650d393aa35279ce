import type { FormDefinition, Label } from '../definition/types.generated.ts';
import type { AppSummary, FormView } from './app.ts';
import type { Values } from './json.ts';

/** Why a public form cannot be filled in: not any more, not so many more, or not at all. */
export type PublicClosed = 'closed' | 'until' | 'most';

/** GET /api/public/:app/:form: what anybody may know who has the link. */
export interface PublicFormView extends AppSummary {
  timeZone: string;
  currency: string;
  version: number;
  settings: Values;
  page: NonNullable<FormDefinition['public']>;
  title: Label;
  /** Absent while it is open. */
  closed?: PublicClosed;
  form: FormView;
}

/** GET /api/public/:app/:form/challenge: work that costs a browser a second and a robot its patience. */
export interface PublicChallenge {
  algorithm: string;
  challenge: string;
  maxnumber: number;
  salt: string;
  signature: string;
}

/** POST /api/public/:app/:form/token {solution}: for one submission. */
export interface PublicToken {
  token: string;
  expires: string;
}
