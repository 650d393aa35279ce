import type { Knex } from 'knex';
import { type AppModel, filesOf, type Localised } from '../../definition/index.ts';
import { type Existing, planTables, type Step, sqlOf } from './plan.ts';

/** What installing an app would do, or has done. */
export interface InstallPlan {
  app: string;
  /** The version that it is or becomes. */
  number: number;
  /** False where this very content is published already. */
  isNew: boolean;
  steps: Step[];
}

/** Why an app cannot be installed over what the database holds. */
export class InstallProblem extends Error {
  readonly code: string;
  readonly text: Localised;

  constructor(code: string, text: Localised) {
    super(text.en);
    this.name = 'InstallProblem';
    this.code = code;
    this.text = text;
  }
}

/** One publisher at a time, whatever the number of processes. */
const LOCK = 7_264_911_351;
const RESERVED = /^(engine|public|information_schema|pgboss|pg_.*)$/;

/** What would be done; nothing is changed. */
export async function planInstall(knex: Knex, model: AppModel): Promise<InstallPlan> {
  const app = model.app.key;
  if (RESERVED.test(app)) throw reserved(app);
  const published = await knex('engine.app').where({ key: app }).first<{ number: number } | undefined>('number');
  const current = published && (await versionOf(knex, app, published.number));
  const isNew = current?.hash !== model.hash;
  const highest = await knex('engine.app_version').where({ app }).max<{ max: number | null }[]>('number');
  const number = isNew ? (highest[0]?.max ?? 0) + 1 : (published?.number ?? 1);
  return { app, number, isNew, steps: planTables(model, await existing(knex, app)) };
}

/**
 * Makes tables, columns and indexes for what the app's definitions say and publishes them as an immutable version. The
 * same content again changes nothing. Work under way stays on its version. All or nothing.
 */
export async function installApp(knex: Knex, model: AppModel): Promise<InstallPlan> {
  return knex.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(?)', [LOCK]);
    const plan = await planInstall(trx, model);
    refuseOtherTypes(plan.steps);
    await trx.raw(`set local lock_timeout = '20s'`);
    for (const step of plan.steps) await trx.raw(sqlOf(step));
    if (plan.isNew) await publish(trx, model, plan.number);
    return plan;
  });
}

async function publish(trx: Knex.Transaction, model: AppModel, number: number): Promise<void> {
  const { key, label } = model.app;
  await trx('engine.app_version').insert({
    app: key,
    number,
    hash: model.hash,
    definition: JSON.stringify(filesOf(model)),
  });
  await trx('engine.app')
    .insert({ key, number, label: JSON.stringify(label) })
    .onConflict('key')
    .merge({ number, label: JSON.stringify(label), updated_at: trx.fn.now() });
  await trx.raw('select pg_notify(?, ?)', ['engine', JSON.stringify({ kind: 'app', app: key })]);
}

function versionOf(knex: Knex, app: string, number: number): Promise<{ hash: string } | undefined> {
  return knex('engine.app_version').where({ app, number }).first<{ hash: string } | undefined>('hash');
}

async function existing(knex: Knex, app: string): Promise<Existing> {
  const columns = await knex.raw<{ rows: { table: string; column: string; type: string }[] }>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = ? and c.relkind in ('r', 'p')`,
    [app],
  );
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of columns.rows) {
    const found = tables.get(table) ?? new Map<string, string>();
    tables.set(table, found.set(column, type));
  }
  const indexes = await knex.raw<{ rows: { name: string }[] }>(
    'select indexname as name from pg_indexes where schemaname = ?',
    [app],
  );
  const schema = await knex.raw<{ rows: unknown[] }>('select 1 from pg_namespace where nspname = ?', [app]);
  return { hasSchema: schema.rows.length > 0, tables, indexes: new Set(indexes.rows.map(({ name }) => name)) };
}

function refuseOtherTypes(steps: readonly Step[]): void {
  const step = steps.find((one) => one.kind === 'type_differs');
  if (step?.kind !== 'type_differs') return;
  const at = `${step.form}${step.table ? `.${step.table}` : ''}.${step.column}`;
  throw new InstallProblem('type_differs', {
    'zh-CN': `字段 ${at} 在数据库中的类型是 ${step.found}，定义要求 ${step.sqlType}。请为新类型使用新的字段名。`,
    en: `The field ${at} is ${step.found} in the database, and the definition asks for ${step.sqlType}. Give the field of the new type a new key.`,
  });
}

function reserved(app: string): InstallProblem {
  return new InstallProblem('reserved_key', {
    'zh-CN': `应用不能叫 ${app}：这个名称由系统使用。`,
    en: `An app cannot be called ${app}: the system uses that name.`,
  });
}
