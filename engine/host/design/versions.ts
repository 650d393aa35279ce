import type { Knex } from 'knex';
import { print } from '../../definition/print.ts';
import type { Json, VersionView } from '../../wire.ts';
import { designRefusals } from './refusals.ts';

export type Texts = ReadonlyMap<string, string>;

interface VersionRow {
  definition: { path: string; json: Json }[];
  texts: Record<string, string> | null;
}

/** A version's files as texts: those it was published with; printed where it is older than texts were kept. */
export async function versionTexts(knex: Knex, app: string, number: number): Promise<Texts> {
  const row = await knex('engine.app_version')
    .where({ app, number })
    .first<VersionRow | undefined>('definition', 'texts');
  if (!row) throw designRefusals.unknownVersion(number);
  if (row.texts) return new Map(Object.entries(row.texts).sort(([a], [b]) => (a < b ? -1 : 1)));
  return new Map(row.definition.map(({ path, json }) => [path, print(json)]));
}

/** The newest first. */
export async function listVersions(knex: Knex, app: string): Promise<VersionView[]> {
  const rows = await knex('engine.app_version as v')
    .leftJoin('engine.app_user as u', 'u.id', 'v.created_by')
    .leftJoin('engine.app as a', 'a.key', 'v.app')
    .where('v.app', app)
    .orderBy('v.number', 'desc')
    .select<
      (Pick<VersionView, 'number' | 'hash' | 'origin'> & {
        at: string;
        by: string | null;
        note: string | null;
        current: number | null;
      })[]
    >('v.number', 'v.hash', 'v.origin', 'v.note', 'v.created_at as at', 'u.login as by', 'a.number as current');
  return rows.map(({ number, hash, origin, at, by, note, current }) => ({
    number,
    hash,
    origin,
    at,
    isCurrent: number === current,
    ...(by !== null && { by }),
    ...(note !== null && { note }),
  }));
}

export async function publishedNumber(knex: Knex, app: string): Promise<number> {
  const row = await knex('engine.app').where({ key: app }).first<{ number: number } | undefined>('number');
  return row?.number ?? 0;
}
