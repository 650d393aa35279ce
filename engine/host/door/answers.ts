import { createHash } from 'node:crypto';
import { type Condition, conditionToSql, type Facts } from '../../expression/index.ts';
import type {
  ExistsRequirement,
  LookupAnswer,
  LookupRequirement,
  Requirements,
  RollupRequirement,
} from '../../form/index.ts';
import type { Json, Values } from '../../wire.ts';
import type { LiveForm } from '../apps/live.ts';
import { quoted } from '../apps/names.ts';
import { conditionColumns } from '../records/columns.ts';
import { jsonItem } from '../records/storage.ts';
import { numbered } from './connections.ts';
import { envOf } from './facts.ts';
import { fileExists } from './files.ts';
import type { Held } from './held.ts';
import { findRecords } from './match.ts';
import { askOutside } from './outside.ts';
import { type Answers, AskFirst } from './questions.ts';
import { sync } from './seal.ts';
import type { Work } from './work.ts';

export async function answer(work: Work, held: Held, needed: Requirements, answers: Answers): Promise<void> {
  for (const lookup of needed.lookups) answers.lookups[lookup.id] = await lookUp(work, held, lookup);
  if (needed.rollups.length > 0) Object.assign(answers.rollups, await rollUp(work, held, needed.rollups));
  if (needed.exists.length > 0) Object.assign(answers.exists, await lookWhetherThere(work, held, needed.exists));
}

async function lookUp(work: Work, held: Held, lookup: LookupRequirement): Promise<LookupAnswer> {
  for (const source of [lookup.source, lookup.otherwise]) {
    if (source === undefined) continue;
    const found =
      'form' in source
        ? await fromForm(work, held, source.form, lookup)
        : await fromOutside(work, held, source, lookup.match);
    if (found) return { found: true, source: found };
  }
  return { found: false };
}

async function fromForm(work: Work, held: Held, form: string, lookup: LookupRequirement): Promise<Values | undefined> {
  const source = held.app.form(form);
  if (source === undefined) return undefined;
  const [found] = await findRecords(work, source, lookup.match, { limit: 1 });
  return found && { ...found.values, id: found.head.id, state: found.head.state };
}

async function fromOutside(
  work: Work,
  held: Held,
  { connector, operation }: { connector: string; operation: string },
  data: Values,
): Promise<Values | undefined> {
  const question = { app: held.app.key, connector, operation, data };
  const known = work.outside.answerTo(question);
  if (known) return known.found;
  if (work.isLocking) throw new AskFirst(question);
  return askOutside(work.parts, question, work.outside);
}

/** All counts in one statement; what is counted exclusively is locked first, so that nobody counts it at the same time. */
async function rollUp(work: Work, held: Held, needed: readonly RollupRequirement[]): Promise<Record<string, Json>> {
  const exclusive = needed.filter((rollup) => rollup.exclusive);
  if (exclusive.length > 0) await work.lockKeys(exclusive.map((rollup) => lockKey(held, rollup)));
  // What this command has made of other records counts too.
  for (const { form } of needed) await sync(work, form, held.head.id);
  const values: unknown[] = [];
  const parts = needed.map((rollup) => rollupSql(work, held, rollup, values));
  const known = parts.flatMap((part, position) => (part === undefined ? [] : [`(${part}) as r${position}`]));
  if (known.length === 0) return {};
  const [row] = await work.query<Record<string, Json>>(`select ${known.join(', ')}`, values);
  return Object.fromEntries(
    needed.map(({ id, measure }, position) => [id, measured(row?.[`r${position}`] ?? null, measure.kind)]),
  );
}

function measured(value: Json, kind: RollupRequirement['measure']['kind']): Json {
  if (kind === 'count') return Number(value ?? 0);
  return kind === 'sum' ? (value ?? '0') : value;
}

/** The lock is on what is counted: form, rows, and the values that are matched. */
function lockKey(held: Held, { form, rows, match }: RollupRequirement): bigint {
  const what = JSON.stringify([
    held.app.key,
    form,
    rows ?? '',
    Object.entries(match).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return createHash('sha256').update(what).digest().readBigInt64BE();
}

function rollupSql(work: Work, held: Held, rollup: RollupRequirement, values: unknown[]): string | undefined {
  const form = held.app.form(rollup.form);
  if (form === undefined) return undefined;
  const sub = form.storage.subs.find(({ key }) => key === rollup.rows);
  const columnOf = conditionColumns(form, sub?.key);
  const where: string[] = [];
  for (const [key, value] of Object.entries(rollup.match)) {
    const column = matchColumn(form, sub?.key, key);
    if (column === undefined || value === null) return 'select null';
    where.push(`${column} = $${values.push(value)}`);
  }
  if (rollup.where) where.push(conditionSql(work, held, form, rollup.where, rollup.facts, values, sub?.key));
  if (rollup.excludeRecord) where.push(`r.id <> $${values.push(rollup.excludeRecord)}`);
  const from = sub
    ? `${form.storage.shape.name} r join ${sub.shape.name} t on t.parent = r.id`
    : `${form.storage.shape.name} r`;
  const { kind, field } = rollup.measure;
  if (kind === 'value') return valueSql(form, field, from, where);
  const of = field === undefined ? undefined : columnOf(field);
  const measure =
    kind === 'count' || of === undefined ? 'count(*)' : `${kind === 'mean' ? 'avg' : kind}(${of.sql})::text`;
  return `select ${measure} from ${from}${where.length > 0 ? ` where ${where.join(' and ')}` : ''}`;
}

/** That field of the one record that matches, as the driver would give it. */
function valueSql(form: LiveForm, field: string | undefined, from: string, where: readonly string[]): string {
  const column = form.storage.column(field ?? '');
  if (column === undefined) return 'select null';
  return `select to_jsonb(${jsonItem(`r.${quoted(column.key)}`, column.sqlType)}) from ${from} where ${where.join(' and ')} limit 1`;
}

/** The bare column, so that an index on it serves. */
function matchColumn(form: LiveForm, table: string | undefined, key: string): string | undefined {
  const sub = form.storage.subs.find((one) => one.key === table);
  if (sub?.columns.some((column) => column.key === key)) return `t.${quoted(key)}`;
  if (form.storage.column(key) || key === 'state' || key === 'id') return `r.${quoted(key)}`;
  return undefined;
}

/** A condition of a definition as SQL; what SQL cannot say is refused when the app is checked. */
export function conditionSql(
  work: Work,
  held: Held,
  form: LiveForm,
  condition: Condition,
  facts: Facts,
  values: unknown[],
  table?: string,
): string {
  const env = envOf(held.app, work.now);
  const sql = conditionToSql(condition, conditionColumns(form, table), facts, env);
  if (sql === undefined) throw new Error(`A condition over ${form.key} cannot be said in SQL.`);
  const text = numbered(sql.sql, values.length);
  values.push(...sql.bindings);
  return `(${text})`;
}

async function lookWhetherThere(
  work: Work,
  held: Held,
  needed: readonly ExistsRequirement[],
): Promise<Record<string, boolean>> {
  const found: Record<string, boolean> = {};
  for (const one of needed) found[one.id] = await isThere(work, held, one);
  return found;
}

async function isDepartment(work: Work, key: string): Promise<boolean> {
  const found = await work.query('select 1 from engine.department where key = $1', [key]);
  return found.length > 0;
}

async function isThere(work: Work, held: Held, one: ExistsRequirement): Promise<boolean> {
  if (one.kind === 'file') return fileExists(work, held, one);
  if (one.kind === 'department') return isDepartment(work, one.value);
  if (one.kind === 'role') {
    const { roles } = held.app.model.app;
    return roles.some(({ key }) => key === one.value) && (one.roles?.includes(one.value) ?? true);
  }
  if (one.kind === 'user') {
    const staff = await work.parts.people.of(held.app.key);
    const person = staff.person(one.value);
    return person !== undefined && (one.role === undefined || person.roles.includes(one.role));
  }
  const form = one.form === undefined ? undefined : held.app.form(one.form);
  if (form === undefined) return false;
  if (one.kind === 'reference' && work.held.has(one.value)) return true;
  const values: unknown[] = [one.value];
  const key = one.kind === 'reference' ? 'id' : (one.field ?? 'id');
  const where = [`r.${quoted(key)}::text = $1`];
  if (one.where) where.push(conditionSql(work, held, form, one.where, one.facts ?? {}, values));
  if (one.above?.value === null) where.push(`coalesce(r.${quoted(one.above.field)}::text, '') = ''`);
  else if (one.above) where.push(`r.${quoted(one.above.field)}::text = $${values.push(one.above.value)}`);
  const rows = await work.query(
    `select 1 from ${form.storage.shape.name} r where ${where.join(' and ')} limit 1`,
    values,
  );
  return rows.length > 0;
}
