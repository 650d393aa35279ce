import type { FlowDefinition } from '../../../engine/definition/index.ts';
import { both, type Draft, directory, type FactSet } from '../../facts/index.ts';
import { locale, t } from '../../i18n/index.ts';
import type { PickItem } from '../controls/pick.ts';
import type { Grid } from './grid.ts';

/** The table whose cells they are, by its key, and where it is used. */
export interface Around {
  key: string;
  form: string | undefined;
  draft: Draft | undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const inWords = (label: Parameters<typeof both>[0], key: string): Pick<PickItem, 'label' | 'words'> => {
  const said = both(label, key);
  return { label: said[locale()], words: `${said['zh-CN']} ${said.en}` };
};
const listed = (group: string, items: readonly PickItem[]): PickItem[] =>
  items.map((item) => ({ ...item, group, ...(item.label === item.value ? {} : { hint: item.value }) }));

/** Outcomes by which an exclusive gate that asks this table goes on. */
function waysOf(flow: FlowDefinition, table: string): PickItem[] {
  const gates = new Set(
    flow.nodes.flatMap((node) => (node.type === 'exclusive' && node.table === table ? [node.key] : [])),
  );
  return flow.edges.flatMap(({ from, on, to }) => {
    if (!gates.has(from) || on === undefined) return [];
    const node = flow.nodes.find(({ key }) => key === to);
    const label = node !== undefined && 'label' in node ? node.label : undefined;
    const words = inWords(label, to);
    return [{ value: on, ...words, label: t('editors.decision.leadsTo', { to: words.label }) }];
  });
}

/** Fields that take over an output: `set: { warehouse: "= warehouse_code" }`, anywhere in flows and rules. */
function fieldsFrom(output: string, value: unknown, found = new Set<string>()): Set<string> {
  if (!isObject(value)) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string' && inner.startsWith('=') && inner.slice(1).trim() === output) found.add(key);
    fieldsFrom(output, inner, found);
  }
  return found;
}
const asks = (value: unknown, table: string): boolean =>
  isObject(value) && (value.table === table || Object.values(value).some((inner) => asks(inner, table)));

function optionsFor({ key, form, draft }: Around, output: string): PickItem[] {
  const definition = draft?.forms.get(form ?? '');
  if (definition === undefined || draft === undefined) return [];
  const users = [...draft.flows.values(), ...draft.rules.values()].filter((one) => asks(one, key));
  const names = users.reduce((found, one) => fieldsFrom(output, one, found), new Set([output]));
  return definition.fields.flatMap((field) => {
    if (!names.has(field.key)) return [];
    if (field.type === 'boolean') return trueOrFalse();
    const options = 'options' in field && Array.isArray(field.options) ? field.options : [];
    return options.map((option) => ({ value: option.key, ...inWords(option.label, option.key) }));
  });
}

const trueOrFalse = (): PickItem[] =>
  ['true', 'false'].map((value) => ({ value, label: t(`editors.decision.${value}`) }));

/** What the cells of an output may hold: people and roles where a source of people reads them, ways, options, and what stands there already. */
export function outputItems(grid: Grid, column: number, around: Around): PickItem[] {
  const name = grid.out[column - grid.in.length] ?? '';
  const { draft, key } = around;
  const items: PickItem[] = [];
  if (name === 'user') {
    const people = directory.value.logins.map(({ value, label }) => ({ value, ...inWords(label, value) }));
    items.push(...listed(t('editors.decision.people'), people));
  } else if (name === 'role') {
    const roles = (draft?.app.roles ?? []).map((role) => ({ value: role.key, ...inWords(role.label, role.key) }));
    items.push(...listed(t('editors.decision.roles'), roles));
  } else {
    const isFirst = column === grid.in.length;
    const ways = isFirst ? [...(draft?.flows.values() ?? [])].flatMap((flow) => waysOf(flow, key)) : [];
    items.push(...listed(t('editors.decision.ways'), ways));
    items.push(...listed(t('editors.decision.options'), optionsFor(around, name)));
  }
  const known = new Set(items.map(({ value }) => value));
  const used = new Set(grid.rows.map((row) => row[column] ?? ''));
  const more = [...used].filter((value) => value !== '' && !value.startsWith('=') && !known.has(value));
  const own = more.map((value) => ({ value, label: value }));
  const unique = new Map([...items, ...listed(t('editors.decision.used'), own)].map((item) => [item.value, item]));
  return [...unique.values()];
}

/** What an input can be tested for, where its fact has options: each as a test, a text with its quotes. */
export function inputItems(formula: string, facts: FactSet): PickItem[] {
  const fact = facts.byPath.get(formula.replace(/^=\s*/, '').trim());
  if (fact === undefined) return [];
  const any: PickItem = { value: '-', label: t('editors.decision.any'), hint: '-' };
  if (fact.type.kind === 'boolean') return [...trueOrFalse(), any];
  const isMany = fact.type.kind === 'list';
  const options = (fact.options ?? []).map(({ value, label }): PickItem => {
    const quoted = JSON.stringify(value);
    const words = inWords(label, value);
    return { value: isMany ? `list contains(?, ${quoted})` : quoted, ...words, hint: value };
  });
  return options.length === 0 ? [] : [...options, any];
}

/** Several tests in one cell stand behind each other, with commas: the last one is being typed. */
export function lastPart(cell: string): { before: string; part: string } {
  const at = Math.max(cell.lastIndexOf(','), cell.lastIndexOf('，'), cell.lastIndexOf('、'));
  return { before: cell.slice(0, at + 1), part: cell.slice(at + 1).trim() };
}
