import type { FormDefinition, Lookup } from '../../../engine/definition/index.ts';
import { both, type Draft, type Fact, type FactSet, factSet, sourceFacts } from '../../facts/index.ts';
import type { PickItem } from '../controls/pick.ts';

type Source = Lookup['from'];

export const isForm = (source: Source | undefined): source is { form: string } =>
  source !== undefined && 'form' in source;

/** Facts of unknown type by their names: what a connector answers. */
function openFacts(names: readonly string[], draft: Draft): FactSet {
  const tree = names.map((name): Fact => {
    const label = both(name);
    return { path: name, label, fullLabel: label, group: 'source', type: { kind: 'any' } };
  });
  return factSet(tree, Object.fromEntries(names.map((name) => [name, { kind: 'any' as const }])), draft);
}

function operationOf(source: Source | undefined, draft: Draft) {
  if (source === undefined || isForm(source)) return undefined;
  return draft.connectors.get(source.connector)?.operations?.[source.operation];
}

/** What a source has to fill from. */
export function factsOfSource(source: Source | undefined, draft: Draft): FactSet {
  if (isForm(source)) {
    const form = draft.forms.get(source.form);
    return form ? sourceFacts(form, draft) : openFacts([], draft);
  }
  return openFacts(Object.keys(operationOf(source, draft)?.answer ?? {}), draft);
}

/** What a source is asked by: its fields, or the inputs of the operation. */
export function matchTargets(
  source: Source | undefined,
  draft: Draft,
  say: (label: FormDefinition['label']) => string,
): PickItem[] {
  if (isForm(source)) {
    return (draft.forms.get(source.form)?.fields ?? [])
      .filter(({ type }) => type !== 'table')
      .map(({ key, label }) => ({ value: key, label: say(label), hint: key }));
  }
  return Object.keys(operationOf(source, draft)?.input ?? {}).map((key) => ({ value: key, label: key }));
}

/** Lists of a source that rows are filled from. */
export function sourceLists(
  source: Source | undefined,
  draft: Draft,
  say: (label: FormDefinition['label']) => string,
): PickItem[] {
  if (isForm(source)) {
    return (draft.forms.get(source.form)?.fields ?? [])
      .filter(({ type }) => type === 'table')
      .map(({ key, label }) => ({ value: key, label: say(label), hint: key }));
  }
  return Object.keys(operationOf(source, draft)?.answer ?? {}).map((key) => ({ value: key, label: key }));
}

/** The columns of one list of the source, as facts of its rows. */
export function rowFactsOfSource(source: Source | undefined, list: string | undefined, draft: Draft): FactSet {
  const form = isForm(source) ? draft.forms.get(source.form) : undefined;
  const table = form?.fields.find(({ key }) => key === list);
  if (!form || table?.type !== 'table') return openFacts([], draft);
  const inner: FormDefinition = { key: form.key, label: table.label, fields: table.fields as FormDefinition['fields'] };
  return sourceFacts(inner, draft);
}
