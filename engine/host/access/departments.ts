import type { Knex } from 'knex';
import type { Label } from '../../definition/index.ts';
import type { DepartmentView } from '../../wire/design.ts';
import { Refusal } from '../door/refusal.ts';

/** What an administrator says of a department; all of it. */
export interface DepartmentChange {
  label: Label;
  /** The department above; null: none. */
  parent: string | null;
  /** Login of whoever leads it; null: nobody. */
  head: string | null;
}

interface Who {
  /** Whether the person who asks is an administrator of this app. */
  administers(app: string): boolean;
}

/** As many levels as anybody has; it also ends a ring that a database from elsewhere may bring along. */
const DEEPEST = 50;

/** Departments belong to the company, not to one app: whoever changes one has to look after every app whose people are in it. */
export class Departments {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Makes the department where the key is new. */
  async save(key: string, { label, parent, head }: DepartmentChange, who: Who): Promise<void> {
    await this.#knex.transaction(async (trx) => {
      const known = await lock(trx, key);
      if (known) await mustLookAfter(trx, key, who);
      if (parent !== null) await mustFit(trx, key, parent);
      if (head !== null) await mustBeThere(trx, head);
      const row = { key, label: JSON.stringify(label), parent, head };
      await trx('engine.department').insert(row).onConflict('key').merge();
      await tell(trx);
    });
  }

  /** Only one in which nobody is, and nothing below. */
  async remove(key: string, who: Who): Promise<void> {
    await this.#knex.transaction(async (trx) => {
      if (!(await lock(trx, key))) throw unknownDepartment(key);
      await mustLookAfter(trx, key, who);
      const person = await trx('engine.app_user').where({ department: key }).first('id');
      const below = await trx('engine.department').where({ parent: key }).first('key');
      if (person !== undefined || below !== undefined) throw inUse(key);
      await trx('engine.department').where({ key }).delete();
      await tell(trx);
    });
  }
}

/** All of them, with how many people are in each itself; whoever is disabled is not counted. */
export function departmentsOf(knex: Knex): Promise<DepartmentView[]> {
  return knex('engine.department as d')
    .leftJoin('engine.app_user as u', (join) => join.on('u.department', 'd.key').andOnVal('u.disabled', false))
    .groupBy('d.key')
    .orderBy('d.key')
    .select('d.key', 'd.label', 'd.parent', 'd.head', knex.raw('count(u.id)::int as people'));
}

/** One at a time: two that put each under the other at the same moment would make a ring. */
async function lock(trx: Knex.Transaction, key: string): Promise<boolean> {
  await trx.raw(`select pg_advisory_xact_lock(hashtext('engine.department'))`);
  return (await trx('engine.department').where({ key }).first('key')) !== undefined;
}

/** The department itself and all below it. */
const WITHIN = `with recursive within (key, depth) as (
  select key, 0 from engine.department where key = ?
  union all
  select d.key, w.depth + 1 from engine.department d join within w on d.parent = w.key where w.depth < ${DEEPEST}
)`;

async function mustLookAfter(trx: Knex.Transaction, key: string, { administers }: Who): Promise<void> {
  const { rows } = await trx.raw<{ rows: { app: string }[] }>(
    `${WITHIN} select distinct r.app from within w join engine.app_user u on u.department = w.key
     join engine.user_role r on r.user_id = u.id`,
    [key],
  );
  if (rows.every(({ app }) => administers(app))) return;
  throw new Refusal(
    'department_elsewhere_too',
    {
      'zh-CN': '这个部门里还有其他应用的人员，您不是那些应用的管理员。',
      en: 'People of another app are in this department, and you do not look after that app.',
    },
    {
      status: 403,
      cure: { 'zh-CN': '请由兼管这些应用的管理员修改。', en: 'Ask somebody who looks after all of these apps.' },
    },
  );
}

async function mustFit(trx: Knex.Transaction, key: string, parent: string): Promise<void> {
  const above = await trx('engine.department').where({ key: parent }).first('key');
  if (above === undefined) throw unknownDepartment(parent, 'parent');
  const { rows } = await trx.raw<{ rows: unknown[] }>(`${WITHIN} select 1 from within where key = ?`, [key, parent]);
  if (rows.length === 0 && parent !== key) return;
  throw new Refusal(
    'department_ring',
    {
      'zh-CN': '部门不能隶属于自己或自己的下级。',
      en: 'A department cannot stand below itself, or below one that stands below it.',
    },
    { at: 'parent', status: 422, cure: { 'zh-CN': '请另选上级部门。', en: 'Choose another one above it.' } },
  );
}

async function mustBeThere(trx: Knex.Transaction, head: string): Promise<void> {
  const person = await trx('engine.app_user').where({ login: head, disabled: false }).first('id');
  if (person !== undefined) return;
  throw new Refusal(
    'unknown_person',
    { 'zh-CN': `没有用户名为 ${head} 的在职人员。`, en: `There is nobody with the user name ${head}.` },
    { at: 'head', status: 422, cure: { 'zh-CN': '请从列表中选择。', en: 'Choose somebody from the list.' } },
  );
}

export function unknownDepartment(key: string, at = 'department'): Refusal {
  return new Refusal(
    'unknown_department',
    { 'zh-CN': `没有部门 ${key}。`, en: `There is no department ${key}.` },
    { at, status: 422, cure: { 'zh-CN': '请从列表中选择。', en: 'Choose one from the list.' } },
  );
}

function inUse(key: string): Refusal {
  return new Refusal(
    'department_in_use',
    { 'zh-CN': '这个部门里还有人员或下级部门。', en: 'There are people in this department, or departments below it.' },
    {
      at: key,
      status: 409,
      cure: { 'zh-CN': '请先把他们移到别的部门。', en: 'Move them to another department first.' },
    },
  );
}

/** Every server asks anew who leads what. */
async function tell(trx: Knex.Transaction): Promise<void> {
  await trx.raw('select pg_notify(?, ?)', ['engine', JSON.stringify({ kind: 'people' })]);
}
