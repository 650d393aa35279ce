import { sqlState } from '../door/connections.ts';
import { cleanUp, fillNewColumn } from './change-type.ts';
import { quoted, tableName } from './names.ts';
import type { IndexStep, Step } from './plan.ts';
import { InstallProblem, typeDiffers } from './problem.ts';
import type { Publisher } from './publisher.ts';
import { addColumns, addIndex, addSchema, addTable, dropIndex } from './statements.ts';

export type Told = (done: number, total: number) => Promise<void> | void;

/**
 * Carries steps out while others write. What nobody uses yet is made in one transaction; what is in use is changed in
 * small steps, each of which may be done again: after a kill the plan is made anew from what is there, and goes on.
 * Columns of another type are filled here, and switched only with the version (`switchColumn`).
 */
export async function carryOut(
  publisher: Publisher,
  steps: readonly Step[],
  told: Told = () => undefined,
): Promise<void> {
  const isFresh = freshOf(steps);
  const fresh = steps.filter(isFresh);
  const used = grouped(steps.filter((step) => !isFresh(step)));
  if (fresh.length > 0) await publisher.patiently(() => makeFresh(publisher, fresh));
  const total = used.length + fresh.length;
  let done = fresh.length;
  if (total > 0) await told(done, total);
  for (const group of used) {
    await changeUsed(publisher, group);
    done += 1;
    await told(done, total);
  }
}

/** Tables that the plan makes have nobody in them. */
function freshOf(steps: readonly Step[]): (step: Step) => boolean {
  const name = (step: { form: string; table?: string }): string => `${step.form}__${step.table ?? ''}`;
  const made = new Set(steps.flatMap((step) => (step.kind === 'add_table' ? [name(step)] : [])));
  return (step) => step.kind === 'add_schema' || made.has(name(step));
}

async function makeFresh(publisher: Publisher, steps: readonly Step[]): Promise<void> {
  for (const group of grouped(steps)) {
    const [step] = group;
    if (step?.kind === 'add_schema') await publisher.query(addSchema(step));
    else if (step?.kind === 'add_table') await publisher.query(addTable(step));
    else if (step?.kind === 'add_column') await publisher.query(addColumns(columnsIn(group)));
    else if (step?.kind === 'add_index') await publisher.query(addIndex(step, 'at once'));
  }
}

async function changeUsed(publisher: Publisher, group: readonly Step[]): Promise<void> {
  const [step] = group;
  switch (step?.kind) {
    case 'add_column':
      await publisher.patiently(() => publisher.query(addColumns(columnsIn(group))));
      return;
    case 'drop_index':
      await publisher.patiently(() => publisher.query(dropIndex(step.app, step.name, 'at once')));
      return;
    case 'add_index':
      return indexWhileWritten(publisher, step);
    case 'change_type':
      return fillNewColumn(publisher, step);
    case 'clean_up':
      return cleanUp(publisher, step);
    case 'type_differs':
      throw typeDiffers(step, step.found, step.sqlType);
  }
}

/** Outside a transaction. What a failed attempt left is not valid, and in the way of the next. */
async function indexWhileWritten(publisher: Publisher, step: IndexStep): Promise<void> {
  await publisher.query(dropIndex(step.app, step.name, 'concurrently'));
  try {
    await publisher.query(addIndex(step, 'concurrently'));
  } catch (cause) {
    await publisher.query(dropIndex(step.app, step.name, 'concurrently'));
    if (sqlState(cause) === '23505') throw notUnique(step, await countOfDoubles(publisher, step));
    throw cause;
  }
}

/** Records whose values in these fields another record has as well. */
export async function countOfDoubles(sql: Pick<Publisher, 'query'>, step: IndexStep): Promise<number> {
  const columns = step.columns.map(quoted);
  const { rows } = await sql.query<{ count: string }>(
    `select coalesce(sum(n), 0) as count from (select count(*) as n from ${tableName(step.app, step.form, step.table)}
     where ${columns.map((column) => `${column} is not null`).join(' and ')}
     group by ${columns.join(', ')} having count(*) > 1) doubles`,
  );
  return Number(rows[0]?.count ?? 0);
}

function columnsIn(group: readonly Step[]): Extract<Step, { kind: 'add_column' }>[] {
  return group.filter((step) => step.kind === 'add_column');
}

/** New columns of one table go together. */
function grouped(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    const [before] = last ?? [];
    const isSame =
      step.kind === 'add_column' &&
      before?.kind === 'add_column' &&
      before.form === step.form &&
      before.table === step.table;
    if (last && isSame) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

export function notUnique(step: IndexStep, count: number): InstallProblem {
  const fields = step.columns.join(', ');
  return new InstallProblem(
    'not_unique',
    {
      'zh-CN': `${step.form} 有 ${count} 条记录的 ${fields} 重复，不能设为唯一。`,
      en: `${count} records of ${step.form} share their ${fields} with others, so that it cannot be unique.`,
    },
    {
      'zh-CN': '请先更正这些记录，或取消唯一。',
      en: 'Put these records right first, or do not ask for uniqueness.',
    },
  );
}
