import type { HandOverRest } from '../../wire.ts';
import type { DoorParts } from '../door/parts.ts';

/** What is theirs and is not handed over, so that whoever shuts them out knows of it. */
export async function restOf(
  { sql, clock }: Pick<DoorParts, 'sql' | 'clock'>,
  person: string,
  apps: readonly string[],
): Promise<HandOverRest[]> {
  const [row] = await sql.query<Record<HandOverRest['kind'], string>>(
    `select
       (select count(*) from engine.draft where owner_user = $1 and app = any ($2::text[])) as drafts,
       (select count(*) from engine.view where owner = $1 and is_shared and app = any ($2::text[])) as views,
       (select count(*) from engine.api_key where user_id = $1 and revoked_at is null
          and (expires_at is null or expires_at > $3) and (app is null or app = any ($2::text[]))) as keys,
       (select count(*) from engine.proxy where person = $1 and ended_at is null and ends_at > $3
          and (app is null or app = any ($2::text[]))) as proxies`,
    [person, apps, clock.now()],
  );
  const kinds = ['drafts', 'views', 'keys', 'proxies'] as const;
  return kinds.flatMap((kind) => {
    const count = Number(row?.[kind] ?? 0);
    return count === 0 ? [] : [{ kind, count }];
  });
}
