import type pg from 'pg';
import type { Sent } from './cases/recorder.ts';

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  Operation?: string;
  Plans?: Node[];
}

interface Explained {
  Plan: Node;
  'Execution Time': number;
}

/** The plan of a prepared statement, whatever its parameters, as PostgreSQL 16 and later tell it. */
export async function planOf(client: pg.Client, text: string): Promise<Node> {
  const { rows } = await client.query<{ 'QUERY PLAN': Explained[] }>(`explain (generic_plan, format json) ${text}`);
  const [explained] = rows[0]?.['QUERY PLAN'] ?? [];
  if (explained === undefined) throw new Error('PostgreSQL tells no plan.');
  return explained.Plan;
}

/** What is read and how: "task by task_pkey". Whole tables are "all of task". */
export function readsOf(node: Node): string[] {
  const table = node['Relation Name'];
  const own = table !== undefined && / Scan$/.test(node['Node Type']) ? [`${path(node)} ${table}`] : [];
  const byBitmap = node['Node Type'] === 'Bitmap Heap Scan' ? [`bitmap of ${table}`] : own;
  return [...byBitmap, ...(node.Plans ?? []).flatMap(readsOf)];
}

function path(node: Node): string {
  const index = node['Index Name'];
  if (index !== undefined) return `${index} of`;
  return node['Node Type'] === 'Seq Scan' ? 'all of' : node['Node Type'].toLowerCase();
}

let statements = 0;

/** A statement that is prepared once, as the product's are, and asked for the server's own time for it. */
export class Timed {
  readonly #client: pg.Client;
  readonly #execute: string;

  private constructor(client: pg.Client, execute: string) {
    this.#client = client;
    this.#execute = execute;
  }

  static async prepare(client: pg.Client, { text, values }: Sent): Promise<Timed> {
    const name = `timed_${++statements}`;
    await client.query(`prepare ${name} as ${text}`);
    const given = values.map((value) => (value === null ? 'null' : client.escapeLiteral(value)));
    return new Timed(client, `execute ${name}${given.length > 0 ? `(${given.join(', ')})` : ''}`);
  }

  /** Milliseconds in which it was carried out. */
  async time(): Promise<number> {
    const { rows } = await this.#client.query<{ 'QUERY PLAN': Explained[] }>(
      `explain (analyze, timing off, format json) ${this.#execute}`,
    );
    return rows[0]?.['QUERY PLAN'][0]?.['Execution Time'] ?? Number.NaN;
  }

  async plan(): Promise<string> {
    const { rows } = await this.#client.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, buffers, costs off, timing off) ${this.#execute}`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }
}
