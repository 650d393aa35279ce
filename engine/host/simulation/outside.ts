import type { Values, SimulationOutside } from '../../wire.ts';
import { nextRun } from '../../rule/index.ts';
import type { Named } from '../scenario/records.ts';
import { recordsOf, type Place } from './picture.ts';

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
  return { hooks: await Promise.all(hooks), schedules, signals };
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
