import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import type { Label } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import { Refusal, refusals } from '../door/refusal.ts';
import { rolesIn, type UserActor } from './actor.ts';
import { unknownDepartment } from './departments.ts';
import { hashPassword } from './password.ts';

export interface StaffMember {
  id: string;
  login: string;
  name: Label;
  roles: string[];
  disabled: boolean;
  department: string | null;
  phone: string | null;
  email: string | null;
  attributes: Record<string, Json>;
}

/** What an administrator sets; what is left out stays as it is. */
export interface StaffChange {
  name?: Label;
  roles?: string[];
  disabled?: boolean;
  password?: string;
  department?: string | null;
  phone?: string | null;
  email?: string | null;
  attributes?: Record<string, Json>;
}

export const MIN_PASSWORD = 8;

/** Looks after the people of one app; `admin` is the app's administrators' role. Nobody else gets past the first line. */
export class Staff {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(app: string, admin: string, actor: UserActor): Promise<StaffMember[]> {
    mustBe(app, admin, actor);
    return this.#members(app).orderBy('u.login');
  }

  /** Makes the person where the login is new. Gives the person's id. */
  async save(app: string, admin: string, login: string, change: StaffChange, actor: UserActor): Promise<string> {
    mustBe(app, admin, actor);
    const { roles, password, ...own } = change;
    if (password !== undefined && password.length < MIN_PASSWORD) throw shortPassword();
    const row = await columnsOf(own, password);
    return this.#knex.transaction(async (trx) => {
      if (own.department != null) await mustExist(trx, own.department);
      const known = await trx('engine.app_user').where({ login }).forUpdate().first<{ id: string } | undefined>('id');
      const id = known?.id ?? uuid();
      if (!known) await trx('engine.app_user').insert({ id, login, name: JSON.stringify(login), ...row });
      else if (Object.keys(row).length > 0) {
        await mustHoldAll(trx, app, id);
        await trx('engine.app_user').where({ id }).update(row);
      }
      if (roles) await setRoles(trx, app, id, roles);
      // A new password or a closed door ends what is open.
      if (known && (password !== undefined || own.disabled))
        await trx('engine.session').where({ user_id: id }).delete();
      return id;
    });
  }

  #members(app: string): Knex.QueryBuilder<StaffMember, StaffMember[]> {
    return this.#knex('engine.app_user as u')
      .join('engine.user_role as r', 'r.user_id', 'u.id')
      .where('r.app', app)
      .groupBy('u.id')
      .select(
        'u.id',
        'u.login',
        'u.name',
        'u.disabled',
        'u.department',
        'u.phone',
        'u.email',
        'u.attributes',
        this.#knex.raw('array_agg(r.role order by r.role) as roles'),
      ) as Knex.QueryBuilder<StaffMember, StaffMember[]>;
  }
}

async function columnsOf(
  { name, attributes, ...plain }: Omit<StaffChange, 'roles' | 'password'>,
  password: string | undefined,
): Promise<Record<string, unknown>> {
  return {
    ...plain,
    ...(name !== undefined && { name: JSON.stringify(name) }),
    ...(attributes !== undefined && { attributes: JSON.stringify(attributes) }),
    ...(password !== undefined && { password_hash: await hashPassword(password) }),
  };
}

async function setRoles(trx: Knex.Transaction, app: string, id: string, roles: readonly string[]): Promise<void> {
  await trx('engine.user_role')
    .where({ user_id: id, app })
    .whereNotIn('role', [...roles])
    .delete();
  const rows = roles.map((role) => ({ user_id: id, app, role }));
  if (rows.length > 0) await trx('engine.user_role').insert(rows).onConflict(['user_id', 'app', 'role']).ignore();
}

async function mustExist(trx: Knex.Transaction, department: string): Promise<void> {
  const found = await trx('engine.department').where({ key: department }).first('key');
  if (found === undefined) throw unknownDepartment(department);
}

function mustBe(app: string, admin: string, actor: UserActor): void {
  if (!rolesIn(actor, app).includes(admin)) throw refusals.notAllowed();
}

/** Who works in another app as well is that app's person too: an administrator of one is not let into the other by a password. */
async function mustHoldAll(trx: Knex.Transaction, app: string, id: string): Promise<void> {
  const elsewhere = await trx('engine.user_role').where({ user_id: id }).whereNot({ app }).first();
  if (elsewhere) {
    throw new Refusal(
      'works_elsewhere_too',
      {
        'zh-CN': '此人还在其他应用中任职，只能修改本应用的角色。',
        en: 'This person works in another app too: only the roles in this one can be changed.',
      },
      { status: 403 },
    );
  }
}

export function shortPassword(): Refusal {
  return new Refusal(
    'password_too_short',
    { 'zh-CN': `密码至少 ${MIN_PASSWORD} 个字符。`, en: `A password has at least ${MIN_PASSWORD} characters.` },
    { at: 'password', status: 422 },
  );
}
