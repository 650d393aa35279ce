import type { Field, FormDefinition, Localised } from '../../engine/definition/index.ts';
import type { FactType, Scope } from '../../engine/expression/index.ts';
import { fieldType, recordScope, rowScope } from '../../engine/form/index.ts';
import { TASK_FACTS } from '../../engine/rule/trigger.ts';
import { directory } from './directory.ts';
import { both, type Draft } from './draft.ts';
import { type Fact, type FactGroup, type FactOption, type FactSet, factSet } from './fact.ts';
import { groupWords, rowWords, systemWords, taskWords, userWords, within } from './words.ts';

type Choices = Pick<Fact, 'options' | 'isDirectory'>;

/** People and departments by their names; nothing where they are not known (yet), so that the field's own control serves. */
function listed(kind: keyof typeof directory.value): Choices {
  const options = directory.value[kind];
  return options.length > 0 ? { options, isDirectory: true } : {};
}

function optionsOf(field: Field, draft: Draft): Choices {
  if (field.type === 'user') return listed('people');
  if (field.type === 'department') return listed('departments');
  if (field.type === 'role') {
    const { roles } = field;
    return { options: rolesOf(draft).filter(({ value }) => roles?.includes(value) ?? true) };
  }
  if (!('options' in field) || !Array.isArray(field.options)) return {};
  return { options: field.options.map(({ key, label }) => ({ value: key, label: both(label, key) })) };
}

interface Around {
  form: string;
  group: FactGroup;
  /** "lines." for columns. */
  prefix: string;
  outer?: Localised;
  draft: Draft;
}

function fieldFact(field: Field, type: FactType, { form, group, prefix, outer, draft }: Around): Fact {
  const label = both(field.label, field.key);
  const fullLabel = outer ? within(outer, label) : label;
  const path = prefix + field.key;
  const children =
    field.type === 'table'
      ? underReferences(
          field.fields.map((column) =>
            fieldFact(column, columnOf(type, column.key), { form, group, prefix: `${path}.`, outer: fullLabel, draft }),
          ),
        )
      : undefined;
  return {
    path,
    label,
    fullLabel,
    group,
    type,
    field,
    form,
    ...optionsOf(field, draft),
    ...(children ? { children } : {}),
  };
}

/** A column of a table is the list of its cells. */
function columnOf(table: FactType, key: string): FactType {
  const row = table.kind === 'list' ? table.of : table;
  const cell = row.kind === 'context' && Object.hasOwn(row.fields, key) ? row.fields[key] : undefined;
  return cell ? { kind: 'list', of: cell } : { kind: 'any' };
}

/**
 * Fields of a linked record are known through those that show them; they stand under their reference, called as what they
 * show: "Customer › Level". A reference itself is only the id of its record.
 */
function underReferences(facts: readonly Fact[]): Fact[] {
  const referenceOf = ({ field }: Fact): string | undefined => (field?.type === 'lookup' ? field.reference : undefined);
  const isReference = ({ field }: Fact): boolean => field?.type === 'reference';
  const keys = new Set(facts.filter(isReference).map(({ field }) => field?.key));
  return facts.flatMap((fact) => {
    const reference = referenceOf(fact);
    if (reference !== undefined && keys.has(reference)) return [];
    if (!isReference(fact)) return [fact];
    const shown = facts.filter((one) => referenceOf(one) === fact.field?.key);
    if (shown.length === 0) return [fact];
    return [{ ...fact, children: shown.map((one) => ({ ...one, fullLabel: within(fact.fullLabel, one.label) })) }];
  });
}

function fieldFacts(form: FormDefinition, draft: Draft, group: FactGroup = 'field', prefix = '', outer?: Localised) {
  const facts = form.fields.map((field) =>
    fieldFact(field, fieldType(field).factType(field, draft.context), {
      form: form.key,
      group,
      prefix,
      draft,
      ...(outer ? { outer } : {}),
    }),
  );
  return underReferences(facts);
}

function statesOf(form: string, draft: Draft): { options?: FactOption[] } {
  const flow = [...draft.flows.values()].find((one) => one.form === form);
  if (!flow) return {};
  return { options: flow.states.map(({ key, label }) => ({ value: key, label: both(label, key) })) };
}

function rolesOf(draft: Draft): FactOption[] {
  return draft.app.roles.map(({ key, label }) => ({ value: key, label: both(label, key) }));
}

/** Facts under one name: "user", "settings". */
function groupFact(name: FactGroup, type: FactType, label: (key: string) => Localised): Fact {
  const inner = type.kind === 'context' ? type.fields : {};
  const title = groupWords[name];
  const children = Object.entries(inner).map(([key, each]): Fact => {
    const own = label(key);
    return { path: `${name}.${key}`, label: own, fullLabel: within(title, own), group: name, type: each };
  });
  return { path: name, label: title, fullLabel: title, group: name, type, children };
}

/** Whom one asks about with what is known of the user who acts, or of a task. */
function choicesOf(path: string, draft: Draft): Choices {
  if (path === 'user.roles') return { options: rolesOf(draft) };
  if (path === 'user.department') return listed('departments');
  return path === 'user.id' || path === 'task.assignee' ? listed('people') : {};
}

function aroundFacts(scope: Scope, form: FormDefinition, draft: Draft): Fact[] {
  const settings = new Map(
    (draft.app.settings ?? []).map((setting) => [setting.key, both(setting.label, setting.key)]),
  );
  const fields = new Map(form.fields.map((field) => [field.key, field]));
  const plain = (words: Readonly<Record<string, Localised>>) => (key: string) => words[key] ?? both(key);
  const system = Object.entries(systemWords)
    .filter(([key]) => scope[key] !== undefined && !fields.has(key))
    .map(
      ([key, label]): Fact => ({
        path: key,
        label,
        fullLabel: label,
        group: 'record',
        type: scope[key] ?? { kind: 'any' },
        ...(key === 'state' ? statesOf(form.key, draft) : key === 'created_by' ? listed('people') : {}),
      }),
    );
  const user = groupFact('user', scope.user ?? { kind: 'any' }, plain(userWords));
  const known = user.children?.map((fact) => ({ ...fact, ...choicesOf(fact.path, draft) }));
  const proof = groupFact('proof', scope.proof ?? { kind: 'any' }, (key) => both(fields.get(key)?.label, key));
  const proved = proof.children?.map((fact) => {
    const field = fields.get(fact.path.slice('proof.'.length));
    return field ? { ...fact, field, form: form.key } : fact;
  });
  return [
    ...system,
    { ...user, ...(known ? { children: known } : {}) },
    groupFact('settings', scope.settings ?? { kind: 'any' }, (key) => settings.get(key) ?? both(key)),
    // Without a portal every field could be proved, which would double the list for nothing.
    ...(draft.context.proof ? [{ ...proof, ...(proved ? { children: proved } : {}) }] : []),
  ];
}

/** What is known of a record of this form: conditions of checks, access, flows and rules. */
export function recordFacts(form: FormDefinition, draft: Draft): FactSet {
  const scope = recordScope(form, draft.context);
  return factSet([...fieldFacts(form, draft), ...aroundFacts(scope, form, draft)], scope, draft);
}

/** Inside a row: its columns by their own names, then what is known of the record. */
export function rowFacts(form: FormDefinition, table: string, draft: Draft): FactSet {
  const scope = rowScope(form, table, draft.context);
  const field = form.fields.find((one) => one.key === table);
  const columns = field?.type === 'table' ? field.fields : [];
  const taken = new Set(columns.map(({ key }) => key));
  const own = underReferences(
    columns.map((column) =>
      fieldFact(column, fieldType(column).factType(column, draft.context), {
        form: form.key,
        group: 'row',
        prefix: '',
        draft,
      }),
    ),
  );
  const index: Fact = {
    path: 'index',
    label: rowWords.index ?? both('index'),
    fullLabel: rowWords.index ?? both('index'),
    group: 'row',
    type: { kind: 'integer' },
  };
  const around = [...fieldFacts(form, draft), ...aroundFacts(scope, form, draft)].filter(
    ({ path }) => !taken.has(path),
  );
  return { ...factSet([...own, index, ...around], scope, draft), row: table };
}

/** What rules on a flow and its tasks know beside the record. */
export function taskFacts(form: FormDefinition, draft: Draft): FactSet {
  const record = recordFacts(form, draft);
  const task = groupFact('task', TASK_FACTS.task ?? { kind: 'any' }, (key) => taskWords[key] ?? both(key));
  const children = (task.children ?? []).map((fact) => ({ ...fact, ...choicesOf(fact.path, draft) }));
  return factSet([...record.tree, { ...task, children }], { ...record.scope, ...TASK_FACTS }, draft);
}

/** Only the fields of a form, as what a lookup or a rollup reads from. */
export function sourceFacts(form: FormDefinition, draft: Draft): FactSet {
  const { scope } = recordFacts(form, draft);
  return factSet(fieldFacts(form, draft, 'source'), scope, draft);
}

/** Facts, and the outputs of a decision table as what its result is used for. */
export function withOutputs(facts: FactSet, table: string, draft: Draft): FactSet {
  const outputs = (draft.tables.get(table)?.out ?? []).map((key): Fact => {
    const label = both(key);
    return { path: key, label, fullLabel: within(groupWords.output, label), group: 'output', type: { kind: 'any' } };
  });
  const scope = Object.fromEntries(outputs.map(({ path }) => [path, { kind: 'any' } as const]));
  return factSet([...outputs, ...facts.tree], { ...facts.scope, ...scope }, draft);
}

/** Facts with one more group: `answer` of a call, `target` of an update, `body` of a call-back. */
export function withOpenGroup(facts: FactSet, name: string, label: Localised, of?: FactSet): FactSet {
  const type: FactType = of ? { kind: 'context', fields: of.scope } : { kind: 'any' };
  const children = (of?.tree ?? []).map(
    (fact): Fact => ({
      ...fact,
      path: `${name}.${fact.path}`,
      fullLabel: within(label, fact.label),
      group: 'source',
    }),
  );
  const fact: Fact = { path: name, label, fullLabel: label, group: 'source', type, children };
  return factSet([fact, ...facts.tree], { ...facts.scope, [name]: type }, facts.draft);
}
