import type { Label } from '../../definition/index.ts';
import { textOf } from '../../form/index.ts';
import type { Person, ProxyGap, ProxyView } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { holdsAt, type StandingProxy } from '../door/standing.ts';

export interface ProxyRow extends StandingProxy {
  id: string;
  reason: string | null;
  hand_over: boolean;
  created_at: string;
  created_by: string | null;
  ended_at: string | null;
  handed: number | null;
  kept: number | null;
}

interface Worker {
  id: string;
  login: string;
  name: Label;
  time_zone: string | null;
  roles: { app: string; role: string }[];
}

type Parts = Pick<DoorParts, 'sql' | 'shelf' | 'clock'>;

export async function viewsOf(parts: Parts, rows: readonly ProxyRow[], locale: Locale): Promise<ProxyView[]> {
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.flatMap(({ person, proxy }) => [person, proxy]))];
  const [workers, open] = await Promise.all([workersOf(parts, ids), openOf(parts, rows)]);
  const now = parts.clock.now().toISOString();
  return rows.flatMap((row) => {
    const person = workers.get(row.person);
    const proxy = workers.get(row.proxy);
    return person && proxy ? [viewOf(parts, row, { person, proxy, now, open: open.get(row.id) ?? 0 }, locale)] : [];
  });
}

interface Around {
  person: Worker;
  proxy: Worker;
  now: string;
  open: number;
}

function viewOf(parts: Parts, row: ProxyRow, { person, proxy, now, open }: Around, locale: Locale): ProxyView {
  const isOver = row.ended_at !== null || Date.parse(row.ends_at) <= Date.parse(now);
  const scope = scopeOf(parts, row);
  return {
    id: row.id,
    person: personOf(person, locale),
    proxy: personOf(proxy, locale),
    from: row.starts_at,
    until: row.ends_at,
    status: isOver ? 'over' : holdsAt(row, now) ? 'holds' : 'to_come',
    ...(scope ? { scope } : {}),
    ...(row.app === null ? {} : { app: row.app }),
    ...(row.form === null ? {} : { form: row.form }),
    ...(row.flow === null ? {} : { flow: row.flow }),
    ...(person.time_zone === null ? {} : { timeZone: person.time_zone }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    handOver: row.hand_over,
    ...(row.handed === null ? {} : { handed: row.handed }),
    ...(row.kept === null ? {} : { kept: row.kept }),
    gaps: gapsOf(parts, row.app, person, proxy),
    open,
  };
}

const personOf = ({ id, login, name }: Worker, locale: Locale): Person => ({ id, login, name: textOf(name, locale) });

export function scopeOf(
  { shelf }: Pick<DoorParts, 'shelf'>,
  { app, form, flow }: Pick<ProxyRow, 'app' | 'form' | 'flow'>,
): ProxyView['scope'] {
  if (app === null) return undefined;
  const model = shelf.get(app);
  const label = model?.app.label ?? app;
  if (form !== null) return { app: label, part: model?.forms.get(form)?.label ?? form };
  if (flow !== null) return { app: label, part: model?.flows.get(flow)?.label ?? flow };
  return { app: label };
}

/** Where the proxy cannot do all that the person can: it stays with the person, and both see so beforehand. */
function gapsOf({ shelf }: Parts, only: string | null, person: Worker, proxy: Worker): ProxyGap[] {
  const apps = [...new Set(person.roles.map(({ app }) => app))].filter((app) => only === null || app === only);
  return apps.flatMap((app) => {
    const model = shelf.get(app);
    if (model === undefined) return [];
    const { label, roles } = model.app;
    const theirs = rolesOf(proxy, app);
    if (theirs.length === 0) return [{ app, label }];
    const missing = rolesOf(person, app).filter((role) => !theirs.includes(role));
    if (missing.length === 0) return [];
    return [{ app, label, roles: missing.map((key) => roles.find((role) => role.key === key)?.label ?? key) }];
  });
}

const rolesOf = ({ roles }: Worker, app: string): string[] =>
  roles.filter((one) => one.app === app).map(({ role }) => role);

async function workersOf({ sql }: Parts, ids: string[]): Promise<Map<string, Worker>> {
  const rows = await sql.query<Worker>(
    `select u.id, u.login, u.name, u.time_zone, coalesce((select json_agg(json_build_object('app', r.app, 'role', r.role) order by r.app, r.role)
       from engine.user_role r where r.user_id = u.id), '[]') as roles
     from engine.app_user u where u.id = any ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** How much each proxy has in the person's place. */
async function openOf({ sql }: Parts, rows: readonly ProxyRow[]): Promise<Map<string, number>> {
  const found = await sql.query<{ id: string; open: string }>(
    `select p.id, count(t.id) as open from engine.proxy p
     join engine.task t on t.stands_for = p.person and t.assignee = p.proxy and t.status = 'open'
       and (p.app is null or p.app = t.app) and (p.form is null or p.form = t.form) and (p.flow is null or p.flow = t.flow)
     where p.id = any ($1::uuid[]) group by p.id`,
    [rows.map(({ id }) => id)],
  );
  return new Map(found.map(({ id, open }) => [id, Number(open)]));
}
