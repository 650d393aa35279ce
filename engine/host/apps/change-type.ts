import { quoted, tableName } from './names.ts';
import { newColumn, type Step } from './plan.ts';
import type { Publisher } from './publisher.ts';
import { addIndex, dropIndex } from './statements.ts';

type ChangeType = Extract<Step, { kind: 'change_type' }>;

/** Rows copied in one transaction: a few milliseconds, so that nobody waits for it. */
const BATCH = 1_000;

interface Names {
  table: string;
  column: string;
  filled: string;
  trigger: string;
  index(name: string): string;
}

function namesOf({ app, form, table, column, to }: ChangeType): Names {
  const own = table === undefined ? form : `${form}__${table}`;
  const filled = newColumn(own, column, to);
  const mark = filled.slice(3);
  return {
    table: tableName(app, form, table),
    column: quoted(column),
    filled: quoted(filled),
    trigger: `~t_${mark}`,
    index: (name) => `~${name}`,
  };
}

/**
 * Fills a column of the new type beside the old one: whatever is written from now on goes into both, and what is there is
 * copied in batches. Cut short at any place it goes on: each part is there already, or is done again.
 */
export async function fillNewColumn(publisher: Publisher, step: ChangeType): Promise<void> {
  const { table, column, filled, trigger, index } = namesOf(step);
  const routine = `${quoted(step.app)}.${quoted(trigger)}`;
  await publisher.patiently(async () => {
    await publisher.query(`alter table ${table} add column if not exists ${filled} ${step.to}`);
    await publisher.query(
      `create or replace function ${routine}() returns trigger language plpgsql as
       $$ begin new.${filled} := new.${column}::${step.to}; return new; end $$`,
    );
    await publisher.query(
      `create or replace trigger ${quoted(trigger)} before insert or update on ${table}
       for each row execute function ${routine}()`,
    );
  });
  await copy(publisher, step);
  for (const one of step.indexes) {
    const over = (name: string): string => (name === step.column ? newColumnOf(step) : name);
    await publisher.query(dropIndex(step.app, index(one.name), 'concurrently'));
    await publisher.query(addIndex(one, 'concurrently', index(one.name), over));
  }
}

function newColumnOf({ form, table, column, to }: ChangeType): string {
  return newColumn(table === undefined ? form : `${form}__${table}`, column, to);
}

/** By id, so that each batch begins where the last one ended. */
async function copy(publisher: Publisher, step: ChangeType): Promise<void> {
  const { table, column, filled } = namesOf(step);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await publisher.patiently(() =>
      publisher.query<{ last: string | null }>(
        `with batch as (select id from ${table} where id > $1 order by id limit ${BATCH}),
         done as (update ${table} t set ${filled} = ${column}::${step.to} from batch b
           where t.id = b.id and t.${filled} is distinct from t.${column}::${step.to})
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
  const { table, column, filled, trigger, index } = namesOf(step);
  await publisher.query(`drop trigger if exists ${quoted(trigger)} on ${table}`);
  await publisher.query(`drop function if exists ${quoted(step.app)}.${quoted(trigger)}()`);
  // Its indexes go with it.
  await publisher.query(`alter table ${table} drop column ${column}`);
  await publisher.query(`alter table ${table} rename column ${filled} to ${column}`);
  for (const { name } of step.indexes) {
    await publisher.query(dropIndex(step.app, name, 'at once'));
    await publisher.query(`alter index ${quoted(step.app)}.${quoted(index(name))} rename to ${quoted(name)}`);
  }
}

/** Takes away what a publish left that was given up. */
export async function cleanUp(publisher: Publisher, step: Extract<Step, { kind: 'clean_up' }>): Promise<void> {
  const table = tableName(step.app, step.form, step.table);
  const trigger = `~t_${step.column.slice(3)}`;
  await publisher.patiently(async () => {
    await publisher.query(`drop trigger if exists ${quoted(trigger)} on ${table}`);
    await publisher.query(`drop function if exists ${quoted(step.app)}.${quoted(trigger)}()`);
    await publisher.query(`alter table ${table} drop column if exists ${quoted(step.column)}`);
  });
}
