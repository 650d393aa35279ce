import type { Knex } from 'knex';
import type { ListLook, SavedView } from '../../wire.ts';
import { rolesIn, type UserActor } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import { Refusal, refusals } from '../door/refusal.ts';
import type { Host } from '../host.ts';

interface Row {
  id: string;
  owner: string;
  label: string;
  look: ListLook;
  is_shared: boolean;
  is_default: boolean;
}

export interface ViewOrder {
  label: string;
  look: ListLook;
  isShared?: boolean;
}

/** A person who keeps more than this does not find them again. */
const MOST = 50;

/** Lists as people like them: their own, and those that the app's administrators share. Whoever reads one still sees only their own records. */
export class Views {
  readonly #knex: Knex;
  readonly #clock: Clock;
  readonly #apps: Host['apps'];

  constructor({ database, clock, apps }: Pick<Host, 'database' | 'clock' | 'apps'>) {
    this.#knex = database.knex;
    this.#clock = clock;
    this.#apps = apps;
  }

  async list(app: string, form: string, user: UserActor): Promise<SavedView[]> {
    this.#mustKnow(app, form, user);
    const { rows } = await this.#knex.raw<{ rows: Row[] }>(
      `select v.id, v.owner, v.label, v.look, v.is_shared, d.view is not null as is_default
       from engine.view v left join engine.view_default d on d.view = v.id and d.user_id = :user
       where v.app = :app and v.form = :form and (v.owner = :user or v.is_shared)
       order by v.is_shared, v.label, v.id`,
      { app, form, user: user.id },
    );
    const isAdmin = this.#isAdmin(app, user);
    return rows.map(({ id, owner, label, look, is_shared, is_default }) => ({
      id,
      label,
      look,
      isShared: is_shared,
      isMine: owner === user.id || (is_shared && isAdmin),
      isDefault: is_default,
    }));
  }

  /** A new one, or another look for one that is this person's to change. */
  async save(app: string, form: string, id: string, { label, look, isShared = false }: ViewOrder, user: UserActor) {
    this.#mustKnow(app, form, user);
    if (isShared && !this.#isAdmin(app, user)) throw onlyAdmins();
    const now = this.#clock.now();
    const known = await this.#find(app, form, id);
    if (known) {
      this.#mustOwn(app, known, user);
      await this.#table()
        .where({ id })
        .update({ label, look: JSON.stringify(look), is_shared: isShared, updated_at: now });
      return;
    }
    const [kept] = await this.#table().where({ app, form, owner: user.id }).count<{ count: string }[]>();
    if (Number(kept?.count) >= MOST) throw tooMany();
    await this.#table().insert({
      ...{ id, app, form, label, owner: user.id, is_shared: isShared },
      look: JSON.stringify(look),
      created_at: now,
      updated_at: now,
    });
  }

  async remove(app: string, form: string, id: string, user: UserActor): Promise<void> {
    const known = await this.#find(app, form, id);
    if (!known) throw refusals.notFound();
    this.#mustOwn(app, known, user);
    await this.#table().where({ id }).delete();
  }

  /** The view that this person's list begins with; none: the form's own. */
  async begin(app: string, form: string, view: string | null, user: UserActor): Promise<void> {
    const place = { user_id: user.id, app, form };
    if (view === null) {
      await this.#knex('engine.view_default').where(place).delete();
      return;
    }
    const known = await this.#find(app, form, view);
    if (!known || (known.owner !== user.id && !known.is_shared)) throw refusals.notFound();
    await this.#knex('engine.view_default')
      .insert({ ...place, view })
      .onConflict(['user_id', 'app', 'form'])
      .merge();
  }

  #find(app: string, form: string, id: string): Promise<Row | undefined> {
    return this.#table().where({ id, app, form }).first<Row | undefined>();
  }

  #mustKnow(app: string, form: string, user: UserActor): void {
    const model = this.#apps.get(app);
    if (!model) throw refusals.unknown('app', app);
    const known = model.forms.get(form);
    if (!known) throw refusals.unknown('form', form);
    const roles = [...rolesIn(user, app), 'everyone'];
    if (rolesIn(user, app).length === 0 || !known.access?.some(({ role }) => roles.includes(role))) {
      throw refusals.notAllowed(form);
    }
  }

  /** Somebody else's own view is not even known. */
  #mustOwn(app: string, { owner, is_shared }: Row, user: UserActor): void {
    if (owner === user.id) return;
    if (!is_shared) throw refusals.notFound();
    if (!this.#isAdmin(app, user)) throw onlyAdmins();
  }

  #isAdmin(app: string, user: UserActor): boolean {
    const admin = this.#apps.get(app)?.app.admin;
    return admin !== undefined && rolesIn(user, app).includes(admin);
  }

  #table() {
    return this.#knex('engine.view');
  }
}

function onlyAdmins(): Refusal {
  return new Refusal(
    'view_shared',
    { 'zh-CN': '共享视图只能由管理员修改。', en: 'Shared views are changed by administrators only.' },
    { status: 403, cure: { 'zh-CN': '请另存为自己的视图。', en: 'Save it as a view of your own.' } },
  );
}

function tooMany(): Refusal {
  return new Refusal(
    'too_many_views',
    { 'zh-CN': `每个列表最多保存 ${MOST} 个视图。`, en: `A list has at most ${MOST} saved views.` },
    { status: 422, cure: { 'zh-CN': '请先删除不用的视图。', en: 'Remove one that is no longer used.' } },
  );
}
