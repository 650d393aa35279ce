import type { Json } from '../../wire.ts';
import type { UserActor } from '../access/actor.ts';
import { listText } from '../door/writeText.ts';
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
      return { from: `from (${done(me, more, limit)}) t`, order: LATEST };
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

const LATEST = 't.done_at desc, t.id';

/** What I have done, and what was done in my place while I was away: each from an index of its own. */
function done(me: string, more: string, limit: number): string {
  const which = [`t.by = ${me}`, `t.stands_for = ${me} and t.by is distinct from ${me}`];
  const parts = which.map(
    (part) =>
      `(select t.* from engine.task t where t.status = 'done' and t.kind <> 'copy' and ${part}${more}
        order by ${LATEST} limit ${limit})`,
  );
  return `select t.* from (${parts.join(' union all ')}) t order by ${LATEST} limit ${limit}`;
}

/**
 * My own and those of each of my roles, each read from an index of its own in the wanted order and all no further than
 * wanted: however many tasks others have, and however many my roles have, a page reads little more than its rows.
 */
function todo(actor: UserActor, me: string, values: unknown[], more: string, limit: number): string {
  const page = `order by ${BY_DUE} limit ${limit}`;
  const open = `select t.* from engine.task t where t.status = 'open' and t.kind <> 'copy'`;
  const mine = Object.entries(actor.roles).filter(([, roles]) => roles.length > 0);
  // A statement may have no parameter that it does not use.
  const isOpen = mine.length > 0 ? openToMe(actor, me, values) : '';
  const ofRoles = mine.flatMap(([app, roles]) =>
    roles.map((role) => {
      const group = `t.app = $${values.push(app)}::text and t.role = $${values.push(role)}::text`;
      return `(${open} and t.assignee is null and ${group} and ${isOpen}${more} ${page})`;
    }),
  );
  return [`(${open} and t.assignee = ${me}${more} ${page})`, ...ofRoles].join(' union all ');
}

/** Of a group's tasks those that ask for attributes that I have, and are not closed to me by four eyes. */
function openToMe({ attributes }: UserActor, me: string, values: unknown[]): string {
  return `(t.separate is null or not (${me} = any (t.separate))) and (t.having is null or ${holds(attributes, values)})`;
}

/** More combinations than these are looked at value by value. */
const MOST_COMBINATIONS = 16;

/** Containment in one of a few objects takes a fraction of looking at each value that is asked for. */
function holds(attributes: UserActor['attributes'], values: unknown[]): string {
  const combinations = combined(attributes);
  if (combinations) {
    const mine = `$${values.push(listText(combinations.map((one) => JSON.stringify(one))))}::jsonb[]`;
    return `t.having <@ any (${mine})`;
  }
  const mine = `$${values.push(JSON.stringify(asLists(attributes)))}::jsonb`;
  return `not exists (select 1 from jsonb_each(t.having) h
    where not coalesce(${mine} -> h.key @> jsonb_build_array(h.value), false))`;
}

/** Each way to take one value of each attribute; undefined where they are many. */
function combined(attributes: UserActor['attributes']): Record<string, Json>[] | undefined {
  let found: Record<string, Json>[] = [{}];
  for (const [name, list] of Object.entries(asLists(attributes))) {
    if (list.length === 0) continue;
    found = found.flatMap((one) => list.map((value) => ({ ...one, [name]: value })));
    if (found.length > MOST_COMBINATIONS) return undefined;
  }
  return found;
}

/** An attribute may be one value or several. */
function asLists(attributes: UserActor['attributes']): Record<string, Json[]> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]),
  );
}

export function claimable(
  task: {
    app: string;
    role: string | null;
    having: Readonly<Record<string, Json>> | null;
    separate: readonly string[] | null;
  },
  actor: UserActor,
): boolean {
  if (task.role === null || !(actor.roles[task.app] ?? []).includes(task.role)) return false;
  if (task.separate?.includes(actor.id)) return false;
  const mine = asLists(actor.attributes);
  return Object.entries(task.having ?? {}).every(([name, value]) => mine[name]?.includes(value) ?? false);
}
