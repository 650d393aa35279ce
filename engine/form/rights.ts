import type { CompiledAccess, CompiledForm } from './compile/model.ts';
import { own, recordFacts } from './scope.ts';
import type { EvaluationInput, Right, Rights, Values } from './types.ts';

const order: readonly Right[] = ['hide', 'mask', 'read', 'edit', 'require'];
const rank = (right: Right): number => order.indexOf(right);

export const wider = (right: Right, than: Right): boolean => rank(right) > rank(than);
const widest = (a: Right, b: Right): Right => (wider(b, a) ? b : a);
const narrowest = (a: Right, b: Right): Right => (wider(a, b) ? b : a);

/** Linkage narrows; of what may be edited it may also make something that must be. */
export function narrowByLinkage(right: Right, by: Right): Right {
  if (by === 'edit') return right;
  if (by === 'require') return right === 'edit' ? 'require' : right;
  return narrowest(right, by);
}

/** A node widens read to edit for its assignee, and nothing else: what is masked or hidden stays so. */
function narrowRightByNode(right: Right, node: Right | undefined): Right {
  if (node === undefined || right === 'hide' || right === 'mask') return right;
  if (node === 'edit') return right === 'require' ? 'require' : 'edit';
  if (node === 'require') return 'require';
  return narrowest(right, node);
}

function named(rights: Rights, path: string): Right | undefined {
  return Object.hasOwn(rights, path) ? rights[path] : undefined;
}

type Spread = ReadonlyMap<string, Right | undefined>;

const spreads = new WeakMap<CompiledForm, WeakMap<Rights, Spread>>();

/** Every field and column with what these rights say of it; undefined where they say nothing. Definitions never change. */
function spread(compiled: CompiledForm, rights: Rights): Spread {
  let byRights = spreads.get(compiled);
  if (!byRights) {
    byRights = new WeakMap();
    spreads.set(compiled, byRights);
  }
  let found = byRights.get(rights);
  if (!found) {
    found = spreadAnew(compiled, rights);
    byRights.set(rights, found);
  }
  return found;
}

function spreadAnew(compiled: CompiledForm, rights: Rights): Map<string, Right | undefined> {
  const result = new Map<string, Right | undefined>();
  const all = named(rights, '*');
  for (const place of compiled.places.values()) {
    if (place.table !== undefined) continue;
    const columns = compiled.tables.get(place.key)?.columns.values() ?? [];
    const right = named(rights, place.path) ?? all;
    let shown = right;
    for (const column of columns) {
      const own = named(rights, column.path);
      const columnRight = right === 'hide' && named(rights, place.path) === 'hide' ? 'hide' : (own ?? right);
      result.set(column.path, columnRight);
      // Who may see a column may see that there is a table.
      if (shown === undefined && own !== undefined && own !== 'hide') shown = 'read';
    }
    result.set(place.path, shown);
  }
  return result;
}

function spreadInto(compiled: CompiledForm, entries: readonly CompiledAccess[]): Record<string, Right> {
  const result: Record<string, Right> = {};
  for (const path of compiled.places.keys()) result[path] = 'hide';
  for (const { access } of entries) {
    for (const [path, right] of spread(compiled, access.rights)) {
      result[path] = widest(result[path] ?? 'hide', right ?? 'hide');
    }
  }
  return result;
}

/** Roles that everybody of a kind has. */
export function rolesOf(input: Pick<EvaluationInput, 'roles' | 'user' | 'proof'>): Set<string> {
  const roles = new Set(input.roles);
  if (input.user) roles.add('everyone');
  else if (input.proof) roles.add('visitor');
  return roles;
}

/** The entries that open this record to these roles. For a new record those that let it be created. */
export function openEntries(compiled: CompiledForm, input: EvaluationInput): CompiledAccess[] {
  const roles = rolesOf(input);
  const mine = compiled.access.filter(({ access }) => roles.has(access.role));
  if (input.mode === 'create') return mine.filter(({ access }) => access.create === true);
  const facts = recordFacts(input.before ?? {}, input);
  const env = { now: input.now, timeZone: input.timeZone ?? compiled.context.timeZone };
  // A public form's link lets its holder write a new record, and read none.
  const isOpen = ({ access, rows, broken }: CompiledAccess): boolean =>
    access.role !== 'public' && !broken && (rows === undefined || rows.test(facts, env));
  return mine.filter(isOpen);
}

/** Union of what the open entries give; "*" worked out for every field and column. */
export function roleRights(compiled: CompiledForm, input: EvaluationInput): Record<string, Right> {
  return spreadInto(compiled, openEntries(compiled, input));
}

/** The widest that any entry of these roles may give, whatever the row. */
export function widestRights(compiled: CompiledForm, roles: readonly string[]): Record<string, Right> {
  const mine = new Set(roles);
  return spreadInto(
    compiled,
    compiled.access.filter(({ access }) => mine.has(access.role)),
  );
}

export function narrowByNode(
  compiled: CompiledForm,
  rights: Record<string, Right>,
  node: Rights,
): Record<string, Right> {
  const said = spread(compiled, node);
  return Object.fromEntries(
    Object.entries(rights).map(([path, right]) => [path, narrowRightByNode(right, said.get(path))]),
  );
}

/** What the actor may do before linkage: given, or the roles' rights; then the node's. */
export function baseRights(compiled: CompiledForm, input: EvaluationInput): ReadonlyMap<string, Right> {
  const { baseRights: given, nodeRights } = input;
  if (given === undefined && nodeRights === undefined) return rightsOfEntries(compiled, openEntries(compiled, input));
  const roles = given === undefined ? roleRights(compiled, input) : givenRights(compiled, given);
  return new Map(Object.entries(nodeRights ? narrowByNode(compiled, roles, nodeRights) : roles));
}

const ofEntries = new WeakMap<CompiledForm, Map<string, ReadonlyMap<string, Right>>>();

/** Everybody to whom the same entries are open has the same rights: worked out once. */
function rightsOfEntries(compiled: CompiledForm, entries: readonly CompiledAccess[]): ReadonlyMap<string, Right> {
  const known = ofEntries.get(compiled) ?? new Map<string, ReadonlyMap<string, Right>>();
  ofEntries.set(compiled, known);
  const name = entries.map(({ index }) => index).join();
  let rights = known.get(name);
  if (rights === undefined) {
    rights = new Map(Object.entries(spreadInto(compiled, entries)));
    known.set(name, rights);
  }
  return rights;
}

const everything: Rights = { '*': 'edit' };

function givenRights(compiled: CompiledForm, given: Record<string, Right> | 'all'): Record<string, Right> {
  // What a caller gives may be another thing next time: only the definition's own rights are remembered.
  const said = given === 'all' ? spread(compiled, everything) : spreadAnew(compiled, given);
  return Object.fromEntries([...said].map(([path, right]) => [path, right ?? 'hide']));
}

/** The record as somebody with these rights sees it: hidden fields gone, masked ones masked. Rows' own rights count too. */
export function visibleValues(compiled: CompiledForm, values: Values, rights: Record<string, Right>): Values {
  const result: Values = {};
  for (const place of compiled.places.values()) {
    if (place.table !== undefined) continue;
    const right = named(rights, place.path) ?? 'hide';
    const value = own(values, place.key);
    if (right === 'hide' || value === undefined) continue;
    const table = compiled.tables.get(place.key);
    if (table) result[place.key] = visibleRows(compiled, place.key, value, rights);
    else result[place.key] = right === 'mask' ? place.type.mask(value, place.field) : value;
  }
  return result;
}

function visibleRows(compiled: CompiledForm, table: string, value: Values[string], rights: Record<string, Right>) {
  const columns = [...(compiled.tables.get(table)?.columns.values() ?? [])];
  const rows = Array.isArray(value) ? value : [];
  return rows.map((row) => {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) return row;
    const id = own(row, 'id') ?? null;
    const seen: Values = { id };
    for (const { key, path, type, field } of columns) {
      const right = named(rights, `${table}[${String(id)}].${key}`) ?? named(rights, path) ?? 'hide';
      const cell = own(row, key);
      if (right === 'hide' || cell === undefined) continue;
      seen[key] = right === 'mask' ? type.mask(cell, field) : cell;
    }
    return seen;
  });
}
