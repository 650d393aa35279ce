import type { FormDefinition, Lookup, LookupRows } from '../../../engine/definition/index.ts';
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

/** Names in formulas; what another system answers is known by nothing but these where its operation does not say. */
function namesIn(values: { readonly [key: string]: unknown } | undefined): string[] {
  return Object.values(values ?? {}).flatMap((value) =>
    typeof value === 'string' && value.startsWith('=')
      ? (value.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [])
      : [],
  );
}

/** The facts known, and the names that are used besides, of which nothing is known. */
function joined(known: FactSet, names: readonly string[]): FactSet {
  const more = openFacts(
    [...new Set(names)].filter((name) => !known.byPath.has(name)),
    known.draft,
  );
  return factSet([...known.tree, ...more.tree], { ...more.scope, ...known.scope }, known.draft);
}

/** What a lookup has to fill from. Another system that does not say what it answers is taken to answer like `else`. */
export function factsOfSource({ from, else: otherwise, fill }: Partial<Lookup>, draft: Draft): FactSet {
  if (isForm(from)) {
    const form = draft.forms.get(from.form);
    return form ? sourceFacts(form, draft) : openFacts([], draft);
  }
  const answer = operationOf(from, draft)?.answer;
  if (answer) return openFacts(Object.keys(answer), draft);
  const like = isForm(otherwise) ? factsOfSource({ from: otherwise }, draft) : openFacts([], draft);
  return joined(like, namesIn(fill));
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
export function rowFactsOfSource({ from, else: otherwise }: Partial<Lookup>, rows: LookupRows, draft: Draft): FactSet {
  const source = isForm(from) ? from : otherwise;
  const form = isForm(source) ? draft.forms.get(source.form) : undefined;
  const table = form?.fields.find(({ key }) => key === rows.from);
  const known =
    form && table?.type === 'table'
      ? sourceFacts(
          { key: form.key, label: table.label, fields: table.fields as FormDefinition['fields'] } as FormDefinition,
          draft,
        )
      : openFacts([], draft);
  return isForm(from) ? known : joined(known, namesIn(rows.fill));
}
