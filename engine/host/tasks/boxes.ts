import type { UserActor } from '../access/actor.ts';
import type { Box } from './ports.ts';

/** `from … where …` over tasks `t`, and the order in which people want to see them. */
export function boxSql({ box }: { box: Box }, actor: UserActor, values: unknown[]): { from: string; order: string } {
  const me = `$${values.push(actor.id)}::uuid`;
  switch (box) {
    case 'todo':
      return {
        from: `from engine.task t where t.status = 'open' and t.kind <> 'copy' and (t.assignee = ${me} or ${groups(actor, me, values)})`,
        // What is due first; what has no limit after it, the oldest first.
        order: 't.due_at asc nulls last, t.created_at asc, t.id',
      };
    case 'done':
      return {
        from: `from engine.task t where t.status = 'done' and t.kind <> 'copy' and t.by = ${me}`,
        order: 't.done_at desc, t.id',
      };
    case 'started':
      // One line for each case: its newest task.
      return {
        from: `from engine.task t where t.id in (
          select distinct on (x.instance) x.id from engine.task x join engine.instance i on i.id = x.instance
          where i.started_by = ${me} and x.kind <> 'copy' order by x.instance, x.created_at desc, x.id)`,
        order: 't.created_at desc, t.id',
      };
    case 'copied':
      return {
        from: `from engine.task t where t.kind = 'copy' and t.assignee = ${me}`,
        order: `(t.status = 'open') desc, t.created_at desc, t.id`,
      };
  }
}

/** Tasks of a group: of my roles, with my attributes, and not closed to me by four eyes. */
function groups(actor: UserActor, me: string, values: unknown[]): string {
  const roles = Object.entries(actor.roles).flatMap(([app, keys]) => keys.map((key) => `${app}/${key}`));
  const mine = `$${values.push(roles)}::text[]`;
  const attributes = `$${values.push(JSON.stringify(asLists(actor.attributes)))}::jsonb`;
  return `(t.assignee is null and t.app || '/' || t.role = any (${mine})
    and not (${me} = any (coalesce(t.separate, '{}')))
    and not exists (select 1 from jsonb_each(coalesce(t.having, '{}')) h
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
