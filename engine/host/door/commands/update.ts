import type { Json, Values } from '../../../wire.ts';
import { take } from '../assign.ts';
import { refuseChecks } from '../checks.ts';
import type { Command } from '../command.ts';
import type { Held } from '../held.ts';
import { judge, maySee, refuseProblems } from '../judge.ts';
import { refusals } from '../refusal.ts';
import { refuseStale } from '../stale.ts';
import type { Work } from '../work.ts';

type Update = Extract<Command, { type: 'update' }>;

/** Fields are changed, by a person from what they last saw, or by the engine from what is there. */
export async function update(work: Work, held: Held, command: Update): Promise<void> {
  if (!maySee(work, held)) throw refusals.notFound();
  await refuseStale(work, held, command.revision);
  const isEngine = work.actor.kind === 'engine';
  const rows = appended(work, held, command.append ?? {});
  const result = isEngine
    ? await judge(work, held, { mode: 'update', data: {}, assigned: { ...command.data, ...rows }, mayAll: true })
    : await judge(work, held, { mode: 'update', data: command.data });
  if (!isEngine) {
    refuseIgnored(command.data, result.ignored());
    refuseProblems(result.problems);
    refuseChecks(result.checks);
  }
  held.warnings = result.checks;
  take(work, held, result.values);
}

/** All that was sent may not be written: then nothing is saved in silence. */
function refuseIgnored(data: Values, ignored: readonly string[]): void {
  const sent = Object.keys(data);
  if (sent.length > 0 && sent.every((key) => ignored.includes(key))) throw refusals.notAllowed(sent[0]);
}

/** The sub-tables with the rows to add; one whose key is there already is not added again. */
function appended(work: Work, held: Held, append: NonNullable<Update['append']>): Values {
  const tables: Values = {};
  for (const [table, { rows, key }] of Object.entries(append)) {
    const there = (held.values[table] ?? []) as Record<string, Json>[];
    const known = new Set(key === undefined ? [] : there.map((row) => JSON.stringify(row[key] ?? null)));
    const added = rows.filter((row) => key === undefined || !known.has(JSON.stringify(row[key] ?? null)));
    tables[table] = [...there, ...added.map((row) => ({ ...row, id: work.parts.newId() }))];
  }
  return tables;
}
