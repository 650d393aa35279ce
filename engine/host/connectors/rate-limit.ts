import type { Knex } from 'knex';
import { durationMs } from './duration.ts';

export interface Limit {
  calls: number;
  perMs: number;
}

/** "20/PT1M" */
export function readLimit(text: string): Limit {
  const [calls = '', per = ''] = text.split(/\/(.*)/s);
  return { calls: Number(calls), perMs: durationMs(per) };
}

/**
 * Takes one call under a limit that all processes share and returns 0, or how many milliseconds to wait. In no window of
 * that length are there more calls than the limit (a token bucket would allow twice as many, and DingTalk shuts a robot
 * out for ten minutes after the 21st). The database's clock counts, so that processes need not agree on theirs.
 */
export async function takeTurn(knex: Knex, key: string, { calls, perMs }: Limit): Promise<number> {
  const found = await knex.raw<{ rows: { wait: string | number }[] }>(
    `with input as (
       select clock_timestamp() as now, make_interval(secs => :seconds) as per, cast(:calls as int) as most
     )
     insert into engine.rate_limit as r (key, calls, expires_at)
     select :key, array[now], now + per from input
     on conflict (key) do update set
       calls = (
         select case when cardinality(fresh) < most then fresh || now else fresh || timestamptz '-infinity' end
         from input, lateral (
           select coalesce(array_agg(call order by call), '{}') as fresh
           from unnest(r.calls) as call where call > now - per
         ) as recent
       ),
       expires_at = excluded.expires_at
     returning case when calls[cardinality(calls)] = '-infinity'
       then ceil(extract(epoch from calls[1] + (select per from input) - clock_timestamp()) * 1000) else 0 end as wait`,
    { key, calls, seconds: perMs / 1000 },
  );
  return Math.max(Number(found.rows[0]?.wait ?? 0), 0);
}
