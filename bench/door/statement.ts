import type { Snapshot, Write } from './writes.ts';

/** Where a value that is written comes from. */
export type Source =
  /** The same in each request: what the route would have in its own text. */
  | { is: 'constant'; value: string | null }
  /** A new id, the same wherever this request writes it. */
  | { is: 'new'; slot: number }
  /** Named by the request: what it is about. */
  | { is: 'given'; name: string }
  /** What somebody entered, by its path in the request's data. */
  | { is: 'entered'; path: (string | number)[] }
  /** The moment of the request, or so many milliseconds after it. */
  | { is: 'moment'; after: number }
  /** Its own in each request: a number that may not come twice. */
  | { is: 'number'; prefix: string };

/** A value of JSON with the request's own ids, moments and entries in it. */
export type Template =
  | Source
  | { is: 'plain'; value: number | boolean | null }
  | { is: 'list'; of: Template[] }
  | { is: 'object'; of: [string, Template][] };

export type Parameter = Source | { is: 'json'; of: Template };

/** The bare route: one statement that writes what the door has written, with a parameter for each value. */
export interface Plan {
  text: string;
  parameters: Parameter[];
  slots: number;
  /** Slots that the answer names. */
  answer: Record<string, number>;
}

type Data = { [name: string]: string | number | Data | Data[] };

export interface Recorded {
  writes: readonly Write[];
  before: Snapshot;
  /** What the request's data held. */
  entered: Data;
  /** Values that say what the request is about, by name: the ids of the record, its instance, its task. */
  given?: Readonly<Record<string, string>>;
  /** A column with a number of its own. */
  number?: string;
  /** Tables whose new key goes into the answer, by name. */
  answer?: Readonly<Record<string, string>>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/;
/** Further from the request than any deadline of it. */
const FAR_MS = 7 * 86_400_000;
const NUMBER_PREFIX = 10;

/** Writes the statement for what was recorded. */
export function planOf(recorded: Recorded): Plan {
  const { writes, given = {}, answer = {} } = recorded;
  const named = new Map(Object.entries(given).map(([name, value]) => [value, name]));
  const sources = new Sources(recorded, named);
  const parameters: Parameter[] = [];
  const place = (column: string, type: string, value: string | null, at: (string | number)[] = []): string => {
    parameters.push(sources.parameter(column, type, value, at));
    return `$${parameters.length}::${type}`;
  };
  const parts = [...inserts(writes, place), ...updates(writes, named, place), ...deletes(writes, named, place)];
  const text = `with ${parts.map((part, at) => `w${at} as (${part})`).join(',\n')} select 1`;
  const answered = Object.entries(answer).map(([name, table]) => {
    const write = writes.find((one) => one.verb === 'insert' && one.table.name === table);
    const slot = write?.verb === 'insert' ? sources.slots.get(write.row.id ?? '') : undefined;
    if (slot === undefined) throw new Error(`The request has made no row of ${table}.`);
    return [name, slot] as const;
  });
  return { text, parameters, slots: sources.slots.size, answer: Object.fromEntries(answered) };
}

/** Tells of each value that was written where a bare route would have it from. */
class Sources {
  readonly slots = new Map<string, number>();
  readonly #known: ReadonlySet<string>;
  readonly #named: ReadonlyMap<string, string>;
  readonly #entered: Data;
  readonly #moment: number;
  readonly #number: { column: string | undefined; value: string | null };

  constructor({ writes, before, entered, number }: Recorded, named: ReadonlyMap<string, string>) {
    this.#known = idsIn(before);
    this.#named = named;
    this.#entered = entered;
    const rows = writes.flatMap((write) => (write.verb === 'insert' ? [write] : []));
    const command = rows.find(({ table }) => table.name === 'engine.command');
    this.#moment = instant(command?.row.at ?? '');
    const numbered = rows.find(({ row }) => number !== undefined && row[number] != null);
    this.#number = { column: number, value: (number !== undefined && numbered?.row[number]) || null };
  }

  parameter(column: string, type: string, value: string | null, at: (string | number)[]): Parameter {
    if (value !== null && (type === 'jsonb' || type === 'json'))
      return { is: 'json', of: this.#template(JSON.parse(value)) };
    if (value !== null && this.#enteredAt([...at, column]) === value) return { is: 'entered', path: [...at, column] };
    return this.#source(value);
  }

  #enteredAt(path: (string | number)[]): string | undefined {
    const found = path.reduce<unknown>(
      (data, step) => (data as Record<string | number, unknown> | undefined)?.[step],
      this.#entered,
    );
    return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
  }

  #source(value: string | null): Source {
    const name = value === null ? undefined : this.#named.get(value);
    if (name !== undefined) return { is: 'given', name };
    if (value === null) return { is: 'constant', value };
    if (value === this.#number.value) return { is: 'number', prefix: value.slice(0, NUMBER_PREFIX) };
    if (INSTANT.test(value)) {
      const after = instant(value) - this.#moment;
      if (Math.abs(after) < FAR_MS) return { is: 'moment', after };
    }
    if (!UUID.test(value) || this.#known.has(value)) return { is: 'constant', value };
    const slot = this.slots.get(value) ?? this.slots.size;
    this.slots.set(value, slot);
    return { is: 'new', slot };
  }

  #template(value: unknown): Template {
    if (typeof value === 'string') return this.#source(value);
    if (Array.isArray(value)) return { is: 'list', of: value.map((item) => this.#template(item)) };
    if (typeof value === 'object' && value !== null)
      return { is: 'object', of: Object.entries(value).map(([name, item]) => [name, this.#template(item)]) };
    return { is: 'plain', value: value as number | boolean | null };
  }
}

/** As PostgreSQL or JSON writes it. */
function instant(text: string): number {
  return Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}

type Place = (column: string, type: string, value: string | null, at?: (string | number)[]) => string;

function inserts(writes: readonly Write[], place: Place): string[] {
  const byTable = new Map<string, Extract<Write, { verb: 'insert' }>[]>();
  for (const write of writes) {
    if (write.verb === 'insert') byTable.set(write.table.name, [...(byTable.get(write.table.name) ?? []), write]);
  }
  return [...byTable].map(([name, rows]) => {
    const columns = rows[0]?.table.columns ?? [];
    const values = rows.map(({ row }) => {
      const at = enteredRows(name, row);
      return `(${columns.map((one) => place(one.name, one.type, row[one.name] ?? null, at)).join(', ')})`;
    });
    return `insert into ${name} (${columns.map((one) => `"${one.name}"`).join(', ')}) values ${values.join(', ')}`;
  });
}

/** Rows of a sub-table were entered in a list of the table's name. */
function enteredRows(table: string, row: Record<string, string | null>): (string | number)[] {
  const [, sub] = table.split('__');
  return sub === undefined ? [] : [sub, Number(row.position)];
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
