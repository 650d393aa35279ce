import { nextRun } from '../../rule/index.ts';
import type { SimulationOutside, Values } from '../../wire.ts';
import type { Named } from '../scenario/records.ts';
import { type Place, recordsOf } from './picture.ts';

/** Others of the role may do the same. */
const MOST_OF_A_ROLE = 2;

/** What may come of itself: call-backs of other systems, rules on a schedule, and signals that the flow waits for. */
export async function outsideOf(place: Place, now: Date, current: readonly string[]): Promise<SimulationOutside> {
  const { app, flow } = place;
  const hooks = [...app.model.connectors.values()].flatMap(({ key, label, hooks: own }) =>
    Object.entries(own ?? {}).map(async ([hook, { label: said, form, match }]) => ({
      hook: `${key}.${hook}`,
      connector: label,
      label: said ?? hook,
      form,
      about: await newest(place, form, Object.keys(match)),
    })),
  );
  const schedules = app.rules.schedules.flatMap(({ key, form, definition: { label, on } }) => {
    if (!('schedule' in on)) return [];
    const next = nextRun(on.schedule, now.toISOString(), app.timeZone);
    return [{ rule: key, label, form, ...(next === undefined ? {} : { next }) }];
  });
  const definition = app.model.flows.get(flow);
  const [first] = recordsOf(place).filter(({ record }) => record.form === definition?.form);
  const signals = (definition?.nodes ?? []).flatMap((node) => {
    if (node.type !== 'wait' || !current.includes(node.key)) return [];
    return node.for.map(({ signal, label, rights }) => ({
      signal,
      label: label ?? signal,
      node: node.label ?? node.key,
      fields: Object.keys(rights ?? {}),
      ...(first?.name === undefined ? {} : { record: first.name }),
    }));
  });
  const waits = first === undefined ? [] : await waitsOf(place, first, current);
  return { hooks: await Promise.all(hooks), schedules, signals, waits };
}

/** Somebody is waited for who has no task: a customer, whoever began, the holders of a role. */
async function waitsOf(
  place: Place,
  { name, record }: { name?: string; record: Named },
  current: readonly string[],
): Promise<SimulationOutside['waits']> {
  const { app, flow, host } = place;
  const staff = await host.people.of(app.key);
  const starter = await begunBy(place, record);
  return (app.model.flows.get(flow)?.nodes ?? []).flatMap((node) => {
    if (node.type !== 'wait' || !current.includes(node.key)) return [];
    const parties = node.for.flatMap(({ by }) => by ?? []);
    const people = parties.flatMap(({ role, initiator, user }): string[] => {
      if (role === 'visitor') return ['visitor'];
      const own = initiator === true ? [starter ?? 'visitor'] : user === undefined ? [] : [user];
      const held = role === undefined ? [] : staff.members(role).slice(0, MOST_OF_A_ROLE);
      return [...own, ...held].flatMap((id) => (id === 'visitor' ? id : (staff.person(id)?.login ?? [])));
    });
    if (people.length === 0) return [];
    const label = node.label ?? node.key;
    const on = { form: record.form, record: record.id, ...(name === undefined ? {} : { name }) };
    return [{ node: node.key, label, ...on, people: [...new Set(people)] }];
  });
}

/** Id of whoever began; null: somebody without an account. */
async function begunBy({ sql, app }: Place, record: Named): Promise<string | null> {
  const form = app.form(record.form);
  if (form === undefined) return null;
  const [row] = await sql.query<{ created_by: string | null }>(
    `select created_by from ${form.storage.shape.name} where id = $1`,
    [record.id],
  );
  return row?.created_by ?? null;
}

/** What the newest record holds in the fields by which a call-back finds it. */
async function newest(place: Place, form: string, keys: readonly string[]): Promise<Values | null> {
  const live = place.app.form(form);
  if (live === undefined) return null;
  const [row] = await place.sql.query<{ id: string }>(
    `select id from ${live.storage.shape.name} order by created_at desc, id desc limit 1`,
    [],
  );
  if (row === undefined) return null;
  const on: Named = { form, id: row.id };
  const values = await place.story.values(on);
  return Object.fromEntries(keys.map((key) => [key, values[key] ?? null]));
}

/** When something falls due next; rules on a schedule apart, which mostly find nothing to do. */
export async function nextOf({ sql, host }: Place): Promise<Date | undefined> {
  const [row] = await sql.query<{ next: string | null }>(
    `select min(next_at) as next from engine.timer where status = 'waiting' and kind <> 'schedule'`,
    [],
  );
  const due = [row?.next ? new Date(row.next) : undefined, await host.outbox.next()];
  return due.filter((date) => date !== undefined).sort((a, b) => a.getTime() - b.getTime())[0];
}
