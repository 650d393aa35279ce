import type { ImportView } from '../../wire.ts';
import type { Actor, Locale } from '../access/index.ts';
import { Refusal } from '../door/refusal.ts';
import { namedProblem } from '../records/named.ts';
import type { CsvLine } from './csv.ts';
import { groupsOf } from './groups.ts';
import { type ImportParts, type Prepared, prepare } from './prepare.ts';
import type { LineProblem } from './problem.ts';

type Preview = NonNullable<ImportView['preview']>;

const PREVIEWED = 20;

/** The first records of a file, each with what becomes of it and what the form would say to its values. */
export async function previewOf(
  parts: ImportParts,
  lines: AsyncIterable<CsvLine>,
  actor: Actor,
  locale: Locale,
): Promise<Preview> {
  const records: Preview = [];
  for await (const group of groupsOf(lines, parts.mapper)) {
    if (records.length >= PREVIEWED) break;
    const skipped = group.flatMap((line) => (line.skipped ? [line.skipped] : []));
    const taken = group.filter((line) => !line.skipped);
    const prepared = taken.length > 0 ? await prepare(parts, taken, actor) : undefined;
    const found = prepared ? await problemsOf(parts, prepared, actor) : [];
    records.push({
      lines: group.map(({ line }) => line),
      what: whatOf(prepared, found),
      data: prepared?.record.data ?? {},
      problems: [...skipped, ...found].map(({ code, at, message }) => ({
        code,
        text: namedProblem(parts.form, at, message[locale], locale),
        ...(at !== undefined && { at }),
      })),
    });
  }
  return records;
}

function whatOf(prepared: Prepared | undefined, found: readonly LineProblem[]): Preview[number]['what'] {
  if (!prepared || found.length > 0) return 'refused';
  if (prepared.same !== undefined) return 'same';
  return prepared.order?.type === 'update' ? 'update' : 'create';
}

async function problemsOf({ host }: ImportParts, { record, order }: Prepared, actor: Actor): Promise<LineProblem[]> {
  if (!order) return record.problems;
  try {
    const judged = await host.door.rehearse(order, actor);
    return judged.map(({ code, path, message }) => ({ code, at: path, message }));
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return [{ code: cause.code, message: cause.text }];
  }
}
