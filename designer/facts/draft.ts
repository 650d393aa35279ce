import type {
  AppDefinition,
  CalendarDefinition,
  ConnectorDefinition,
  DecisionTable,
  Field,
  FlowDefinition,
  FormDefinition,
  Label,
  Localised,
  MessageDefinition,
  ReportDefinition,
  RuleDefinition,
} from '../../engine/definition/index.ts';
import { type FormContext, fieldTypes } from '../../engine/form/index.ts';
import type { Files, JsonObject } from '../draft/types.ts';

/** The definitions of a draft by key, as far as they can be read: what is half written is there, what is broken is left out. */
export interface Draft {
  app: AppDefinition;
  forms: ReadonlyMap<string, FormDefinition>;
  flows: ReadonlyMap<string, FlowDefinition>;
  rules: ReadonlyMap<string, RuleDefinition>;
  tables: ReadonlyMap<string, DecisionTable>;
  messages: ReadonlyMap<string, MessageDefinition>;
  connectors: ReadonlyMap<string, ConnectorDefinition>;
  calendars: ReadonlyMap<string, CalendarDefinition>;
  reports: ReadonlyMap<string, ReportDefinition>;
  /** What forms have to know to be compiled. */
  context: FormContext;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The engine throws at a type it has never heard of; a draft may name one while somebody types. */
function isField(value: unknown): value is Field {
  if (!isObject(value) || typeof value.key !== 'string' || typeof value.type !== 'string') return false;
  return fieldTypes.has(value.type) && value.label !== undefined;
}

/** Made once for each file as it stands, so that what hangs on a form's identity (its compiled form) is found again. */
const readable = new WeakMap<object, FormDefinition>();

function readForm(json: JsonObject): FormDefinition | undefined {
  if (typeof json.key !== 'string') return undefined;
  let form = readable.get(json);
  if (!form) {
    const written: readonly unknown[] = Array.isArray(json.fields) ? json.fields : [];
    const fields = written.filter(isField).map(readField);
    const isWhole =
      Array.isArray(json.fields) &&
      fields.length === written.length &&
      fields.every((field, index) => field === written[index]);
    form = (isWhole ? json : { ...json, fields }) as unknown as FormDefinition;
    readable.set(json, form);
  }
  return form;
}

function readField(field: Field): Field {
  if (field.type !== 'table') return field;
  const written: readonly unknown[] = Array.isArray(field.fields) ? field.fields : [];
  const columns = written.filter(isField);
  return columns.length === written.length && written === field.fields
    ? field
    : ({ ...field, fields: columns } as Field);
}

function byKey<T>(files: Files, folder: string, read: (json: JsonObject) => T | undefined): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [path, json] of Object.entries(files)) {
    if (!path.startsWith(`${folder}/`) || typeof json.key !== 'string') continue;
    const definition = read(json);
    if (definition !== undefined) found.set(json.key, definition);
  }
  return found;
}

const as =
  <T>(...lists: string[]) =>
  (json: JsonObject): T | undefined =>
    lists.every((list) => Array.isArray(json[list])) ? (json as unknown as T) : undefined;

const emptyApp = { key: 'app', label: 'app', version: '1.0.0', timeZone: 'Asia/Shanghai', currency: 'CNY', roles: [] };

function read(files: Files): Draft {
  const app = { ...emptyApp, ...files['app.json'] } as unknown as AppDefinition;
  const forms = byKey(files, 'forms', readForm);
  const connectors = byKey(files, 'connectors', as<ConnectorDefinition>());
  const { timeZone, currency, roles, settings = [], portal } = app;
  return {
    app,
    forms,
    connectors,
    flows: byKey(files, 'flows', as<FlowDefinition>('nodes', 'edges', 'states')),
    rules: byKey(files, 'rules', as<RuleDefinition>()),
    tables: byKey(files, 'tables', as<DecisionTable>('in', 'out', 'rows')),
    messages: byKey(files, 'messages', as<MessageDefinition>()),
    calendars: byKey(files, 'calendars', as<CalendarDefinition>()),
    reports: byKey(files, 'reports', as<ReportDefinition>()),
    context: {
      timeZone,
      currency,
      forms,
      settings,
      roles,
      connectors,
      ...(Array.isArray(portal?.proof?.fields) ? { proof: portal.proof.fields } : {}),
    },
  };
}

const known = new WeakMap<Files, Draft>();

/** The same object for the same files. */
export function readDraft(files: Files): Draft {
  let draft = known.get(files);
  if (!draft) {
    draft = read(files);
    known.set(files, draft);
  }
  return draft;
}

/** A label in both languages. */
export function both(label: Label | undefined, otherwise = ''): Localised {
  if (label === undefined) return { 'zh-CN': otherwise, en: otherwise };
  return typeof label === 'string' ? { 'zh-CN': label, en: label } : label;
}
