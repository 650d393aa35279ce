import type { Condition } from '../../expression/types.ts';
import type { DisplayContext, Right } from '../../form/index.ts';
import type {
  AnswersView,
  AppView,
  ChoiceView,
  ExplainView,
  FlowPicture,
  FormView,
  HistoryEntry,
  JumpPreview,
  LookupView,
  OptionView,
  PortalRecord,
  PrintView,
  ReceiverAsk,
  ReceiverView,
  RecordList,
  RecordView,
  RelatedView,
  SubflowsView,
  Values,
} from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';
import type { LiveApp } from '../apps/live.ts';
import type { Jump } from './preview.ts';

/** What the choices of a field are asked for by. */
export interface OptionsAsk {
  search?: string;
  /**
   * What the definition narrows them by, of the record that is being filled in: `record` and `row`. Without it they are
   * not narrowed by such; what was chosen is judged when it is handed in, either way.
   */
  facts?: Values;
}

/** What a list, an export or a count asks for. Everything in it is checked against what the person may see. */
export interface ListQuery {
  /** From 1. */
  page?: number;
  /** At most 200. */
  size?: number;
  /** Field keys, - in front for descending; created_at, updated_at and state too. */
  sort?: string[];
  /** Words looked for in the form's search fields. */
  search?: string;
  filter?: Condition;
  columns?: string[];
  /** false: the total is as far as this page goes; for pages after the first. */
  count?: boolean;
}

/** A list that leaves the house: all of it, and with `rows` a line for each row of that sub-table. */
export interface ExportQuery extends Omit<ListQuery, 'page' | 'size' | 'count'> {
  rows?: string;
}

/** A record as an import compares it with a line: what this person sees, and how an export would write it. */
export interface KnownRecord {
  id: string;
  revision: number;
  data: Values;
  rights: Record<string, Right>;
  /** In each language. */
  shown: readonly DisplayContext[];
}

/**
 * What people read of records. Everywhere the same answer to who may: rows by condition in the SQL itself, fields hidden
 * or masked before anything leaves. Throws a Refusal (not_found, not_allowed, bad_filter …).
 */
export interface RecordReads {
  app(app: string, actor: Actor): Promise<AppView>;
  /** What anybody may know of the form that is applied with: no account, nothing proved. */
  portalForm(app: string): FormView;
  /** Only of a form with a public page. */
  publicForm(app: string, form: string): FormView;
  /** As many have been handed in as its public page takes. */
  isFull(app: string, form: string): Promise<boolean>;
  list(app: string, form: string, query: ListQuery, actor: Actor, locale: Locale): Promise<RecordList>;
  count(app: string, form: string, query: ListQuery, actor: Actor): Promise<number>;
  /** Ids of all that match, up to `most`. */
  ids(app: string, form: string, query: ListQuery, actor: Actor, most: number): Promise<string[]>;
  /** What these records are called, of those that the person may see. */
  titles(app: string, form: string, ids: readonly string[], actor: Actor): Promise<Record<string, string>>;
  /** Lines of CSV with their ends, the head first, labels and values in the person's language; needs the export right. */
  csv(app: string, form: string, query: ExportQuery, actor: Actor, locale: Locale): AsyncIterable<string>;
  /** The same as a workbook of Excel, with typed cells. */
  xlsx(app: string, form: string, query: ExportQuery, actor: Actor, locale: Locale): AsyncIterable<Buffer>;
  /** The one record with this value in a unique field; without a field, with this id. */
  known(
    app: string,
    form: string,
    key: { field?: string; value: string },
    actor: Actor,
  ): Promise<KnownRecord | undefined>;
  get(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<RecordView>;
  history(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<HistoryEntry[]>;
  /** Why a field is hidden, read-only, required for this person; staff only. */
  explain(app: string, form: string, id: string, path: string, actor: Actor, locale: Locale): Promise<ExplainView>;
  /** What administrators do not see on a record, and why. */
  hidden(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<ExplainView[]>;
  /** As paper shows it. `template`: one of the form's; its first where left out, its layout where empty. */
  print(
    app: string,
    form: string,
    id: string,
    template: string | undefined,
    actor: Actor,
    locale: Locale,
  ): Promise<PrintView>;
  flow(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<FlowPicture>;
  /** What an administrator's jump would do. */
  preview(app: string, form: string, id: string, jump: Jump, actor: Actor, locale: Locale): Promise<JumpPreview>;
  /** Whether whom a task is to be given to by hand is away, and who would have it. */
  receiver(
    app: string,
    form: string,
    id: string,
    ask: ReceiverAsk,
    actor: Actor,
    locale: Locale,
  ): Promise<ReceiverView>;
  related(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<RelatedView[]>;
  /** Of a select from a form, a reference or a user field; `path`: field or table.column. */
  options(
    app: string,
    form: string,
    path: string,
    ask: OptionsAsk,
    actor: Actor,
    locale: Locale,
  ): Promise<OptionView[]>;
  /** A linked query while somebody types: nothing is kept. Throws Refusal `outside_unavailable` when nobody answers. */
  lookup(app: string, form: string, lookup: string, values: Values, actor: Actor, locale: Locale): Promise<LookupView>;
  /** The same for a version that is being designed. The caller sees to it that this person designs the app. */
  tryLookup(
    app: LiveApp,
    form: string,
    lookup: string,
    values: Values,
    actor: Actor,
    locale: Locale,
  ): Promise<LookupView>;
  /**
   * What a form that is being filled in still has to know from outside: linked queries and counts, by the ids that the
   * browser works out too. `record`: the one that is being changed.
   */
  answers(
    app: string,
    form: string,
    values: Values,
    record: string | undefined,
    actor: Actor,
    locale: Locale,
  ): Promise<AnswersView>;
  /** Whom whoever submits these values has to choose for steps of the flow. */
  choices(app: string, form: string, values: Values, actor: Actor, locale: Locale): Promise<ChoiceView[]>;
  /** Among whom may be chosen for a step; `record`: one that is submitted again. */
  choosable(
    asked: { app: string; form: string; node: string; search: string; record?: string },
    actor: Actor,
    locale: Locale,
  ): Promise<OptionView[]>;
  /** The flow that began this record's, and those that this record's has begun. */
  subflows(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<SubflowsView>;
  /** The state page of the portal. */
  portal(app: string, id: string, actor: Actor, locale: Locale): Promise<PortalRecord>;
  /** The records of the portal's form that a visitor's proof opens, newest first. */
  mine(app: string, actor: Actor, locale: Locale): Promise<RecordList>;
}
