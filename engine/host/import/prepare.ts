import { v5 as uuidV5 } from 'uuid';
import type { AppModel, FormDefinition } from '../../definition/index.ts';
import { formContext } from '../../form/index.ts';
import type { Actor } from '../access/index.ts';
import type { Rehearsal } from '../door/index.ts';
import type { Host } from '../host.ts';
import type { Job } from './job.ts';
import type { MappedLine, MappedRecord, Mapper } from './mapper.ts';
import { problems } from './problem.ts';
import type { References } from './references.ts';
import { onlyChanges } from './update.ts';

export interface ImportParts {
  host: Host;
  app: AppModel;
  form: FormDefinition;
  job: Job;
  mapper: Mapper;
  references: References;
}

/** What lines of the file come to: nothing where each was left out, else a record with the command for it. */
export interface Prepared {
  record: MappedRecord;
  /** Absent where something is wrong already, or where nothing would change. */
  order?: Rehearsal;
  /** The record that is as the line says. */
  same?: string;
}

/** From lines to the command that they mean: a new record, or what they change of one. */
export async function prepare(parts: ImportParts, lines: MappedLine[], actor: Actor): Promise<Prepared> {
  const { host, app, form, job, mapper, references } = parts;
  const [first] = lines;
  const record = mapper.record(lines, job.id);
  const base = { command: uuidV5(`line ${first?.line}`, job.id), app: job.app, form: job.form };
  const key = first && mapper.keyOf(first);
  if (!key) {
    await references.resolve(form, record.data, record.problems);
    return finished(record, { ...base, type: 'create', data: record.data, import: true });
  }
  const known = await host.records.known(job.app, job.form, key, actor);
  if (!known) {
    record.problems.push(problems.noSuchKey(key.column, key.value));
    return { record };
  }
  await onlyChanges(form, record, known, references, formContext(app));
  const isChange = Object.keys(record.data).length > 0;
  if (!isChange && record.problems.length === 0) return { record, same: known.id };
  // Cells that nobody touched would take back what others have changed since.
  if (key.revision !== undefined && key.revision !== known.revision) record.problems.push(problems.stale());
  const { id, revision } = known;
  return finished(record, { ...base, type: 'update', record: id, revision, data: record.data });
}

function finished(record: MappedRecord, order: Rehearsal): Prepared {
  return record.problems.length > 0 ? { record } : { record, order };
}
