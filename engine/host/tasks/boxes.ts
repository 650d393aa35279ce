import type { UserActor } from '../access/actor.ts';
import type { Box } from './ports.ts';

/**
 * A box is counted up to here: a badge says no more than that there are many, and counting a role's hundred thousand
 * tasks for each of its people would read them all each time.
 */
export const MOST_COUNTED = 1_000;

export interface Asked {
  /** Conditions over `t` beside what makes the box. */
  where: readonly string[];
  /** Rows from the first that are wanted. */
  limit: number;
}

/** What is due first; what has no limit after it, the oldest first. The order of the indexes task_inbox and task_group. */
const BY_DUE = 't.due_at asc nulls last, t.created_at asc, t.id';

/** The first tasks of a box as `t`, and the order in which people want to see them. */
export function boxSql(
  box: Box,
  actor: UserActor,
  values: unknown[],
  { where, limit }: Asked,
): { from: string; order: string } {
  const me = `$${values.push(actor.id)}::uuid`;
  const more = where.map((part) => ` and ${part}`).join('');
  const first = (from: string, order: string): { from: string; order: string } => ({
    from: `from (select t.* ${from}${more} order by ${order} limit ${limit}) t`,
    order,
  });
  switch (box) {
    case 'todo':
      return { from: `from (${todo(actor, me, values, more, limit)}) t`, order: BY_DUE };
    case 'done':
      return first(
        `from engine.task t where t.status = 'done' and t.kind <> 'copy' and t.by = ${me}`,
        't.done_at desc, t.id',
      );
    case 'started':
      // One line for each case: its newest task.
      return first(
        `from engine.task t where t.id in (
          select distinct on (x.instance) x.id from engine.task x join engine.instance i on i.id = x.instance
          where i.started_by = ${me} and x.kind <> 'copy' order by x.instance, x.created_at desc, x.id)`,
        't.created_at desc, t.id',
      );
    case 'copied':
      return first(
        `from engine.task t where t.kind = 'copy' and t.assignee = ${me}`,
        `(t.status = 'open') desc, t.created_at desc, t.id`,
      );
  }
}

/**
 * My own and those of each of my roles, read from an index of its own in the wanted order and no further than wanted:
 * however many tasks others have, and however many my role has, a page reads no more than its rows for each of them.
 */
function todo(actor: UserActor, me: string, values: unknown[], more: string, limit: number): string {
  const page = `order by ${BY_DUE} limit ${limit}`;
  const own = `select t.* from engine.task t
    where t.status = 'open' and t.kind <> 'copy' and t.assignee = ${me}${more} ${page}`;
  const mine = Object.entries(actor.roles).flatMap(([app, keys]) => keys.map((key) => ({ app, key })));
  if (mine.length === 0) return own;
  const apps = `$${values.push(mine.map(({ app }) => app))}::text[]`;
  const roles = `$${values.push(mine.map(({ key }) => key))}::text[]`;
  return `(${own}) union all
    select t.* from unnest(${apps}, ${roles}) mine (app, role) cross join lateral (
      select t.* from engine.task t
      where t.status = 'open' and t.assignee is null and t.app = mine.app and t.role = mine.role
        and ${openToMe(actor, me, values)}${more} ${page}) t`;
}

/** Of a group's tasks those that ask for attributes that I have, and are not closed to me by four eyes. */
function openToMe(actor: UserActor, me: string, values: unknown[]): string {
  const attributes = `$${values.push(JSON.stringify(asLists(actor.attributes)))}::jsonb`;
  return `t.kind <> 'copy' and (t.separate is null or not (${me} = any (t.separate)))
        and (t.having is null or not exists (select 1 from jsonb_each(t.having) h
          where not coalesce(${attributes} -> h.key @> jsonb_build_array(h.value), false)))`;
}

/** An attribute may be one value or several. */
function asLists(attributes: UserActor['attributes']): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]),
  );
}

export function claimable(
  task: {
    app: string;
    role: string | null;
    having: Readonly<Record<string, unknown>> | null;
    separate: readonly string[] | null;
  },
  actor: UserActor,
): boolean {
  if (task.role === null || !(actor.roles[task.app] ?? []).includes(task.role)) return false;
  if (task.separate?.includes(actor.id)) return false;
  const mine = asLists(actor.attributes);
  return Object.entries(task.having ?? {}).every(([name, value]) => mine[name]?.includes(value) ?? false);
}
