import { v5 as uuidV5 } from 'uuid';
import { type AppModel, flowOfForm } from '../../definition/index.ts';
import { labelOfNode } from '../../flow/index.ts';
import { textOf } from '../../form/index.ts';
import type { BulkLine, MovePlaces } from '../../wire.ts';
import type { Locale, UserActor } from '../access/actor.ts';
import { Refusal, refusals } from '../door/refusal.ts';
import type { Host } from '../host.ts';

/** Where these records stand, and where an administrator may put those of each step. */
export async function movePlaces(
  host: Host,
  model: AppModel,
  form: string,
  ids: readonly string[],
  locale: Locale,
): Promise<MovePlaces> {
  const flow = flowOfForm(model, form);
  if (!flow) throw refusals.unknown('form', form);
  const { rows } = await host.database.knex.raw<{ rows: { node: string; count: string; sample: string }[] }>(
    `select t ->> 'node' as node, count(distinct i.record) as count, min(i.record::text) as sample
     from engine.instance i, jsonb_array_elements(i.data -> 'tokens') t
     where i.app = ? and i.form = ? and i.record = any (?::uuid[]) and i.status in ('running', 'suspended')
     group by 1 order by 2 desc, 1`,
    [model.app.key, form, [...ids]],
  );
  const targets = flow.nodes.filter(({ type }) => type !== 'start' && type !== 'join');
  const name = (key: string): string => textOf(labelOfNode(flow, key), locale);
  const known = new Set(flow.nodes.map(({ key }) => key));
  const places = rows
    .filter(({ node }) => known.has(node))
    .map(({ node, count, sample }) => ({
      key: node,
      label: name(node),
      count: Number(count),
      sample,
      targets: targets.filter(({ key }) => key !== node).map(({ key }) => ({ key, label: name(key) })),
    }));
  const moving = places.reduce((sum, { count }) => sum + count, 0);
  return { places, others: Math.max(0, ids.length - moving) };
}

export interface MoveRun {
  command: string;
  app: string;
  form: string;
  from: string;
  to: string;
  reason: string;
  actor: UserActor;
  locale: Locale;
  isStopped(): boolean;
}

/** Each record by a command of its own, made from the order's: an order that is sent again goes on where it was. */
export async function* moveAll(host: Host, ids: readonly string[], run: MoveRun): AsyncGenerator<BulkLine> {
  yield { total: ids.length };
  let done = 0;
  let failed = 0;
  const { app, form, from, to, reason, actor, locale } = run;
  for (const id of ids) {
    if (run.isStopped()) return;
    try {
      const command = uuidV5(id, run.command);
      await host.door.execute(
        { type: 'case', command, app, form, record: id, operation: 'jump', from, to, reason },
        actor,
      );
      done += 1;
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      failed += 1;
      const titles = await host.records.titles(app, form, [id], actor);
      yield { refused: { id, title: titles[id] ?? '', message: cause.text[locale] } };
    }
    yield { done, failed };
  }
}
