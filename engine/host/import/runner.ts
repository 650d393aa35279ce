import type { Knex } from 'knex';
import { ExpressionError } from '../../expression/index.ts';
import { type Actor, findPerson } from '../access/index.ts';
import { Refusal } from '../door/refusal.ts';
import type { Files } from '../files/files.ts';
import type { Host } from '../host.ts';
import { readCsv } from './csv.ts';
import { groupsOf } from './groups.ts';
import type { Job } from './job.ts';
import { type MappedLine, type MappedRecord, Mapper } from './mapper.ts';
import { type ImportParts, prepare } from './prepare.ts';
import { type LineProblem, problems } from './problem.ts';
import { References } from './references.ts';

interface Outcome {
  line: number;
  status: 'accepted' | 'skipped' | 'refused';
  record: string | null;
  problems: LineProblem[];
  cells: string[];
}

/** Records at once: as many as the door takes without making people in front of screens wait. */
const AT_ONCE = 8;
const CHUNK = 64;
const LEASE_SECONDS = 30;

/** Works through one job. A process that is killed loses nothing: the next one goes on behind the last chunk, and a record of a half chunk is the same command. */
export class ImportRunner {
  readonly #host: Host;
  readonly #knex: Knex;
  readonly #files: Files;

  constructor(host: Host, files: Files) {
    this.#host = host;
    this.#knex = host.database.knex;
    this.#files = files;
  }

  /** One job that nobody works on, now held by us; or the one named. */
  async claim(id?: string): Promise<Job | undefined> {
    const { rows } = await this.#knex.raw<{ rows: Job[] }>(
      `update engine.import_job set status = 'running', started_at = coalesce(started_at, :now),
         lease_until = clock_timestamp() + make_interval(secs => :lease)
       where id = (select id from engine.import_job
         where status in ('waiting', 'running') and (lease_until is null or lease_until < clock_timestamp())
           and (cast(:id as uuid) is null or id = cast(:id as uuid))
         order by created_at limit 1 for update skip locked)
       returning *`,
      { now: this.#host.clock.now(), lease: LEASE_SECONDS, id: id ?? null },
    );
    return rows[0];
  }

  async run(job: Job): Promise<void> {
    try {
      await this.#work(job);
    } catch (cause) {
      if (!(cause instanceof Refusal) && !(cause instanceof ExpressionError)) {
        // Nothing the file could do about it (the database went away): the lease runs out and it is tried again.
        throw cause;
      }
      const message = cause instanceof Refusal ? cause.text : cause.localised;
      await this.#end(job.id, 'failed', { code: cause.code, message });
    }
  }

  async #work(job: Job): Promise<void> {
    const app = this.#host.apps.get(job.app);
    const form = app?.forms.get(job.form);
    if (!app || !form) throw new Error(`There is no form ${job.form} in ${job.app}.`);
    const mapper = new Mapper(app, form, job.mapping, job.options.headers, job.created_at);
    const parts = { host: this.#host, app, form, job, mapper, references: new References(this.#knex, app) };
    const path = await this.#files.contentOf(job.file);
    let position = 0;
    let chunk: MappedLine[][] = [];
    const flush = async (): Promise<boolean> => {
      const actor = await this.#actorOf(job);
      const outcomes = await inParallel(chunk, (group) => this.#take(parts, group, actor));
      const goesOn = await this.#keep(job.id, position, outcomes.flat());
      chunk = [];
      return goesOn;
    };
    for await (const group of groupsOf(withoutHeader(readCsv(path, job.options.shape)), mapper)) {
      position += 1;
      if (position <= job.position) continue;
      chunk.push(group);
      if (chunk.length >= CHUNK && !(await flush())) return;
    }
    if (chunk.length > 0 && !(await flush())) return;
    await this.#end(job.id, 'done');
  }

  async #take(parts: ImportParts, group: MappedLine[], actor: Actor): Promise<Outcome[]> {
    const skipped = group.flatMap((line) => (line.skipped ? [outcome(line, 'skipped', [line.skipped])] : []));
    const lines = group.filter((line) => !line.skipped);
    if (lines.length === 0) return skipped;
    const { record, order, same } = await prepare(parts, lines, actor);
    if (same !== undefined) return [...skipped, ...lines.map((line) => outcome(line, 'accepted', [], same))];
    if (order === undefined) return [...skipped, ...refusedLines(record)];
    try {
      const made = await this.#host.door.execute(order, actor);
      return [...skipped, ...lines.map((line) => outcome(line, 'accepted', [], made.record))];
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      return [...skipped, ...refusedBy(cause, record)];
    }
  }

  /** Who uploaded it, with the rights of now. */
  async #actorOf({ owner }: Job): Promise<Actor> {
    if (owner === null) return { kind: 'engine', cause: 'import' };
    const person = await findPerson(this.#knex, owner, 'session');
    if (person) return person;
    throw new Refusal('owner_gone', {
      'zh-CN': '导入者的账号已停用。',
      en: 'The account that began this import is disabled.',
    });
  }

  /** Progress and outcomes together; false where somebody has cancelled the job. */
  async #keep(id: string, position: number, outcomes: readonly Outcome[]): Promise<boolean> {
    return this.#knex.transaction(async (trx) => {
      const rows = outcomes.map(({ line, status, record, problems: found, cells }) => ({
        job: id,
        line,
        status,
        record,
        problems: found.length > 0 ? JSON.stringify(found) : null,
        data: status === 'accepted' ? null : JSON.stringify(cells),
      }));
      if (rows.length > 0) await trx('engine.import_row').insert(rows).onConflict(['job', 'line']).ignore();
      const accepted = outcomes.filter(({ status }) => status === 'accepted').length;
      const { rowCount } = await trx.raw<{ rowCount: number }>(
        `update engine.import_job set position = ?, accepted = accepted + ?, refused = refused + ?,
           lease_until = clock_timestamp() + make_interval(secs => ?) where id = ? and status = 'running'`,
        [position, accepted, outcomes.length - accepted, LEASE_SECONDS, id],
      );
      return rowCount === 1;
    });
  }

  async #end(id: string, status: 'done' | 'failed', error?: unknown): Promise<void> {
    await this.#knex('engine.import_job')
      .where({ id, status: 'running' })
      .update({
        status,
        error: error === undefined ? null : JSON.stringify(error),
        ended_at: this.#host.clock.now(),
        lease_until: null,
      });
  }
}

export async function* withoutHeader<T>(lines: AsyncIterable<T>): AsyncGenerator<T> {
  let isHeader = true;
  for await (const line of lines) {
    if (!isHeader) yield line;
    isHeader = false;
  }
}

function outcome(
  line: MappedLine,
  status: Outcome['status'],
  found: LineProblem[],
  record: string | null = null,
): Outcome {
  return { line: line.line, status, record, problems: found, cells: line.cells };
}

/** Each line with its own problems; a good line of a record that is refused says which other line is to blame. */
function refusedLines({ lines, problems: all }: MappedRecord): Outcome[] {
  const bad = lines.find((line) => line.problems.length > 0);
  return lines.map((line) => {
    if (line.problems.length > 0) return outcome(line, 'refused', line.problems);
    return outcome(line, 'refused', bad ? [problems.otherLine(bad.line)] : all);
  });
}

function refusedBy(refusal: Refusal, record: MappedRecord): Outcome[] {
  const { problems: fields = [], at } = refusal.details;
  const whole: LineProblem = { code: refusal.code, message: refusal.text, ...(at !== undefined && { at }) };
  const byLine = new Map<number, LineProblem[]>();
  const ofRecord: LineProblem[] = [];
  for (const { code, path, rowId, message } of fields) {
    const line = rowId === undefined ? undefined : record.lineOfRow.get(rowId);
    if (line === undefined) ofRecord.push({ code, at: path, message });
    else byLine.set(line, [...(byLine.get(line) ?? []), { code, at: path, message }]);
  }
  const [blamed] = byLine.keys();
  return record.lines.map((line) => {
    const own = [...(byLine.get(line.line) ?? []), ...ofRecord];
    if (own.length > 0) return outcome(line, 'refused', own);
    return outcome(line, 'refused', [blamed === undefined ? whole : problems.otherLine(blamed)]);
  });
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}
