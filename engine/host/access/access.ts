import type { Knex } from 'knex';
import type { AppModel } from '../../definition/index.ts';
import { isZone } from '../../expression/temporal/zone.ts';
import type { Values } from '../../wire.ts';
import type { Clock } from '../clock.ts';
import type { Environment } from '../connectors/installation.ts';
import type { SecretBox } from '../connectors/secrets.ts';
import { Refusal, refusals } from '../door/refusal.ts';
import type { Host } from '../host.ts';
import type { Actor, Locale, UserActor } from './actor.ts';
import { ApiKeys } from './api-keys.ts';
import { Attempts } from './attempts.ts';
import { Audit } from './audit.ts';
import { Departments } from './departments.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { localeOf } from './people.ts';
import { Sessions } from './sessions.ts';
import { MIN_PASSWORD, Staff, shortPassword } from './staff.ts';
import { type IssuedToken, redeemCustomerToken, VisitorTokens } from './visitor-token.ts';

export interface AccessParts {
  knex: Knex;
  clock: Clock;
  env: Environment;
  box: SecretBox;
  records: Pick<Host['records'], 'lookup'>;
  app(key: string): AppModel | undefined;
}

interface Credentials {
  id: string;
  password_hash: string | null;
  disabled: boolean;
}

/** Who somebody is: by password, by API key, by what a visitor proves, by a token of the customer's own backend. */
export class Access {
  readonly sessions: Sessions;
  readonly keys: ApiKeys;
  readonly visitors: VisitorTokens;
  readonly audit: Audit;
  readonly staff: Staff;
  readonly departments: Departments;
  readonly #attempts: Attempts;
  readonly #parts: AccessParts;

  constructor(parts: AccessParts) {
    this.#parts = parts;
    this.sessions = new Sessions(parts.knex, parts.clock);
    this.keys = new ApiKeys(parts.knex, parts.clock);
    this.visitors = new VisitorTokens(parts.box.derive('visitor tokens'), parts.clock);
    this.audit = new Audit(parts.knex, parts.clock);
    this.staff = new Staff(parts.knex);
    this.departments = new Departments(parts.knex);
    this.#attempts = new Attempts(parts.knex);
  }

  /** One answer for an unknown login, a wrong password and a disabled person. */
  async login(login: string, password: string, ip: string): Promise<{ token: string; csrf: string }> {
    const name = login.trim().toLowerCase();
    const person = await this.#attempts.guard('login', name, ip, async () => {
      const row = await this.#parts
        .knex('engine.app_user')
        .whereRaw('lower(login) = ?', [name])
        .first<Credentials | undefined>('id', 'password_hash', 'disabled');
      const matches = await verifyPassword(password, row?.password_hash);
      return matches && row && !row.disabled ? row : undefined;
    });
    if (!person) {
      await this.audit.write({ kind: 'nobody', ip }, { action: 'login_failed', target: name });
      throw wrongLogin();
    }
    const session = await this.sessions.begin(person.id);
    await this.audit.write({ kind: 'nobody', ip }, { action: 'login', target: person.id });
    return session;
  }

  async changePassword(user: UserActor, token: string, current: string, next: string, ip: string): Promise<void> {
    if (next.length < MIN_PASSWORD) throw shortPassword();
    const right = await this.#attempts.guard('login', user.login.toLowerCase(), ip, async () => {
      const row = await this.#parts.knex('engine.app_user').where({ id: user.id }).first<Credentials>('password_hash');
      return (await verifyPassword(current, row.password_hash)) || undefined;
    });
    if (!right) throw wrongLogin();
    await this.#parts
      .knex('engine.app_user')
      .where({ id: user.id })
      .update({ password_hash: await hashPassword(next) });
    await this.sessions.endOthers(user.id, token);
    await this.audit.write(user, { action: 'password_changed', target: user.id });
  }

  async setLocale(user: UserActor, locale: Locale): Promise<void> {
    await this.#parts
      .knex('engine.app_user')
      .where({ id: user.id })
      .update({ locale: localeOf(locale) });
    this.sessions.forget(user.id);
  }

  /** A zone that is not known here is passed over: nobody is kept out because their device is newer than this server. */
  async setTimeZone(user: UserActor, timeZone: string): Promise<void> {
    if (!isZone(timeZone)) return;
    await this.#parts.knex('engine.app_user').where({ id: user.id }).update({ time_zone: timeZone });
    this.sessions.forget(user.id);
  }

  /** What a visitor knows, held against the form's own lookup; which of it was wrong is not said. */
  async prove(
    appKey: string,
    given: Readonly<Record<string, string>>,
    ip: string,
    locale: Locale,
  ): Promise<IssuedToken> {
    const { app, portal } = this.#portalOf(appKey);
    const proof = Object.fromEntries(portal.proof.fields.map((field) => [field, (given[field] ?? '').trim()]));
    const [target = ''] = Object.values(proof);
    const proved = await this.#attempts.guard(`proof:${appKey}`, target.toLowerCase(), ip, async () => {
      const complete = Object.values(proof).every((value) => value !== '');
      return (complete && (await this.#foundTogether(app, proof, locale))) || undefined;
    });
    if (!proved) {
      await this.audit.write({ kind: 'nobody', ip }, { action: 'proof_failed', app: appKey, target });
      throw notFoundTogether();
    }
    await this.audit.write({ kind: 'nobody', ip }, { action: 'proof', app: appKey, target });
    return this.visitors.issue(appKey, proof);
  }

  async customerToken(appKey: string, jwt: string, ip: string): Promise<IssuedToken> {
    const { portal } = this.#portalOf(appKey);
    const secret = this.#parts.env[`${appKey.toUpperCase()}_PORTAL_SECRET`];
    if (!secret) throw refusals.notAllowed();
    const now = this.#parts.clock.now();
    const proof = await redeemCustomerToken(this.#parts.knex, jwt, secret, appKey, portal.proof.fields, now);
    await this.audit.write({ kind: 'nobody', ip }, { action: 'customer_token', app: appKey });
    return this.visitors.issue(appKey, proof);
  }

  /** Notices of the engine channel: what is known of people may be old. Undefined: anything may have happened. */
  heard(payload: string | undefined): void {
    const notice = payload === undefined ? undefined : (JSON.parse(payload) as { kind: string; id?: string });
    if (notice && notice.kind !== 'people') return;
    this.sessions.forget(notice?.id);
    this.keys.forget(notice?.id);
  }

  async #foundTogether(app: AppModel, proof: Record<string, string>, locale: Locale): Promise<boolean> {
    const { portal } = this.#portalOf(app.app.key);
    const lookup = app.forms.get(portal.apply)?.lookups?.find(({ key }) => key === portal.proof.lookup);
    if (!lookup) return false;
    const actor: Actor = { kind: 'visitor', app: app.app.key, proof };
    const found = await this.#parts.records.lookup(app.app.key, portal.apply, lookup.key, proof, actor, locale);
    // What the lookup is not asked by has to be in what it found.
    return (
      found.found && portal.proof.fields.every((field) => lookup.on.includes(field) || agrees(found.fill, field, proof))
    );
  }

  #portalOf(key: string): { app: AppModel; portal: NonNullable<AppModel['app']['portal']> } {
    const app = this.#parts.app(key);
    const portal = app?.app.portal;
    if (!app || !portal) throw refusals.unknown('app', key);
    return { app, portal };
  }
}

function agrees(fill: Values, field: string, proof: Record<string, string>): boolean {
  const value = Object.hasOwn(fill, field) ? fill[field] : null;
  return value !== null && value !== undefined && String(value) === proof[field];
}

function wrongLogin(): Refusal {
  return new Refusal(
    'wrong_login',
    { 'zh-CN': '用户名或密码不正确。', en: 'The user name or the password is not right.' },
    {
      status: 401,
      cure: {
        'zh-CN': '请重新输入；忘记密码请联系管理员。',
        en: 'Try again, or ask an administrator for a new password.',
      },
    },
  );
}

function notFoundTogether(): Refusal {
  return new Refusal(
    'not_found_together',
    { 'zh-CN': '没有找到与所填信息相符的记录。', en: 'Nothing was found that matches what you entered.' },
    { status: 404, cure: { 'zh-CN': '请核对后重新输入。', en: 'Check what you entered and try again.' } },
  );
}
