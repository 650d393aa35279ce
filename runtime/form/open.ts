import type { Rights } from '../../engine/definition/types.generated.ts';
import { learnFormulas } from '../../engine/expression/index.ts';
import {
  compileForm,
  type EvaluationMode,
  type FormContext,
  settingsFrom,
  type Values,
} from '../../engine/form/index.ts';
import type { AppView, FormView, RecordView } from '../../engine/wire.ts';
import { learnFiles } from './known.ts';
import { FormStore } from './store.ts';

const contexts = new WeakMap<AppView, FormContext>();

function contextOf(app: AppView): FormContext {
  let context = contexts.get(app);
  if (context === undefined) {
    for (const { formulas } of app.forms) learnFormulas(formulas);
    context = {
      timeZone: app.timeZone,
      currency: app.currency,
      forms: new Map(app.forms.map(({ definition }) => [definition.key, definition])),
      settings: settingsFrom(app.settings),
    };
    contexts.set(app, context);
  }
  return context;
}

export interface OpenOptions {
  mode: EvaluationMode;
  record?: RecordView;
  values?: Values;
  nodeRights?: Rights;
  user?: { id: string; login: string; name: string };
  proof?: Values;
  /** Where nobody is signed in: what they are instead (a visitor who has proved something). */
  roles?: string[];
  /** Of a story's clock; otherwise this moment. */
  now?: string;
  onChange?: () => void;
}

/** A form opened for one person: the rights are the server's, the evaluation is the engine's own, here in the browser. */
export function openForm(app: AppView, form: FormView, options: OpenOptions): FormStore {
  const { record } = options;
  // A record's own form, of the version that it began with.
  if (!app.forms.includes(form)) learnFormulas(form.formulas);
  const roles = options.user === undefined ? (options.roles ?? ['visitor']) : app.myRoles;
  const store = new FormStore(
    {
      app,
      compiled: compileForm(form.definition, contextOf(app)),
      input: {
        mode: options.mode,
        values: options.values ?? {},
        ...(record === undefined
          ? {}
          : {
              before: record.data,
              record: {
                id: record.id,
                state: record.state ?? null,
                created_at: record.created_at,
                created_by: record.created_by?.id ?? null,
                updated_at: record.updated_at,
                revision: record.revision,
              },
            }),
        ...(options.user === undefined ? {} : { user: { ...options.user, roles: app.myRoles } }),
        ...(options.proof === undefined ? {} : { proof: options.proof }),
        roles,
        baseRights: record?.rights ?? form.rights,
        ...(options.nodeRights === undefined ? {} : { nodeRights: options.nodeRights }),
        settings: app.settings,
        now: options.now ?? new Date().toISOString(),
        timeZone: app.timeZone,
        newId: () => crypto.randomUUID(),
      },
      ...(record === undefined ? {} : { record: record.id, texts: record.texts, files: record.files }),
    },
    options.onChange,
  );
  if (record === undefined) void learnFiles(store);
  return store;
}
