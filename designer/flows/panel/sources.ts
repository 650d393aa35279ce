import type { Json, JsonObject } from '../../draft/types.ts';
import { text } from '../../i18n/index.ts';
import type { PanelContext } from '../../panel/context.ts';
import { choicesFor } from '../../panel/references.ts';
import { type Node, propertiesOf, view } from '../../panel/schema.ts';
import { kindSchema } from '../edit/birth.ts';

/** What people are found by, in the order in which people think of it; and what else can be said of each. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  role: ['having', 'pick'],
  user: [],
  users: ['pick'],
  field: ['pick'],
  table: ['pick'],
  manager: ['levels', 'chain'],
  head: [],
  initiator: [],
  node: [],
  choice: ['role', 'department', 'users', 'min', 'max'],
  formula: ['pick'],
};
export const sourceSchema: Node = (() => {
  const people = propertiesOf(kindSchema.get('approve') ?? {}).find(({ name }) => name === 'assignees');
  return view(people?.node.items);
})();
const known = new Set(propertiesOf(sourceSchema).map(({ name }) => name));
export const sourceKinds = Object.keys(MORE).filter((kind) => known.has(kind));
/** By what a source finds people; a choice may name beside from whom. */
export function kindOf(source: JsonObject): string {
  if (source.choice === true) return 'choice';
  return sourceKinds.find((kind) => source[kind] !== undefined) ?? 'role';
}

/** What is edited of a source of this kind; a condition can be said of all. */
export const propertiesFor = (kind: string): string[] => {
  const isSaid = kind === 'initiator' || kind === 'choice';
  return [...(isSaid ? [] : [kind]), ...(MORE[kind] ?? []), 'when'];
};

const REFERENCES: Readonly<Record<string, string>> = {
  role: 'ownRole',
  user: 'user',
  table: 'decisionTable',
  node: 'node',
};

/** The smallest source of a kind; its condition, where it had one, stays. */
export function bornSource(kind: string, context: PanelContext, when?: Json): JsonObject {
  const first = (reference: string): string =>
    choicesFor(reference, { context, root: undefined, pointer: '', say: text })[0]?.value ?? '';
  const rest: JsonObject = when === undefined ? {} : { when };
  if (kind === 'initiator' || kind === 'choice') return { [kind]: true, ...rest };
  if (kind === 'manager' || kind === 'head') return { [kind]: 'initiator', ...rest };
  if (kind === 'users') return { users: [first('user')].filter(Boolean), ...rest };
  if (kind === 'formula') return { formula: '= created_by', ...rest };
  if (kind === 'field') {
    const form = context.draft.forms.get(context.form ?? '');
    const person = form?.fields.find(({ type }) => type === 'user');
    return { field: person?.key ?? '', ...rest };
  }
  return { [kind]: first(REFERENCES[kind] ?? ''), ...rest };
}
