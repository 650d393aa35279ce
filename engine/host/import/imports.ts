import { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import type { AppModel, FormDefinition } from '../../definition/index.ts';
import type { FileView } from '../../wire.ts';
import { type Actor, type Locale, rolesIn, type UserActor } from '../access/index.ts';
import { Refusal, refusals } from '../door/refusal.ts';
import { csvLine } from '../export/csv.ts';
import type { Files } from '../files/files.ts';
import type { Host } from '../host.ts';
import { namedProblem } from '../records/named.ts';
import { readCsv, shapeOf } from './csv.ts';
import type { ImportView, Job } from './job.ts';
import { columnsFor, Mapper } from './mapper.ts';
import type { Mapping } from './mapping.ts';
import { previewOf } from './preview.ts';
import type { LineProblem } from './problem.ts';
import { References } from './references.ts';
import { ImportRunner, withoutHeader } from './runner.ts';
import { suggestMapping } from './suggest.ts';
import { csvOfWorkbook, isWorkbook } from './workbook.ts';

const SAMPLES = 3;
const LOOK_EVERY_MS = 5_000;

/** CSV into any form: upload, mapping with a preview, a job that survives its process, a report of what did not get in. */
export class Imports {
  readonly runner: ImportRunner;
  readonly #host: Host;
  readonly #files: Files;
  #timer: NodeJS.Timeout | undefined;
  #log: (line: string) => void = () => undefined;
  #working: Promise<void> | undefined;

  constructor(host: Host, files: Files) {
    this.#host = host;
    this.#files = files;
    this.runner = new ImportRunner(host, files);
  }

  /** Takes up jobs that wait, or that a process has left behind. */
  start(log: (line: string) => void): void {
    this.#log = log;
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
    this.#look();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#working;
  }

  #look(): void {
    this.#working ??= this.#workAll()
      .catch((cause: unknown) => this.#log(`An import stopped and will be taken up again: ${String(cause)}`))
      .finally(() => {
        this.#working = undefined;
      });
  }

  async upload(
    app: AppModel,
    formKey: string,
    file: { name: string | undefined; stream: Readable },
    actor: Actor,
  ): Promise<string> {
    const form = mayImport(app, formKey, actor);
    const kept = await this.#files.receiveTable(app.app.key, file, actor);
    const path = await this.#files.contentOf(kept.id);
    if (!(await isWorkbook(path))) return this.#draft(app, form, kept, actor);
    // From here on it is a table like any other; the workbook itself is not kept.
    const stream = Readable.from(csvOfWorkbook(path));
    const table = await this.#files.receiveTable(app.app.key, { name: kept.name, stream }, actor);
    return this.#draft(app, form, table, actor);
  }

  async remap(id: string, mapping: Mapping, actor: Actor): Promise<void> {
    const job = await this.#own(id, actor);
    this.#mapperOf(job, mapping);
    const changed = await this.#jobs()
      .where({ id, status: 'draft' })
      .update({ mapping: JSON.stringify(mapping) });
    if (changed !== 1) throw notADraft();
  }

  async begin(id: string, actor: Actor): Promise<void> {
    const job = await this.#own(id, actor);
    mayImport(this.#appOf(job), job.form, actor);
    this.#mapperOf(job, job.mapping);
    const changed = await this.#jobs().where({ id, status: 'draft' }).update({ status: 'waiting' });
    if (changed !== 1) throw notADraft();
    if (this.#timer) this.#look();
  }

  /** What is in stays in; the rest is not touched. */
  async cancel(id: string, actor: Actor): Promise<void> {
    await this.#own(id, actor);
    await this.#jobs()
      .where({ id })
      .whereIn('status', ['draft', 'waiting', 'running'])
      .update({ status: 'cancelled', ended_at: this.#host.clock.now(), lease_until: null });
  }

  async list(app: string, actor: UserActor, locale: Locale): Promise<ImportView[]> {
    const jobs = await this.#jobs()
      .where({ app, owner: actor.id })
      .orderBy('created_at', 'desc')
      .limit(50)
      .select<Job[]>();
    return Promise.all(jobs.map((job) => this.#view(job, locale)));
  }

  async get(id: string, actor: Actor, locale: Locale): Promise<ImportView> {
    const job = await this.#own(id, actor);
    const view = await this.#view(job, locale);
    return job.status === 'draft' ? { ...view, preview: await this.#preview(job, actor, locale) } : view;
  }

  /** The lines that did not get in, as they were, with reason and text: mended, they can be imported again. */
  async *report(id: string, actor: Actor, locale: Locale): AsyncGenerator<string> {
    const job = await this.#own(id, actor);
    yield csvLine(['line', 'status', 'reason', 'text', ...job.options.headers]);
    for (let after = 0; ; ) {
      const rows = await this.#host.database
        .knex('engine.import_row')
        .where({ job: id })
        .whereNot({ status: 'accepted' })
        .where('line', '>', after)
        .orderBy('line')
        .limit(1000)
        .select<{ line: number; status: string; problems: LineProblem[] | null; data: string[] | null }[]>();
      for (const { line, status, problems, data } of rows) {
        const found = problems ?? [];
        const texts = found.map(({ at, message }) =>
          at === undefined ? message[locale] : `${at}: ${message[locale]}`,
        );
        yield csvLine([
          String(line),
          status,
          found.map(({ code }) => code).join(' '),
          texts.join('; '),
          ...(data ?? []),
        ]);
        after = line;
      }
      if (rows.length === 0) return;
    }
  }

  async #workAll(): Promise<void> {
    for (let job = await this.runner.claim(); job; job = await this.runner.claim()) await this.runner.run(job);
  }

  async #draft(app: AppModel, form: FormDefinition, file: FileView, actor: Actor): Promise<string> {
    const path = await this.#files.contentOf(file.id);
    const shape = await shapeOf(path);
    let headers: string[] | undefined;
    let first: string[] | undefined;
    let total = -1;
    for await (const { cells } of readCsv(path, shape)) {
      if (headers) first ??= cells;
      headers ??= cells.map((cell) => cell.trim());
      total += 1;
    }
    if (!headers || !first) throw emptyFile();
    const id = uuid();
    await this.#jobs().insert({
      id,
      app: app.app.key,
      form: form.key,
      owner: actor.kind === 'user' ? actor.id : null,
      file: file.id,
      name: file.name,
      mapping: JSON.stringify(suggestMapping(form, headers, first)),
      options: JSON.stringify({ shape, headers }),
      status: 'draft',
      total,
      created_at: this.#host.clock.now(),
    });
    return id;
  }

  /** The first records as they would be made or changed, judged by the form itself. */
  async #preview(job: Job, actor: Actor, locale: Locale): Promise<ImportView['preview']> {
    const [app, form] = [this.#appOf(job), this.#formOf(job)];
    const references = new References(this.#host.database.knex, app);
    const parts = { host: this.#host, app, form, job, mapper: this.#mapperOf(job, job.mapping), references };
    const path = await this.#files.contentOf(job.file);
    return previewOf(parts, withoutHeader(readCsv(path, job.options.shape)), actor, locale);
  }

  async #view(job: Job, locale: Locale): Promise<ImportView> {
    const {
      id,
      app,
      form,
      name,
      status,
      total,
      position,
      accepted,
      refused,
      mapping,
      created_at,
      started_at,
      ended_at,
      error,
    } = job;
    return {
      ...{ id, app, form, name, status, total, position, accepted, refused, mapping, created_at },
      columns: await this.#columns(job),
      ...(started_at !== null && { started_at }),
      ...(ended_at !== null && { ended_at }),
      ...(error && { error: { code: error.code, message: error.message[locale] } }),
      reasons: await this.#reasons(job, locale),
    };
  }

  async #columns(job: Job): Promise<ImportView['columns']> {
    const samples: string[][] = [];
    if (job.status === 'draft') {
      const path = await this.#files.contentOf(job.file);
      for await (const { cells } of withoutHeader(readCsv(path, job.options.shape))) {
        samples.push(cells);
        if (samples.length >= SAMPLES) break;
      }
    }
    return columnsFor(job.options.headers, job.mapping).map(({ header, name }, at) => ({
      header,
      name,
      samples: samples.map((cells) => cells[at] ?? ''),
    }));
  }

  async #reasons(job: Job, locale: Locale): Promise<ImportView['reasons']> {
    // What is wrong with each row of a table is one reason: which row it is stands in the report.
    const { rows } = await this.#host.database.knex.raw<{
      rows: { code: string; at: string | null; message: Record<Locale, string>; count: string }[];
    }>(
      `select problems->0->>'code' as code, case when problems->0->>'code' <> 'other_line_refused' then regexp_replace(problems->0->>'at', '\\[[^]]*\\]', '') end as at,
         (array_agg(problems->0->'message' order by line))[1] as message, count(*) as count
       from engine.import_row where job = :job and status <> 'accepted' group by 1, 2 order by 4 desc, 1, 2`,
      { job: job.id },
    );
    const form = this.#host.apps.get(job.app)?.forms.get(job.form);
    return rows.map(({ code, at, message, count }) => ({
      code,
      text: form ? namedProblem(form, at ?? undefined, message[locale], locale) : message[locale],
      count: Number(count),
    }));
  }

  #mapperOf(job: Job, mapping: Mapping): Mapper {
    return new Mapper(this.#appOf(job), this.#formOf(job), mapping, job.options.headers, job.created_at);
  }

  #appOf(job: Job): AppModel {
    const app = this.#host.apps.get(job.app);
    if (!app) throw refusals.unknown('app', job.app);
    return app;
  }

  #formOf(job: Job): FormDefinition {
    const form = this.#appOf(job).forms.get(job.form);
    if (!form) throw refusals.unknown('form', job.form);
    return form;
  }

  async #own(id: string, actor: Actor): Promise<Job> {
    const job = await this.#jobs().where({ id }).first<Job | undefined>();
    const isOwn = actor.kind === 'engine' || (actor.kind === 'user' && job?.owner === actor.id);
    if (!job || !isOwn) throw refusals.notFound();
    return job;
  }

  #jobs(): ReturnType<Host['database']['knex']> {
    return this.#host.database.knex('engine.import_job');
  }
}

function mayImport(app: AppModel, formKey: string, actor: Actor): FormDefinition {
  const form = app.forms.get(formKey);
  if (!form) throw refusals.unknown('form', formKey);
  if (actor.kind === 'engine') return form;
  const roles = rolesIn(actor, app.app.key);
  const opened = form.access?.some(
    ({ role, import: may }) => may === true && (roles.includes(role) || (role === 'everyone' && actor.kind === 'user')),
  );
  if (!opened) throw refusals.notAllowed();
  return form;
}

function notADraft(): Refusal {
  return new Refusal(
    'import_began',
    { 'zh-CN': '此导入已经开始。', en: 'This import has already begun.' },
    { status: 409 },
  );
}

function emptyFile(): Refusal {
  return new Refusal(
    'empty_file',
    { 'zh-CN': '文件中没有数据行。', en: 'The file has no lines of data.' },
    {
      status: 422,
      cure: { 'zh-CN': '第一行应为列名，其后为数据。', en: 'The first line names the columns, the others hold data.' },
    },
  );
}
