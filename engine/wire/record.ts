import type { Label, Right, Tone } from '../definition/types.generated.ts';
import type { OptionView } from './answer.ts';
import type { FormView } from './app.ts';
import type { Values } from './json.ts';
import type { Person } from './session.ts';

/** A record as this person may see it: hidden fields are absent, masked ones are masked. */
export interface RecordView {
  id: string;
  form: string;
  revision: number;
  /** App version it was written under. */
  version: number;
  title: string;
  state?: string;
  nodes?: string[];
  /** Nobody can go on with it until an administrator resumes it. Told to staff. */
  suspended?: true;
  created_at: string;
  created_by?: Person;
  updated_at: string;
  data: Values;
  /** Texts of what the data points to, by id: people, references, files, options of forms. */
  texts: Record<string, string>;
  files: Record<string, FileView>;
  rights: Record<string, Right>;
  /** Criteria that reviewers see. */
  checks?: CheckView[];
  operations: OperationView[];
  /** The form that this record goes by, where that is not the published one: work under way stays on its version. */
  formView?: FormView;
  /** What it holds in fields that its form has no more. */
  former?: FormerField[];
}

export interface FormerField {
  key: string;
  label: Label;
  /** The version that had it. */
  version: number;
  text: string;
}

export interface FileView {
  id: string;
  name: string;
  mediaType: string;
  size: number;
}

/** …/uploads: a file on its way, in pieces of `piece` bytes. `file`: it is whole. */
export interface UploadView {
  id: string;
  received: number;
  piece: number;
  file?: FileView;
}

export interface CheckView {
  key: string;
  label: Label;
  holds: boolean;
  refuses: boolean;
  /** Lines such as "Days since signing: 12 > 7". */
  why: string[];
}

/** People whom whoever submits chooses for a step of the flow. */
export interface ChoiceView {
  node: string;
  label: Label;
  /** How many. */
  min: number;
  max?: number;
  /** Where people to choose from are looked for, with `search` and, where there is one, the record. */
  among: string;
  record?: string;
  /** Whom they chose before. */
  chosen: OptionView[];
}

/** A flow above or below this record's: its record, as far as this person may open it. */
export interface LinkedFlow {
  app: string;
  form: string;
  /** Left out where this person may not open it. */
  record?: string;
  title: string;
  formLabel: Label;
  /** The step that began it; of the flow above, the step that waits. */
  node: Label;
  status: 'running' | 'suspended' | 'ended' | 'cancelled';
  state?: { label: Label; tone?: Tone };
  at: string;
}

/** …/subflows: the flow that began this record's, and those that this record's has begun. */
export interface SubflowsView {
  above?: LinkedFlow;
  below: LinkedFlow[];
  /** Told to administrators: steps whose flow could not begin, and why. */
  failed?: { node: Label; message: string }[];
}

/** Something this person may do now. */
export interface OperationView {
  kind:
    | 'decision'
    | 'signal'
    | 'edge'
    | 'button'
    | 'edit'
    | 'delete'
    | 'claim'
    | 'unclaim'
    | 'transfer'
    | 'return'
    | 'comment'
    | 'cc'
    | 'withdraw'
    | 'retry'
    | 'delegate'
    | 'add_signer'
    | 'remove_signer'
    | 'case';
  /** decision: the outcome; signal, edge: its name; button: the rule; case: the operation; add_signer: before, after, beside. */
  key: string;
  label: Label;
  help?: Label;
  tone?: Tone;
  reason?: boolean;
  confirm?: Label;
  /** false: required fields need not be filled. */
  check?: boolean;
  /** Fields that may or must be filled with it. */
  rights?: Record<string, Right>;
  /** return, case: nodes; remove_signer: people; transfer, cc, delegate, add_signer: none (choose a person). */
  targets?: { key: string; label: Label }[];
  /** Whoever began submits again with it: people to choose. */
  choices?: ChoiceView[];
  /** jump: where several branches run, the place of each and where it may be put. */
  places?: { token: number; node: string; label: Label; targets: { key: string; label: Label }[] }[];
  /** reassign: what is open, and whose it is. */
  tasks?: { key: string; label: Label; who?: Label }[];
  /** retry: what went wrong, and the outcomes with which it may be gone past. */
  incidents?: { token: number; node: string; label: Label; cause: Label; outcomes: { key: string; label: Label }[] }[];
  /** return: afterwards it comes straight back. */
  resume?: true;
}
