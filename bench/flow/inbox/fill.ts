import type pg from 'pg';
import { copyOf, inBulk, multiply } from '../fill.ts';

/** What one user has on their desk, whatever others have: their own tasks, and those of a role. */
const OWN = 150;
const OF_ROLE = 100;

/**
 * So many open tasks: four on each case, most of them of five thousand people, a third of two hundred roles in ten apps,
 * some of which ask for an attribute or are closed to somebody. The user's own come in between, by when they are due too.
 */
export async function fillDesks(client: pg.Client, template: string, user: string, tasks: number): Promise<void> {
  await multiply(client, [template], tasks / 4, ['bench.request', 'engine.instance']);
  await inBulk(client, ['engine.task'], () => insertTasks(client, template, user, tasks));
}

async function insertTasks(client: pg.Client, template: string, user: string, tasks: number): Promise<void> {
  await client.query(
    `insert into engine.task (id, instance, app, form, record, flow, node, kind, assignee, role, "having", status, created_at, due_at, overdue, separate, why)
     select ${copyOf('n')}, i.id, case when isMine then i.app when isGroup then 'app' || (n % 10) else i.app end, i.form, i.record, i.flow, 'finance', 'approve',
       case when isGroup then null when isMine then $1::uuid else md5('user' || (n % 5000))::uuid end,
       case when isMine and isGroup then 'finance' when isGroup then 'role' || (n / 10 % 20) end,
       case when isGroup and turn % 5 = 0 then '{"site":"north"}'::jsonb end,
       'open', now() - n % 9973 * interval '1 minute', case when n % 3 > 0 then now() + (n % 7919 - 2000) * interval '1 minute' end, n % 3 > 0 and n % 7919 < 2000,
       case when isGroup and turn % 7 = 0 then array[case when isMine then $1::uuid else md5('user' || n)::uuid end, i.started_by] end,
       '{"code":"role","params":{"role":"finance"}}'::jsonb
     from (
       select n, row, isMine, turn,
         case when isMine then turn % ${(OWN + OF_ROLE) / 50} < ${OF_ROLE / 50} else n % 3 = 0 end as isGroup
       from (
         select n, (n + 3) / 4 as row, n % ($2 / ${OWN + OF_ROLE}) = 0 as isMine,
           case when n % ($2 / ${OWN + OF_ROLE}) = 0 then n / ($2 / ${OWN + OF_ROLE}) else n / 3 end as turn
         from generate_series(1, $2::int) n) x
     ) d join (select *, row_number() over () as row from engine.instance where record <> $3) i on i.row = d.row`,
    [user, tasks, template],
  );
}

/** What somebody would write by hand for this one user: each way by its index, no further than the page. */
export function idealPage(user: string): string {
  const page = 'order by due_at nulls last, created_at, id limit 20';
  const role = (key: string) =>
    `(select * from engine.task where status = 'open' and assignee is null and app = 'bench' and role = '${key}'
      and kind <> 'copy' and (separate is null or not ('${user}' = any (separate))) and "having" is null ${page})`;
  return `select * from (
    (select * from engine.task where status = 'open' and kind <> 'copy' and assignee = '${user}' ${page})
    union all ${role('finance')}) t ${page}`;
}

export function idealCount(user: string): string {
  return `select (select count(*) from engine.task where status = 'open' and kind <> 'copy' and assignee = '${user}')
    + (select count(*) from engine.task where status = 'open' and assignee is null and app = 'bench' and role = 'finance'
      and kind <> 'copy' and (separate is null or not ('${user}' = any (separate))) and "having" is null) as total`;
}
