import type { Why } from '../../flow/index.ts';
import { delegatedBy, type FlowState, placesOf } from '../../flow/index.ts';
import type { LiveForm } from '../apps/live.ts';
import type { DoorParts } from '../door/parts.ts';

/** One thing that lies with somebody: a task; or a place (their turn in a row, a choice, the answer to a delegated task). */
export interface Piece {
  kind: 'task' | 'place';
  app: string;
  form: string;
  flow: string;
  node: string;
  record: string;
  /** The task, or the instance. */
  target: string;
  instance: string;
  /** The role by which a task came. */
  role?: string;
}

export interface Case {
  form: LiveForm;
  state: FlowState;
}

type Parts = Pick<DoorParts, 'sql' | 'shelf'>;

/** Instances read at once: of each its state, which is small. */
const BATCH = 500;

/** Everything open that is somebody's in these apps, the oldest first. */
export async function piecesOf(parts: Parts, person: string, apps: readonly string[]): Promise<Piece[]> {
  const [tasks, places] = await Promise.all([tasksOf(parts, person, apps), placesIn(parts, person, apps)]);
  return [...tasks, ...places];
}

async function tasksOf({ sql }: Parts, person: string, apps: readonly string[]): Promise<Piece[]> {
  const rows = await sql.query<Omit<Piece, 'kind' | 'role'> & { why: Why | null }>(
    `select app, form, flow, node, record, id as target, instance, why from engine.task
     where assignee = $1 and status = 'open' and kind <> 'copy' and app = any ($2::text[]) order by created_at, id`,
    [person, apps],
  );
  return rows.map(({ why, ...row }) => {
    const role = why?.params?.role;
    return { kind: 'task', ...row, ...(typeof role === 'string' ? { role } : {}) };
  });
}

/** In the states themselves: no row beside them says whose turn comes next. */
const NAMED = `(i.data @? format('$.tokens[*].queue[*] ? (@.user == "%s")', $1::text)::jsonpath
  or i.data @? format('$.tasks[*] ? (@.owner == "%s")', $1::text)::jsonpath
  or i.data @? format('$.chosen.*[*] ? (@ == "%s")', $1::text)::jsonpath)`;

async function placesIn({ sql }: Parts, person: string, apps: readonly string[]): Promise<Piece[]> {
  const rows = await sql.query<{
    id: string;
    app: string;
    form: string;
    flow: string;
    record: string;
    data: FlowState;
  }>(
    `select i.id, i.app, i.form, i.flow, i.record, i.data from engine.instance i
     where i.status in ('running', 'suspended') and i.app = any ($2::text[]) and ${NAMED} order by i.started_at, i.id`,
    [person, apps],
  );
  return rows.flatMap(({ id, data, ...place }) => {
    const nodes = new Set([...placesOf(data, person), ...delegatedBy(data, person).map(({ node }) => node)]);
    return [...nodes].map((node): Piece => ({ kind: 'place', ...place, node, target: id, instance: id }));
  });
}

/** The cases of these pieces as they stand now, each with the version of its flow. */
export async function casesOf({ sql, shelf }: Parts, pieces: readonly Piece[]): Promise<Map<string, Case>> {
  const ids = [...new Set(pieces.map(({ instance }) => instance))];
  const found = new Map<string, Case>();
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows = await sql.query<{ id: string; app: string; form: string; version: number; data: FlowState }>(
      'select id, app, form, version, data from engine.instance where id = any ($1::uuid[])',
      [ids.slice(from, from + BATCH)],
    );
    for (const { id, app, form: key, version, data } of rows) {
      const form = (await shelf.at(app, version)).form(key);
      if (form) found.set(id, { form, state: data });
    }
  }
  return found;
}
