import type { Snapshot, Write } from './writes.ts';

/** Where a parameter of the one statement comes from. */
export type Parameter =
  /** The same in each request: what is written is as long as the original. */
  | { is: 'constant'; value: string | null }
  /** A new id, the same wherever this request writes it. */
  | { is: 'new'; slot: number }
  /** Named by the request: what it is about. */
  | { is: 'given'; name: string }
  /** Its own in each request: a number that may not come twice. */
  | { is: 'number'; prefix: string };

/** The bare route: one statement that writes what the door has written, with a parameter for each value. */
export interface Plan {
  text: string;
  parameters: Parameter[];
  slots: number;
  /** Slots that the answer names. */
  answer: Record<string, number>;
}

export interface Recorded {
  writes: readonly Write[];
  before: Snapshot;
  /** Values that say what the request is about, by name: the ids of the record, its instance, its task. */
  given?: Readonly<Record<string, string>>;
  /** A column with a number of its own. */
  number?: string;
  /** Tables whose new key goes into the answer, by name. */
  answer?: Readonly<Record<string, string>>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Writes the statement for what was recorded. */
export function planOf({ writes, before, given = {}, number, answer = {} }: Recorded): Plan {
  const known = idsIn(before);
  const named = new Map(Object.entries(given).map(([name, value]) => [value, name]));
  const slots = new Map<string, number>();
  const parameters: Parameter[] = [];
  const place = (column: string, type: string, value: string | null): string => {
    parameters.push(parameterFor(column, value));
    return `$${parameters.length}::${type}`;
  };
  const parameterFor = (column: string, value: string | null): Parameter => {
    const name = value === null ? undefined : named.get(value);
    if (name !== undefined) return { is: 'given', name };
    if (column === number && value !== null) return { is: 'number', prefix: value.slice(0, 10) };
    if (value === null || !UUID.test(value) || known.has(value)) return { is: 'constant', value };
    const slot = slots.get(value) ?? slots.size;
    slots.set(value, slot);
    return { is: 'new', slot };
  };
  const parts = [...inserts(writes, place), ...updates(writes, named, place), ...deletes(writes, named, place)];
  const text = `with ${parts.map((part, at) => `w${at} as (${part})`).join(',\n')} select 1`;
  const answered = Object.entries(answer).map(([name, table]) => {
    const write = writes.find((one) => one.verb === 'insert' && one.table.name === table);
    const slot = write?.verb === 'insert' ? slots.get(write.row.id ?? '') : undefined;
    if (slot === undefined) throw new Error(`The request has made no row of ${table}.`);
    return [name, slot] as const;
  });
  return { text, parameters, slots: slots.size, answer: Object.fromEntries(answered) };
}

type Place = (column: string, type: string, value: string | null) => string;

function inserts(writes: readonly Write[], place: Place): string[] {
  const byTable = new Map<string, Extract<Write, { verb: 'insert' }>[]>();
  for (const write of writes) {
    if (write.verb === 'insert') byTable.set(write.table.name, [...(byTable.get(write.table.name) ?? []), write]);
  }
  return [...byTable].map(([name, rows]) => {
    const columns = rows[0]?.table.columns ?? [];
    const values = rows.map(
      ({ row }) => `(${columns.map((one) => place(one.name, one.type, row[one.name] ?? null)).join(', ')})`,
    );
    return `insert into ${name} (${columns.map((one) => `"${one.name}"`).join(', ')}) values ${values.join(', ')}`;
  });
}

function updates(writes: readonly Write[], named: ReadonlyMap<string, string>, place: Place): string[] {
  return writes.flatMap((write) => {
    if (write.verb !== 'update') return [];
    const { table, before, changed } = write;
    const set = table.columns
      .filter(({ name }) => name in changed)
      .map(({ name, type }) => `"${name}" = ${place(name, type, changed[name] ?? null)}`);
    return [`update ${table.name} set ${set.join(', ')} where ${foundBy(write, before, named, place)}`];
  });
}

/** Several rows of one table that go together (the deadlines of a task) are one condition. */
function deletes(writes: readonly Write[], named: ReadonlyMap<string, string>, place: Place): string[] {
  const gone = new Map(
    writes.flatMap((write) => (write.verb === 'delete' ? [[write.table.name, write] as const] : [])),
  );
  return [...gone.values()].map(
    (write) => `delete from ${write.table.name} where ${foundBy(write, write.before, named, place)}`,
  );
}

function foundBy(
  { table }: Write,
  row: Record<string, string | null>,
  named: ReadonlyMap<string, string>,
  place: Place,
): string {
  const by = [...table.key, 'instance', 'parent', 'record'].find((name) => named.has(row[name] ?? ''));
  const column = table.columns.find(({ name }) => name === by);
  if (column === undefined) throw new Error(`A bare route would not know which row of ${table.name} to change.`);
  return `"${column.name}" = ${place(column.name, column.type, row[column.name] ?? null)}`;
}

function idsIn(before: Snapshot): Set<string> {
  const ids = new Set<string>();
  for (const { rows } of before.values()) {
    for (const row of rows.values()) {
      for (const value of Object.values(row)) if (value !== null && UUID.test(value)) ids.add(value);
    }
  }
  return ids;
}
