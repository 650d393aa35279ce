import type {
  AppDefinition,
  CalendarDefinition,
  ConnectorDefinition,
  DataDefinition,
  DecisionTable,
  FlowDefinition,
  FormDefinition,
  MessageDefinition,
  ReportDefinition,
  RuleDefinition,
  ScenarioDefinition,
} from './types.generated.ts';

/** A text in each language of the product. */
export interface Localised {
  'zh-CN': string;
  en: string;
}

/** One definition as it lies in an app's folder or in the database: `text` as read, or `json` already parsed. */
export type AppFile = { path: string; text: string } | { path: string; json: unknown };

/** The folder that a definition lies in says what it is; app.json is the app itself. */
export const KINDS = [
  'app',
  'form',
  'flow',
  'rule',
  'table',
  'message',
  'connector',
  'calendar',
  'report',
  'scenario',
  'data',
] as const;

export type Kind = (typeof KINDS)[number];

/** What is wrong with a definition, for the person who wrote it. */
export interface Problem {
  /** Stable: "unknown_field", "no_json". */
  code: string;
  /** In the app's folder: "forms/claim.json". */
  file: string;
  /** JSON pointer: "/fields/3/key"; empty for the whole file. */
  path: string;
  message: Localised;
  cure: Localised;
  severity: 'error' | 'warning';
  /** Flows: keys of the edges of a way that shows it, from the start. */
  ways?: readonly string[];
}

/** An app that may be run: every reference in it exists. Never changed once made. */
export interface AppModel {
  readonly app: AppDefinition;
  readonly forms: ReadonlyMap<string, FormDefinition>;
  readonly flows: ReadonlyMap<string, FlowDefinition>;
  readonly rules: ReadonlyMap<string, RuleDefinition>;
  readonly tables: ReadonlyMap<string, DecisionTable>;
  readonly messages: ReadonlyMap<string, MessageDefinition>;
  readonly connectors: ReadonlyMap<string, ConnectorDefinition>;
  readonly calendars: ReadonlyMap<string, CalendarDefinition>;
  readonly reports: ReadonlyMap<string, ReportDefinition>;
  readonly scenarios: ReadonlyMap<string, ScenarioDefinition>;
  readonly data: ReadonlyMap<string, DataDefinition>;
  /** "form/claim" → "forms/claim.json". */
  readonly files: ReadonlyMap<string, string>;
  /** SHA-256 (hex) of the canonical JSON of all definitions: the same content has the same hash, wherever it lies. */
  readonly hash: string;
}

export interface LoadResult {
  /** There even where there are problems, as long as every file has the right structure; run it only where `ok`. */
  app?: AppModel;
  problems: Problem[];
  /** No problem is an error. */
  ok: boolean;
}
