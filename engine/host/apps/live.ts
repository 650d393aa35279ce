import { type AppModel, type FlowDefinition, type FormDefinition, flowOfForm } from '../../definition/index.ts';
import type { Scope } from '../../expression/index.ts';
import { type CompiledFlow, compileFlow } from '../../flow/index.ts';
import { type CompiledForm, compileForm, type FormContext, formContext, recordScope } from '../../form/index.ts';
import { type CompiledTable, compileRules, compileTable, type RuleBook } from '../../rule/index.ts';
import { FormStorage } from '../records/storage.ts';
import { type Adaptation, adaptation } from './adapted.ts';

/** A form of one app version, with everything made ready that a command needs. */
export interface LiveForm {
  readonly key: string;
  readonly form: FormDefinition;
  readonly compiled: CompiledForm;
  readonly scope: Scope;
  readonly storage: FormStorage;
  readonly flow: { definition: FlowDefinition; compiled: CompiledFlow } | undefined;
  /** Some lookup asks a connector: then the record is read before its lock is taken. */
  readonly asksOutside: boolean;
  readonly serials: readonly { key: string; format: string }[];
}

/** An app version made ready to run. Parts are compiled when first used, and never again. */
export class LiveApp {
  readonly key: string;
  readonly number: number;
  readonly model: AppModel;
  readonly context: FormContext;
  readonly #forms = new Map<string, LiveForm>();
  readonly #tables = new Map<string, CompiledTable>();
  #rules: RuleBook | undefined;

  readonly #adaptation: Adaptation | undefined;

  /** `current`: the published version, where this is another one. */
  constructor(model: AppModel, number: number, current?: AppModel) {
    this.key = model.app.key;
    this.number = number;
    this.model = model;
    this.context = formContext(model);
    this.#adaptation = current && adaptation(model, current);
  }

  get timeZone(): string {
    return this.model.app.timeZone;
  }

  get rules(): RuleBook {
    this.#rules ??= compileRules(this.model);
    return this.#rules;
  }

  form(key: string): LiveForm | undefined {
    const known = this.#forms.get(key);
    if (known) return known;
    const form = this.model.forms.get(key);
    if (form === undefined) return undefined;
    const live = this.#makeReady(form);
    this.#forms.set(key, live);
    return live;
  }

  /** A decision table, its formulas over the facts of this form. */
  table(key: string, over: LiveForm): CompiledTable | undefined {
    const name = `${over.key}/${key}`;
    const known = this.#tables.get(name);
    if (known) return known;
    const table = this.model.tables.get(key);
    if (table === undefined) return undefined;
    const compiled = compileTable(table, over.scope);
    this.#tables.set(name, compiled);
    return compiled;
  }

  #makeReady(form: FormDefinition): LiveForm {
    const scope = recordScope(form, this.context);
    const definition = flowOfForm(this.model, form.key);
    const { calendars, tables } = this.model;
    const flow = definition && {
      definition,
      compiled: compileFlow(definition, { scope, calendars, tables, admin: this.model.app.admin }),
    };
    const asks = (form.lookups ?? []).flatMap((lookup) => [lookup.from, lookup.else ?? lookup.from]);
    return {
      key: form.key,
      form,
      compiled: compileForm(form, this.context),
      scope,
      storage: new FormStorage(this.key, form, this.model.forms, this.#adaptation),
      flow,
      asksOutside: asks.some((source) => 'connector' in source),
      serials: form.fields.flatMap((field) =>
        field.type === 'serial' ? [{ key: field.key, format: field.format }] : [],
      ),
    };
  }
}
