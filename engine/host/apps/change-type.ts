import pg from 'pg';
import { quoted, tableName } from './names.ts';
import { type ChangeType, newColumn, type Step } from './plan.ts';
import { typeDiffers } from './problem.ts';
import type { Publisher } from './publisher.ts';
import { addIndex, dropIndex } from './statements.ts';

/** Rows copied in one transaction: a few milliseconds, so that nobody waits for it. */
const BATCH = 1_000;

interface Names {
  table: string;
  column: string;
  filled: string;
  trigger: string;
  /** Of the function that makes the new value from the old one. */
  convert: string;
  index(name: string): string;
}

function namesOf(step: ChangeType): Names {
  const { app, form, table, column } = step;
  const filled = newColumn(step);
  const mark = filled.slice(3);
  return {
    table: tableName(app, form, table),
    column: quoted(column),
    filled: quoted(filled),
    trigger: `~t_${mark}`,
    convert: `${quoted(app)}.${quoted(`~c_${mark}`)}`,
    index: (name) => `~${name}`,
  };
}

/**
 * Fills a column of the new type beside the old one: whatever is written from now on goes into both, and what is there is
 * copied in batches. Cut short at any place it goes on: each part is there already, or is done again.
 */
export async function fillNewColumn(publisher: Publisher, step: ChangeType): Promise<void> {
  const { table, column, filled, trigger, convert, index } = namesOf(step);
  const routine = `${quoted(step.app)}.${quoted(trigger)}`;
  await publisher.patiently(async () => {
    await publisher.query(`alter table ${table} add column if not exists ${filled} ${step.to}`);
    await publisher.query(
      `create or replace function ${convert}(${step.from}) returns ${step.to} language sql stable as
       ${pg.escapeLiteral(`select ${step.sql}`)}`,
    );
    await publisher.query(
      `create or replace function ${routine}() returns trigger language plpgsql as
       $$ begin new.${filled} := ${convert}(new.${column}); return new; end $$`,
    );
    await publisher.query(
      `create or replace trigger ${quoted(trigger)} before insert or update on ${table}
       for each row execute function ${routine}()`,
    );
  });
  await copy(publisher, step);
  for (const one of step.indexes) {
    const over = (name: string): string => (name === step.column ? newColumn(step) : name);
    await publisher.query(dropIndex(step.app, index(one.name), 'concurrently'));
    await publisher.query(addIndex(one, 'concurrently', index(one.name), over));
  }
}

/** By id, so that each batch begins where the last one ended. */
async function copy(publisher: Publisher, step: ChangeType): Promise<void> {
  const { table, column, filled, convert } = namesOf(step);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await publisher.patiently(() =>
      publisher.query<{ last: string | null }>(
        `with batch as (select id from ${table} where id > $1 order by id limit ${BATCH}),
         done as (update ${table} t set ${filled} = ${convert}(t.${column}) from batch b
           where t.id = b.id and t.${filled} is distinct from ${convert}(t.${column}))
         select max(id::text) as last from batch`,
        [after],
      ),
    );
    const last = rows[0]?.last;
    if (last == null) return;
    after = last;
  }
}

/** Inside the transaction in which the version becomes current. Every value is in the new column, so the old one goes. */
export async function switchColumn(publisher: Publisher, step: ChangeType): Promise<void> {
  const { table, column, filled, trigger, convert, index } = namesOf(step);
  if (step.mustBeEmpty) await stillEmpty(publisher, step);
  await publisher.query(`drop trigger if exists ${quoted(trigger)} on ${table}`);
  await publisher.query(`drop function if exists ${quoted(step.app)}.${quoted(trigger)}()`);
  await publisher.query(`drop function if exists ${convert}(${step.from})`);
  // Its indexes go with it.
  await publisher.query(`alter table ${table} drop column ${column}`);
  await publisher.query(`alter table ${table} rename column ${filled} to ${column}`);
  for (const { name } of step.indexes) {
    await publisher.query(dropIndex(step.app, name, 'at once'));
    await publisher.query(`alter index ${quoted(step.app)}.${quoted(index(name))} rename to ${quoted(name)}`);
  }
}

/** Nobody may write while it is looked at, so that nothing comes in between. */
async function stillEmpty(publisher: Publisher, step: ChangeType): Promise<void> {
  const { table, column } = namesOf(step);
  await publisher.query(`lock table ${table} in access exclusive mode`);
  const { rows } = await publisher.query(`select 1 from ${table} where ${column} is not null limit 1`);
  if (rows.length > 0) throw typeDiffers(step, step.from, step.to);
}

/** Takes away what a publish left that was given up. */
export async function cleanUp(publisher: Publisher, step: Extract<Step, { kind: 'clean_up' }>): Promise<void> {
  const table = tableName(step.app, step.form, step.table);
  const trigger = `~t_${step.column.slice(3)}`;
  await publisher.patiently(async () => {
    await publisher.query(`drop trigger if exists ${quoted(trigger)} on ${table}`);
    await publisher.query(`drop function if exists ${quoted(step.app)}.${quoted(trigger)}()`);
    // Whatever its argument was; no two have one name.
    await publisher.query(
      `do $$ begin execute coalesce((select format('drop function %s', p.oid::regprocedure) from pg_proc p
         where p.proname = ${pg.escapeLiteral(`~c_${step.column.slice(3)}`)} and p.pronamespace = ${pg.escapeLiteral(quoted(step.app))}::regnamespace), 'select 1'); end $$`,
    );
    await publisher.query(`alter table ${table} drop column if exists ${quoted(step.column)}`);
  });
}
