import type { Knex } from 'knex';
import { type AppModel, type Field, filesOf } from '../../definition/index.ts';
import { carryOut, type Told } from './carry-out.ts';
import { switchColumn } from './change-type.ts';
import { existing, hasValues, type Sql } from './existing.ts';
import { type FormerFields, formerFields } from './former.ts';
import { columnsOf, subTables } from './names.ts';
import { type Existing, planTables, type Step } from './plan.ts';
import { InstallProblem, typeDiffers } from './problem.ts';
import { asPublisher, type Publisher } from './publisher.ts';

export { InstallProblem } from './problem.ts';

/** What installing an app would do, or has done. */
export interface InstallPlan {
  app: string;
  /** The version that it is or becomes. */
  number: number;
  /** False where this very content is published already. */
  isNew: boolean;
  steps: Step[];
}

/** Where a version came from. */
export interface Origin {
  origin: 'folder' | 'designer';
  /** Its files as they are to the byte. */
  texts?: ReadonlyMap<string, string>;
  note?: string | undefined;
  by?: string | undefined;
}

const RESERVED = /^(engine|public|information_schema|pgboss|pg_.*)$/;

export function isReserved(app: string): boolean {
  return RESERVED.test(app);
}

/** What would be done; nothing is changed. */
export async function planInstall(sql: Sql, model: AppModel): Promise<InstallPlan> {
  const app = model.app.key;
  if (isReserved(app)) throw reserved(app);
  const { rows } = await sql.query<{ number: number | null; hash: string | null; highest: number | null }>(
    `select (select number from engine.app where key = $1) as number,
       (select v.hash from engine.app a join engine.app_version v on v.app = a.key and v.number = a.number
        where a.key = $1) as hash,
       (select max(number) from engine.app_version where app = $1) as highest`,
    [app],
  );
  const [published] = rows;
  const isNew = published?.hash !== model.hash;
  const number = isNew ? (published?.highest ?? 0) + 1 : (published?.number ?? 1);
  return { app, number, isNew, steps: await stepsFor(sql, model) };
}

async function stepsFor(sql: Sql, model: AppModel): Promise<Step[]> {
  const app = model.app.key;
  const there = await existing(sql, app);
  const steps = planTables(model, there, await knownFields(sql, model, there));
  const settled: Step[] = [];
  for (const step of steps) {
    const isOpen = step.kind !== 'type_differs' || (await hasValues(sql, step));
    settled.push(step.kind === 'type_differs' && !isOpen ? step.empty : step);
  }
  return settled;
}

/** A column that comes back is looked for in older versions too. */
async function knownFields(sql: Sql, model: AppModel, { tables }: Existing): Promise<FormerFields> {
  const current = await formerFields(sql, model.app.key);
  const isBack = (table: string, fields: readonly Field[]): boolean =>
    columnsOf(fields).some(({ key }) => tables.get(table)?.has(key) && !current.get(table)?.has(key));
  const forms = [...model.forms.values()];
  const areBack = forms.some(
    (form) =>
      isBack(form.key, form.fields) || subTables(form).some(({ key, fields }) => isBack(`${form.key}__${key}`, fields)),
  );
  return areBack ? formerFields(sql, model.app.key, true) : current;
}

/**
 * Makes tables, columns and indexes for what the app's definitions say, while others write, and publishes them as an
 * immutable version, which becomes current at the very end. The same content again changes nothing. Work under way stays
 * on its version. Cut short, it goes on from where it stopped when it is done again.
 */
export async function installApp(
  knex: Knex,
  model: AppModel,
  origin: Origin = { origin: 'folder' },
): Promise<InstallPlan> {
  const plan = await asPublisher(knex, true, (publisher) => publish(publisher, model, origin));
  if (plan === undefined) throw new Error('Who waits becomes the publisher.');
  return plan;
}

/** As the publisher: one at a time. */
export async function publish(
  publisher: Publisher,
  model: AppModel,
  origin: Origin,
  told?: Told,
): Promise<InstallPlan> {
  const plan = await planInstall(publisher, model);
  const refused = plan.steps.find((step) => step.kind === 'type_differs');
  if (refused) throw typeDiffers(refused, refused.found, refused.sqlType);
  await carryOut(publisher, plan.steps, told);
  const switched = plan.steps.filter((step) => step.kind === 'change_type');
  if (plan.isNew || switched.length > 0) {
    await publisher.patiently(async () => {
      for (const step of switched) await switchColumn(publisher, step);
      if (plan.isNew) await becomeCurrent(publisher, model, plan.number, origin);
    });
  }
  if (!plan.isNew) await keepTexts(publisher, model, plan.number, origin);
  return plan;
}

async function becomeCurrent(publisher: Publisher, model: AppModel, number: number, origin: Origin): Promise<void> {
  const { key, label } = model.app;
  const { texts, note, by } = origin;
  await publisher.query(
    `insert into engine.app_version (app, number, hash, definition, texts, origin, note, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      key,
      number,
      model.hash,
      JSON.stringify(filesOf(model)),
      texts ? JSON.stringify(Object.fromEntries(texts)) : null,
      origin.origin,
      note ?? null,
      by ?? null,
    ],
  );
  await publisher.query(
    `insert into engine.app (key, number, label) values ($1, $2, $3)
     on conflict (key) do update set number = excluded.number, label = excluded.label, updated_at = now()`,
    [key, number, JSON.stringify(label)],
  );
  await publisher.query('select pg_notify($1, $2)', ['engine', JSON.stringify({ kind: 'app', app: key })]);
}

/** Of a version that was published before texts were kept. */
async function keepTexts(publisher: Publisher, model: AppModel, number: number, { texts }: Origin): Promise<void> {
  if (!texts) return;
  await publisher.query('update engine.app_version set texts = $3 where app = $1 and number = $2 and texts is null', [
    model.app.key,
    number,
    JSON.stringify(Object.fromEntries(texts)),
  ]);
}

function reserved(app: string): InstallProblem {
  return new InstallProblem('reserved_key', {
    'zh-CN': `应用不能叫 ${app}：这个名称由系统使用。`,
    en: `An app cannot be called ${app}: the system uses that name.`,
  });
}
