import type { Knex } from 'knex';
import type { DraftChange, DraftConflict, Json, SaveResult } from '../../wire.ts';
import type { UserActor } from '../access/index.ts';
import type { Clock } from '../clock.ts';
import { Refusal } from '../door/refusal.ts';
import { analyse } from './analysis.ts';
import { type Draft, designFile, filesOf, readDraft, statusOf, writeRows } from './draft.ts';
import { checkFile, checkPath, MOST_FILES, textFor } from './file.ts';
import { designRefusals } from './refusals.ts';

/** PostgreSQL takes payloads under 8,000 bytes. */
const MOST_TOLD = 50;

/** Somebody else saved one of these files first: what is there now goes back, and nothing was saved. */
function draftConflict(conflicts: readonly DraftConflict[]): Refusal {
  return new Refusal(
    'draft_conflict',
    { 'zh-CN': '其他人已修改了这些文件。', en: 'Somebody else has changed these files in the meantime.' },
    {
      status: 409,
      more: { conflicts },
      ...(conflicts[0] && { at: conflicts[0].path }),
      cure: { 'zh-CN': '请比较后决定保留哪一份，然后再保存。', en: 'Compare, decide what to keep, then save again.' },
    },
  );
}

interface Wanted {
  path: string;
  text: string | null;
}

/** Changes to a draft: all of them, or none. */
export class Editing {
  readonly #knex: Knex;
  readonly #clock: Clock;

  constructor(knex: Knex, clock: Clock) {
    this.#knex = knex;
    this.#clock = clock;
  }

  read(app: string): Promise<Draft> {
    return this.#knex.transaction((trx) => readDraft(trx, app, this.#clock));
  }

  /** What was made from an older state of a file than there is now is refused. */
  async save(app: string, changes: readonly DraftChange[], user: UserActor): Promise<SaveResult> {
    for (const { path, json } of changes) {
      if (json === null) checkPath(path);
      else checkFile(path, json);
    }
    mustBeOnce(changes);
    return this.#knex.transaction(async (trx) => {
      const draft = await readDraft(trx, app, this.#clock);
      const conflicts = changes
        .filter(({ path, revision }) => !isCurrent(draft, path, revision))
        .map(({ path }) => ({ path, file: designFile(draft, path) }));
      if (conflicts.length > 0) throw draftConflict(conflicts);
      const wanted = changes.map(({ path, json }) => ({
        path,
        text: json === null ? null : keptText(draft, path, json),
      }));
      return this.#write(trx, draft, wanted, user);
    });
  }

  /** Back to what is published; everything, or these files. */
  async discard(app: string, paths: readonly string[] | undefined, user: UserActor): Promise<SaveResult> {
    return this.#knex.transaction(async (trx) => {
      const draft = await readDraft(trx, app, this.#clock);
      if (draft.number === 0) throw designRefusals.neverPublished();
      const all = paths ?? [...new Set([...draft.rows.keys(), ...draft.published.keys()])];
      const wanted = all
        .filter((path) => statusOf(draft, path) !== 'same')
        .map((path) => ({ path, text: draft.published.get(path) ?? null }));
      return this.#write(trx, draft, wanted, user);
    });
  }

  /** These files and no others become the draft. */
  async replace(app: string, texts: ReadonlyMap<string, string>, user: UserActor): Promise<SaveResult> {
    return this.#knex.transaction(async (trx) => {
      const draft = await readDraft(trx, app, this.#clock);
      const gone = [...draft.rows.keys()].filter((path) => !texts.has(path) && draft.rows.get(path)?.text !== null);
      const wanted = [...texts]
        .filter(([path, text]) => draft.rows.get(path)?.text !== text)
        .map(([path, text]): Wanted => ({ path, text }));
      return this.#write(trx, draft, [...wanted, ...gone.map((path) => ({ path, text: null }))], user);
    });
  }

  async #write(trx: Knex.Transaction, draft: Draft, wanted: readonly Wanted[], user: UserActor): Promise<SaveResult> {
    const now = this.#clock.now();
    const changed = wanted
      .filter(({ path, text }) => (draft.rows.get(path)?.text ?? null) !== text)
      .map(({ path, text }) => ({ path, text, revision: (draft.rows.get(path)?.revision ?? 0) + 1 }));
    await writeRows(trx, draft.app, changed, now, user.id);
    const after = changed.length === 0 ? draft : await readDraft(trx, draft.app, this.#clock);
    const files = filesOf(after);
    if (files.size > MOST_FILES) throw tooMany();
    const { hash, problems } = analyse(files);
    if (changed.length > 0) await this.#touch(trx, after, files, changed, user, now);
    return {
      hash,
      problems,
      files: wanted.map(({ path }) => {
        const { revision, status } = designFile(after, path);
        return { path, revision, status };
      }),
    };
  }

  async #touch(
    trx: Knex.Transaction,
    { app }: Draft,
    files: ReadonlyMap<string, Json>,
    changed: readonly { path: string }[],
    user: UserActor,
    now: Date,
  ): Promise<void> {
    const definition = files.get('app.json') as { label?: Json } | undefined;
    await trx('engine.design')
      .where({ app })
      .update({
        updated_at: now,
        updated_by: user.id,
        ...(definition?.label !== undefined && { label: JSON.stringify(definition.label) }),
      });
    const path = changed.slice(0, MOST_TOLD).map((one) => one.path);
    await trx.raw('select pg_notify(?, ?)', ['engine', JSON.stringify({ kind: 'design', app, path, by: user.login })]);
  }
}

/** A file that was removed is new again, whoever makes it. */
function isCurrent(draft: Draft, path: string, revision: number): boolean {
  const row = draft.rows.get(path);
  return row === undefined ? revision === 0 : row.revision === revision || (row.text === null && revision === 0);
}

function keptText(draft: Draft, path: string, json: Json): string {
  return textFor(path, json, [draft.rows.get(path)?.text, draft.published.get(path)]);
}

function mustBeOnce(changes: readonly DraftChange[]): void {
  const seen = new Set<string>();
  for (const { path } of changes) {
    if (seen.has(path)) {
      throw designRefusals.badFile(
        path,
        { 'zh-CN': '同一个文件在一次保存中出现了两次。', en: 'One file is in one save twice.' },
        { 'zh-CN': '请合并后再保存。', en: 'Put the two together, then save again.' },
      );
    }
    seen.add(path);
  }
}

function tooMany(): Refusal {
  return designRefusals.badFile(
    'app.json',
    { 'zh-CN': `应用最多有 ${MOST_FILES} 个文件。`, en: `An app has at most ${MOST_FILES} files.` },
    { 'zh-CN': '请删除不再使用的文件。', en: 'Remove files that nothing uses any more.' },
  );
}
