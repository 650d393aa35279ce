import type { Knex } from 'knex';
import { canonical } from '../../definition/index.ts';
import type { DesignFile, FileStatus, Json } from '../../wire.ts';
import type { Clock } from '../clock.ts';
import { parsed } from './file.ts';
import { publishedNumber, type Texts, versionTexts } from './versions.ts';

export interface DraftRow {
  text: string | null;
  json: Json;
  revision: number;
  updatedAt: string;
  updatedBy: string | undefined;
}

/** An app's draft as it is now, with what it is held against. */
export interface Draft {
  app: string;
  /** The published version; 0: none. */
  number: number;
  rows: Map<string, DraftRow>;
  published: Texts;
}

interface Stored {
  path: string;
  text: string | null;
  revision: number;
  updated_at: string;
  by: string | null;
}

/**
 * Reads the draft. Where there is none yet it begins with what is published; where another version was published since
 * (an operator's folder, another way in), files that nobody had changed follow it, and changed ones stay changed.
 */
export async function readDraft(trx: Knex.Transaction, app: string, clock: Clock): Promise<Draft> {
  const number = await publishedNumber(trx, app);
  const published: Texts = number === 0 ? new Map() : await versionTexts(trx, app, number);
  const design = await trx('engine.design').where({ app }).forUpdate().first<{ base: number } | undefined>('base');
  if (design === undefined) await begin(trx, app, number, published, clock);
  else if (design.base !== number) await follow(trx, app, design.base, number, published, clock);
  return { app, number, published, rows: await rowsOf(trx, app) };
}

async function begin(trx: Knex.Transaction, app: string, number: number, texts: Texts, clock: Clock): Promise<void> {
  const definition = texts.get('app.json');
  const { label, admin } = (definition ? parsed(definition) : { label: app, admin: 'admin' }) as {
    label: Json;
    admin: string;
  };
  const now = clock.now();
  const row = { app, base: number, label: JSON.stringify(label), admin, created_at: now, updated_at: now };
  await trx('engine.design').insert(row).onConflict('app').ignore();
  await writeRows(
    trx,
    app,
    [...texts].map(([path, text]) => ({ path, text, revision: 1 })),
    now,
  );
}

async function follow(
  trx: Knex.Transaction,
  app: string,
  base: number,
  number: number,
  texts: Texts,
  clock: Clock,
): Promise<void> {
  const before: Texts = base === 0 ? new Map() : await versionTexts(trx, app, base);
  const rows = await rowsOf(trx, app);
  const moved: { path: string; text: string | null; revision: number }[] = [];
  for (const path of new Set([...texts.keys(), ...before.keys()])) {
    const row = rows.get(path);
    const now = texts.get(path) ?? null;
    const isUntouched = sameText(row?.text ?? null, before.get(path) ?? null);
    if (isUntouched && now !== (row?.text ?? null)) moved.push({ path, text: now, revision: (row?.revision ?? 0) + 1 });
  }
  await writeRows(trx, app, moved, clock.now());
  await trx('engine.design').where({ app }).update({ base: number });
}

export async function writeRows(
  trx: Knex.Transaction,
  app: string,
  rows: readonly { path: string; text: string | null; revision: number }[],
  now: Date,
  by: string | null = null,
): Promise<void> {
  if (rows.length === 0) return;
  await trx.raw(
    `insert into engine.draft_file (app, path, text, revision, updated_at, updated_by)
     select ?, x.path, x.text, x.revision, ?, ?
     from jsonb_to_recordset(?::jsonb) as x (path text, text text, revision integer)
     on conflict (app, path) do update set text = excluded.text, revision = excluded.revision,
       updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [app, now, by, JSON.stringify(rows)],
  );
}

async function rowsOf(trx: Knex.Transaction, app: string): Promise<Map<string, DraftRow>> {
  const rows = await trx('engine.draft_file as f')
    .leftJoin('engine.app_user as u', 'u.id', 'f.updated_by')
    .where('f.app', app)
    .orderByRaw('f.path collate "C"')
    .select<Stored[]>('f.path', 'f.text', 'f.revision', 'f.updated_at', 'u.login as by');
  return new Map(
    rows.map(({ path, text, revision, updated_at, by }) => [
      path,
      {
        text,
        revision,
        json: text === null ? null : parsed(text),
        updatedAt: updated_at,
        updatedBy: by ?? undefined,
      },
    ]),
  );
}

/** Files that are there, by path. */
export function filesOf(draft: Draft): Map<string, Json> {
  return new Map([...draft.rows].flatMap(([path, { text, json }]) => (text === null ? [] : [[path, json] as const])));
}

export function statusOf(draft: Draft, path: string): FileStatus {
  const text = draft.rows.get(path)?.text ?? null;
  const published = draft.published.get(path) ?? null;
  if (published === null) return text === null ? 'same' : 'added';
  if (text === null) return 'removed';
  return sameText(text, published) ? 'same' : 'changed';
}

export function designFile(draft: Draft, path: string): DesignFile {
  const row = draft.rows.get(path);
  return {
    path,
    json: row?.json ?? null,
    revision: row?.revision ?? 0,
    status: statusOf(draft, path),
    ...(row?.updatedBy !== undefined && { updatedBy: row.updatedBy }),
    ...(row && { updatedAt: row.updatedAt }),
  };
}

/** What a designer sees: files that are there, and published ones that the draft removes. */
export function designFiles(draft: Draft): DesignFile[] {
  return [...draft.rows.keys()]
    .map((path) => designFile(draft, path))
    .filter(({ json, status }) => json !== null || status === 'removed');
}

function sameText(one: string | null, other: string | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  return canonical(parsed(one)) === canonical(parsed(other));
}
