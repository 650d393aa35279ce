import type { Knex } from 'knex';
import type { Label } from '../../definition/index.ts';
import { print } from '../../definition/print.ts';
import type { Json } from '../../wire.ts';
import type { UserActor } from '../access/index.ts';
import type { Clock } from '../clock.ts';
import { sqlState } from '../door/connections.ts';
import { checkKey, renamed } from './bundle.ts';
import { writeRows } from './draft.ts';
import { parsed } from './file.ts';
import { designRefusals } from './refusals.ts';
import { publishedNumber, type Texts } from './versions.ts';

const NOT_UNIQUE = '23505';

export interface Making {
  key: string;
  label?: Label | undefined;
  /** Of a copy or an import; from nothing where it is left out. */
  texts?: Texts | undefined;
}

/** A new app as a draft. Its maker administers it; nobody works with it until it is published. */
export async function makeApp(knex: Knex, clock: Clock, { key, label, texts }: Making, user: UserActor): Promise<void> {
  checkKey(key);
  const all = renamed(texts ?? fromNothing(key, label ?? key), key, label);
  const { admin = 'admin', label: shown = key } = parsed(all.get('app.json') ?? '{}') as {
    admin?: string;
    label?: Json;
  };
  const now = clock.now();
  await knex.transaction(async (trx) => {
    if ((await publishedNumber(trx, key)) > 0) throw designRefusals.keyTaken(key);
    await mustBeFree(trx, key);
    const who = { created_at: now, created_by: user.id, updated_at: now, updated_by: user.id };
    try {
      await trx('engine.design').insert({
        app: key,
        base: 0,
        label: JSON.stringify(shown),
        admin: String(admin),
        ...who,
      });
    } catch (cause) {
      throw sqlState(cause) === NOT_UNIQUE ? designRefusals.keyTaken(key) : cause;
    }
    const rows = [...all].map(([path, text]) => ({ path, text, revision: 1 }));
    await writeRows(trx, key, rows, now, user.id);
    await trx('engine.user_role').insert({ user_id: user.id, app: key, role: String(admin) });
  });
}

/** Roles and tables that an app of this name left must not become the new one's. */
async function mustBeFree(trx: Knex.Transaction, key: string): Promise<void> {
  const role = await trx('engine.user_role').where({ app: key }).first();
  const { rows } = await trx.raw<{ rows: unknown[] }>('select 1 from pg_namespace where nspname = ?', [key]);
  if (role || rows.length > 0) throw designRefusals.keyTaken(key);
}

function fromNothing(key: string, label: Label): Texts {
  const app: Json = {
    key,
    label: label as Json,
    version: '1.0.0',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    roles: [
      { key: 'admin', label: { 'zh-CN': '管理员', en: 'Administrator' } },
      { key: 'staff', label: { 'zh-CN': '员工', en: 'Staff' } },
    ],
    admin: 'admin',
    navigation: [],
  };
  const calendar: Json = {
    key: 'work',
    label: { 'zh-CN': '工作日历', en: 'Working hours' },
    timeZone: 'Asia/Shanghai',
    week: { 'mon-fri': ['09:00-12:00', '13:00-18:00'] },
  };
  return new Map([
    ['app.json', print(app)],
    ['calendars/work.json', print(calendar)],
  ]);
}
