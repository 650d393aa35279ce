import type { Knex } from 'knex';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';
import { proxyRefusals } from './refused.ts';
import { type Chain, isOverlap, isRing } from './ring.ts';
import type { ProxyRow } from './view.ts';

interface Someone {
  id: string;
  disabled: boolean;
  apps: string[];
}

/** An app, and in it a form or a flow, that there is. */
export function checkScope({ shelf }: Pick<DoorParts, 'shelf'>, { app, form, flow }: ProxyRow): void {
  if (app === null) {
    if (form !== null || flow !== null) throw refusals.badCommand('app');
    return;
  }
  const live = shelf.current(app);
  if (live === undefined) throw refusals.unknown('app', app);
  if (form !== null && live.form(form) === undefined) throw refusals.unknown('form', form);
  if (flow !== null && !live.model.flows.has(flow)) throw refusals.badCommand('flow');
}

/** Throws unless this one may hold beside the others; itself, where it is changed, is none of them. */
export async function checkRow(trx: Knex.Transaction, row: ProxyRow, now: Date): Promise<void> {
  const { person, proxy, app } = row;
  if (person === proxy) throw proxyRefusals.self();
  if (Date.parse(row.ends_at) <= Math.max(Date.parse(row.starts_at), now.getTime())) throw proxyRefusals.dates();
  const people = await someones(trx, [person, proxy]);
  const of = people.get(person);
  const by = people.get(proxy);
  if (of === undefined || by === undefined) throw proxyRefusals.person();
  if (by.disabled) throw proxyRefusals.disabled();
  const shared = of.apps.filter((one) => by.apps.includes(one) && (app === null || one === app));
  if (shared.length === 0) throw proxyRefusals.elsewhere();
  const others = await trx('engine.proxy')
    .whereNot('id', row.id)
    .whereNull('ended_at')
    .where('ends_at', '>', now)
    .where('starts_at', '<', row.ends_at)
    .where('ends_at', '>', row.starts_at)
    .select<Chain[]>('person', 'proxy', 'starts_at', 'ends_at', 'app', 'form', 'flow');
  if (others.some((other) => other.person === person && isOverlap(other, row))) throw proxyRefusals.overlap();
  if (isRing(others, row)) throw proxyRefusals.ring();
}

/** The apps in which somebody works. */
export async function appsOf(trx: Knex | Knex.Transaction, person: string): Promise<string[]> {
  return (await someones(trx, [person])).get(person)?.apps ?? [];
}

async function someones(trx: Knex | Knex.Transaction, ids: string[]): Promise<Map<string, Someone>> {
  const rows = await trx('engine.app_user as u')
    .whereIn('u.id', ids)
    .select<Someone[]>(
      'u.id',
      'u.disabled',
      trx.raw('array(select distinct r.app from engine.user_role r where r.user_id = u.id) as apps'),
    );
  return new Map(rows.map((row) => [row.id, row]));
}
