import type { Directory } from '../../flow/index.ts';
import type { Json } from '../../wire.ts';
import type { Clock } from '../clock.ts';
import type { Connections } from './connections.ts';
import { type Occasion, Standing, type StandingProxy } from './standing.ts';

export interface Person {
  id: string;
  login: string;
  name: string | { 'zh-CN': string; en: string };
  department: string | null;
  attributes: Record<string, Json>;
  phone: string | null;
  email: string | null;
  /** Roles in this app. */
  roles: string[];
}

/** A department, the login of its head, and the department above it. */
export interface Department {
  key: string;
  parent: string | null;
  head: string | null;
}

/** Everybody who can work in an app now, as it stood at one moment. */
export class Staff {
  readonly #byId: ReadonlyMap<string, Person>;
  readonly #byLogin: ReadonlyMap<string, Person>;
  readonly #departments: ReadonlyMap<string, Department>;
  readonly #standing: Standing;

  constructor(
    people: readonly Person[],
    departments: readonly Department[] = [],
    proxies: readonly StandingProxy[] = [],
  ) {
    this.#standing = new Standing(proxies);
    this.#departments = new Map(departments.map((department) => [department.key, department]));
    this.#byId = new Map(people.map((person) => [person.id, person]));
    this.#byLogin = new Map(people.map((person) => [person.login, person]));
  }

  person(idOrLogin: string): Person | undefined {
    return this.#byId.get(idOrLogin) ?? this.#byLogin.get(idOrLogin);
  }

  everybody(): Person[] {
    return [...this.#byId.values()];
  }

  members(role: string, having: Readonly<Record<string, Json>> = {}): string[] {
    const wanted = Object.entries(having);
    const found: string[] = [];
    for (const person of this.#byId.values()) {
      if (!person.roles.includes(role)) continue;
      if (wanted.every(([name, value]) => holds(person.attributes[name], value))) found.push(person.id);
    }
    return found;
  }

  /** Who belongs to this department or to one below it. */
  within(department: string): string[] {
    const isWithin = (key: string | null, seen: readonly string[]): boolean => {
      if (key === null || seen.includes(key)) return false;
      return key === department || isWithin(this.#departments.get(key)?.parent ?? null, [...seen, key]);
    };
    return this.everybody().flatMap((person) => (isWithin(person.department, []) ? [person.id] : []));
  }

  /** The heads of a user's department and of those above it, the nearest first, without the user. */
  managers(user: string): string[] {
    const found: string[] = [];
    const seen = new Set<string>();
    let key = this.#byId.get(user)?.department ?? null;
    while (key !== null && !seen.has(key)) {
      seen.add(key);
      const department = this.#departments.get(key);
      const head = department?.head == null ? undefined : this.#byLogin.get(department.head)?.id;
      if (head !== undefined && head !== user && !found.includes(head)) found.push(head);
      key = department?.parent ?? null;
    }
    return found;
  }

  /** Who does somebody's work now; nobody who cannot work here. */
  proxy(user: string, occasion: Occasion): string | undefined {
    return this.absence(user, occasion)?.proxy;
  }

  /** The same, with when it ends. */
  absence(user: string, occasion: Occasion): { proxy: string; until: string } | undefined {
    const found = this.#standing.of(user, occasion);
    return found !== undefined && this.#byId.has(found.proxy)
      ? { proxy: found.proxy, until: found.ends_at }
      : undefined;
  }

  /**
   * For the flow; `load` and `turn` answer what this command has fetched. `occasion`: where tasks are given out, so that
   * those who are away are stood in for.
   */
  directory(load: ReadonlyMap<string, number>, turns: ReadonlyMap<string, number>, occasion?: Occasion): Directory {
    return {
      ...(occasion && !this.#standing.isEmpty ? { proxy: (user: string) => this.proxy(user, occasion) } : {}),
      byLogin: (login) => this.#byLogin.get(login)?.id,
      members: (role, having) => this.members(role, having),
      load: (users) =>
        users.every((user) => load.has(user))
          ? Object.fromEntries(users.map((user) => [user, load.get(user) ?? 0]))
          : undefined,
      turn: (key) => turns.get(key),
      within: (department) => this.within(department),
      isHere: (user) => this.#byId.has(user),
      managers: (user) => this.managers(user),
      head: (user) => this.managers(user)[0],
    };
  }
}

/** An attribute may be one value or several (a keeper of two warehouses). */
function holds(attribute: Json | undefined, value: Json): boolean {
  return Array.isArray(attribute) ? attribute.includes(value) : attribute === value;
}

/** The staff of each app, read once and kept until a NOTIFY says that people changed. */
export class People {
  readonly #sql: Connections;
  readonly #clock: Clock;
  readonly #staff = new Map<string, Promise<Staff>>();

  constructor(sql: Connections, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
  }

  of(app: string): Promise<Staff> {
    let staff = this.#staff.get(app);
    if (staff === undefined) {
      staff = this.#read(app);
      this.#staff.set(app, staff);
      staff.catch(() => this.#staff.delete(app));
    }
    return staff;
  }

  forget(): void {
    this.#staff.clear();
  }

  async #read(app: string): Promise<Staff> {
    const people = await this.#sql.query<Person>(
      `select u.id, u.login, u.name, u.department, u.attributes, u.phone, u.email, array_agg(r.role order by r.role) as roles
       from engine.app_user u join engine.user_role r on r.user_id = u.id
       where r.app = $1 and not u.disabled group by u.id order by u.login`,
      [app],
    );
    const departments = await this.#sql.query<Department>('select key, parent, head from engine.department');
    // Those to come are among them: who holds is asked with each command's own time.
    const proxies = await this.#sql.query<StandingProxy>(
      `select person, proxy, starts_at, ends_at, app, form, flow from engine.proxy
       where ended_at is null and ends_at > $2 and (app is null or app = $1) order by created_at desc, id`,
      [app, this.#clock.now()],
    );
    return new Staff(people, departments, proxies);
  }
}
