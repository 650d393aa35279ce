import type { Knex } from 'knex';
import { type Change, type ChangeGroup, changesBetween } from '../../definition/changes/index.ts';
import type { AppModel, FormDefinition, Label } from '../../definition/index.ts';
import type { ChangePlan, Obstacle } from '../../wire.ts';
import { countOfDoubles, notUnique } from '../apps/carry-out.ts';
import { existing, sqlOn } from '../apps/existing.ts';
import { planInstall } from '../apps/install.ts';
import { columnsOf, quoted, tableName } from '../apps/names.ts';
import type { Existing, Step } from '../apps/plan.ts';
import { InstallProblem, typeDiffers } from '../apps/problem.ts';
import { analyse } from './analysis.ts';
import { type Draft, filesOf } from './draft.ts';
import { losses } from './losses.ts';
import { describeSteps } from './steps.ts';

/** What publishing the draft would change, with the counts of records that it concerns; nothing is changed. */
export async function changePlan(knex: Knex, draft: Draft, before: AppModel | undefined): Promise<ChangePlan> {
  const { hash, model, problems } = analyse(filesOf(draft));
  const number = (await highest(knex, draft.app)) + 1;
  const running = await runningWork(knex, draft.app, before);
  const plan: ChangePlan = { number, hash, isEmpty: false, groups: [], steps: [], running, obstacles: [], problems };
  if (model === undefined) return plan;
  const isEmpty = before?.hash === model.hash;
  const groups = changesBetween(before, model);
  try {
    const { steps } = await planInstall(sqlOn(knex), model);
    const counted = before
      ? [...(await countedChanges(knex, before, model)), ...(await losses(knex, before, model, steps))]
      : [];
    return {
      ...plan,
      isEmpty,
      groups: withRecords(groups, counted),
      steps: describeSteps(steps, model),
      obstacles: await obstaclesOf(knex, steps),
    };
  } catch (cause) {
    if (!(cause instanceof InstallProblem)) throw cause;
    return { ...plan, isEmpty, groups, obstacles: [obstacle(cause, 'app.json#/key')] };
  }
}

/** What the data says against it: values of another type, values that are not unique. */
export async function obstaclesOf(knex: Knex, steps: readonly Step[]): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  const fresh = new Set(steps.flatMap((step) => (step.kind === 'add_column' ? [`${place(step)}.${step.column}`] : [])));
  for (const step of steps) {
    if (step.kind === 'type_differs')
      found.push(obstacle(typeDiffers(step, step.found, step.sqlType), `forms/${step.form}.json#/fields`));
    if (step.kind !== 'add_index' || !step.unique) continue;
    if (step.columns.some((column) => fresh.has(`${place(step)}.${column}`))) continue;
    const count = await countOfDoubles(sqlOn(knex), step);
    if (count > 0) found.push(obstacle(notUnique(step, count), `forms/${step.form}.json#/fields`));
  }
  return found;
}

function place({ form, table }: { form: string; table?: string }): string {
  return table === undefined ? form : `${form}__${table}`;
}

export function obstacle({ code, text, cure }: InstallProblem, path: string): Obstacle {
  return { code, text, path, cure: cure ?? { 'zh-CN': '请更正后再发布。', en: 'Put it right, then publish.' } };
}

/** How many records lack what becomes required. */
async function countedChanges(knex: Knex, before: AppModel, after: AppModel): Promise<Change[]> {
  const there = await existing(sqlOn(knex), after.app.key);
  const found: Change[] = [];
  for (const form of after.forms.values()) {
    const old = before.forms.get(form.key);
    for (const field of form.fields) {
      const was = old?.fields.find(({ key }) => key === field.key);
      if (!old || !field.required || was?.required) continue;
      const [column] = columnsOf([field]);
      if (column === undefined) continue;
      const count = await lacking(knex, there, after.app.key, form, column.key);
      if (count > 0) found.push(lack(form, field, count));
    }
  }
  return found;
}

async function lacking(
  knex: Knex,
  there: Existing,
  app: string,
  { key: form }: FormDefinition,
  column: string,
): Promise<number> {
  const columns = there.tables.get(form);
  if (columns === undefined) return 0;
  const where = columns.has(column) ? `where ${quoted(column)} is null` : '';
  const { rows } = await sqlOn(knex).query<{ count: string }>(
    `select count(*) as count from ${tableName(app, form)} ${where}`,
  );
  return Number(rows[0]?.count ?? 0);
}

function lack(form: FormDefinition, field: { key: string; label: Label }, count: number): Change {
  const said = (label: Label, locale: 'zh-CN' | 'en'): string => (typeof label === 'string' ? label : label[locale]);
  return {
    code: 'records_lack',
    path: `forms/${form.key}.json#/fields`,
    severity: 'careful',
    text: {
      'zh-CN': `“${said(form.label, 'zh-CN')}”有 ${count} 条记录没有填写“${said(field.label, 'zh-CN')}”。`,
      en: `Records of “${said(form.label, 'en')}” that lack “${said(field.label, 'en')}”: ${count}.`,
    },
  };
}

function withRecords(groups: readonly ChangeGroup[], counted: readonly Change[]): ChangeGroup[] {
  if (counted.length === 0) return [...groups];
  if (!groups.some(({ kind }) => kind === 'records')) {
    const at = groups.findIndex(({ kind }) => kind !== 'data');
    const records: ChangeGroup = { kind: 'records', changes: [...counted] };
    return groups.toSpliced(at < 0 ? groups.length : at, 0, records);
  }
  return groups.map((group) =>
    group.kind === 'records' ? { ...group, changes: [...group.changes, ...counted] } : group,
  );
}

async function runningWork(knex: Knex, app: string, before: AppModel | undefined): Promise<ChangePlan['running']> {
  const rows = await knex('engine.instance')
    .where({ app })
    .whereIn('status', ['running', 'suspended'])
    .groupBy('flow', 'version')
    .orderBy(['flow', 'version'])
    .select<{ flow: string; version: number; count: string }[]>('flow', 'version', knex.raw('count(*) as count'));
  return rows.map(({ flow, version, count }) => ({
    flow,
    version,
    label: before?.flows.get(flow)?.label ?? flow,
    instances: Number(count),
  }));
}

async function highest(knex: Knex, app: string): Promise<number> {
  const [row] = await knex('engine.app_version').where({ app }).max<{ max: number | null }[]>('number');
  return row?.max ?? 0;
}
