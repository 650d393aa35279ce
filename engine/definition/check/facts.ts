import type { Json, Localised } from '../../expression/index.ts';
import type { FactDomain, SoundnessFacts } from '../../flow/index.ts';
import { type FormContext, recordScope } from '../../form/index.ts';
import type { AppModel } from '../model.ts';
import { both } from '../texts.ts';
import type { Field, FlowDefinition, FormDefinition, Label } from '../types.generated.ts';
import { fieldAt, isFormula } from './desk.ts';

/** Numbers of every field type that has a fixed count of digits. */
const scales: Partial<Record<Field['type'], number>> = { money: 2, number: 2, percent: 2 };

const localised = (label: Label): Localised => (typeof label === 'string' ? both(label, label) : label);

interface Option {
  key: string;
  label?: Label;
  children?: readonly Option[];
}

const withChildren = (option: Option): Option[] => [option, ...(option.children ?? []).flatMap(withChildren)];

/** Options that stand in the definition; those that are records are without number. */
function optionsOf(field: Field): Option[] | undefined {
  if (!('options' in field) || !Array.isArray(field.options)) return undefined;
  return (field.options as Option[]).flatMap(withChildren);
}

function bound(field: Field, name: 'min' | 'max'): string | undefined {
  const value = name in field ? (field as unknown as Record<string, unknown>)[name] : undefined;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && !isFormula(value) && value !== '' ? value : undefined;
}

/** What a field can hold, as far as its definition says it for every record. */
function domainOfField(field: Field): FactDomain {
  const scale = 'scale' in field && typeof field.scale === 'number' ? field.scale : scales[field.type];
  const options = optionsOf(field);
  const min = bound(field, 'min');
  const max = bound(field, 'max');
  return {
    ...(options ? { values: options.map(({ key }) => key) } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(scale === undefined ? {} : { scale }),
    ...('required' in field && field.required === true ? { filled: true } : {}),
  };
}

const always: ReadonlySet<string> = new Set(['id', 'created_at', 'updated_at', 'submitted_at', 'revision']);

function domainOf(
  { app }: FlowSurroundings,
  flow: FlowDefinition,
  form: FormDefinition,
  fact: string,
): FactDomain | undefined {
  const field = fieldAt(form, fact);
  if (field) return domainOfField(field);
  if (fact === 'state') return { values: flow.states.map(({ key }) => key) };
  if (always.has(fact)) return { filled: true };
  const setting = fact.startsWith('settings.')
    ? app.settings?.find(({ key }) => key === fact.slice('settings.'.length))
    : undefined;
  return setting && { values: [setting.value as Json], filled: true };
}

function nameOf(form: FormDefinition, fact: string, value: Json | undefined): Localised | undefined {
  const field = fieldAt(form, fact);
  if (!field) return undefined;
  if (value === undefined) return localised(field.label);
  const label = optionsOf(field)?.find(({ key }) => key === value)?.label;
  return label === undefined ? undefined : localised(label);
}

/** The outcomes that a connector's operation names, beside done and error. */
function callOutcomes({ connectors }: FlowSurroundings, call: string): string[] | undefined {
  const [connector = '', operation = ''] = call.split('.');
  const found = connectors.get(connector)?.operations[operation];
  return found ? (found.outcomes ?? []).map((item) => item.outcome) : undefined;
}

/** What lies around a flow; a draft that is being edited is as good as an app. */
export type FlowSurroundings = Pick<AppModel, 'app' | 'forms' | 'tables' | 'connectors'> &
  Partial<Pick<AppModel, 'flows'>>;

function flowEnds({ flows }: FlowSurroundings, form: string): string[] | undefined {
  const flow = [...(flows?.values() ?? [])].find((one) => one.form === form);
  return flow?.nodes.flatMap((node) => (node.type === 'end' ? [node.state] : []));
}

/** What the checks and the proof of a flow may know of its form and its app. Settings count as they are set at first. */
export function factsOfFlow(app: FlowSurroundings, flow: FlowDefinition, context: FormContext): SoundnessFacts {
  const around = {
    tables: app.tables,
    callOutcomes: (call: string) => callOutcomes(app, call),
    flowEnds: (of: string) => flowEnds(app, of),
    roleName: (role: string) => {
      const known = app.app.roles.find(({ key }) => key === role);
      return known && localised(known.label);
    },
  };
  const form = app.forms.get(flow.form);
  if (!form) return around;
  return {
    ...around,
    scope: recordScope(form, context),
    timeZone: app.app.timeZone,
    domainOf: (fact) => domainOf(app, flow, form, fact),
    nameOf: (fact, value) => nameOf(form, fact, value),
  };
}
