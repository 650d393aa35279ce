import { v5 as uuidV5 } from 'uuid';
import type { FormDefinition } from '../../definition/index.ts';
import type { BulkLine, Json } from '../../wire.ts';
import type { Locale, UserActor } from '../access/actor.ts';
import type { Door } from '../door/index.ts';
import { Refusal } from '../door/refusal.ts';
import { namedProblem } from './named.ts';
import type { RecordReads } from './ports.ts';

export interface BulkRun {
  command: string;
  app: string;
  form: string;
  data: Record<string, Json>;
  /** What its fields are called. */
  definition: FormDefinition | undefined;
  actor: UserActor;
  locale: Locale;
  /** The caller has gone, or has pressed stop. */
  isStopped(): boolean;
}

/** Few at once: people in front of screens come first. */
const AT_ONCE = 4;

/**
 * The same fields set in many records: each through the door, with a command of its own made from the order's, so that
 * an order that is sent again goes on where it was. A record that is refused does not hold up the others.
 */
export async function* bulkEdit(
  door: Door,
  reads: Pick<RecordReads, 'titles'>,
  ids: readonly string[],
  run: BulkRun,
): AsyncGenerator<BulkLine> {
  yield { total: ids.length };
  let done = 0;
  let failed = 0;
  for (let from = 0; from < ids.length && !run.isStopped(); from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const outcomes = await Promise.all(some.map((id) => edit(door, id, run)));
    const refused = outcomes.filter((one) => one !== undefined);
    if (refused.length > 0) {
      const titles = await reads.titles(
        run.app,
        run.form,
        refused.map(({ id }) => id),
        run.actor,
      );
      for (const one of refused) yield { refused: { ...one, title: titles[one.id] ?? one.id.slice(0, 8) } };
    }
    failed += refused.length;
    done += some.length - refused.length;
    yield { done, failed };
  }
}

async function edit(door: Door, id: string, run: BulkRun): Promise<{ id: string; message: string } | undefined> {
  const { app, form, data, definition, actor, locale } = run;
  try {
    await door.execute({ type: 'update', command: uuidV5(id, run.command), app, form, record: id, data }, actor);
    return undefined;
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { id, message: sentence(cause, definition, locale) };
  }
}

/** The first field that is wrong says more than "something is wrong". */
function sentence({ text, details }: Refusal, form: FormDefinition | undefined, locale: Locale): string {
  const [first] = details.problems ?? [];
  if (first === undefined) return text[locale];
  const said = first.message[locale];
  return form ? namedProblem(form, first.path, said, locale) : said;
}
