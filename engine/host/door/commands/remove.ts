import type { Command } from '../command.ts';
import type { Held } from '../held.ts';
import { maySee } from '../judge.ts';
import { mayHere } from '../may.ts';
import { Refusal, refusals } from '../refusal.ts';
import { actorOf } from '../seal.ts';
import { refuseStale } from '../stale.ts';
import { tables } from '../tables.ts';
import type { Work } from '../work.ts';

/** A record is deleted, with its rows; not while its flow runs. Its history stays. */
export async function remove(work: Work, held: Held, command: Extract<Command, { type: 'delete' }>): Promise<void> {
  if (!maySee(work, held)) throw refusals.notFound();
  mayHere(work, held, 'delete');
  await refuseStale(work, held, command.revision);
  const status = held.instance?.state?.status;
  if (status === 'running' || status === 'suspended') throw underWay();
  held.isRemoved = true;
  held.head.revision += 1;
  work.writes.remove(held.form.storage.shape, held.head.id);
  work.writes.insert(tables.change, {
    app: held.app.key,
    form: held.form.key,
    record: held.head.id,
    revision: held.head.revision,
    at: work.now,
    actor: actorOf(work.actor),
    diff: [{ path: '', field: '', kind: 'removed', from: held.values, to: null }],
  });
  work.notices.push({ kind: 'record', app: held.app.key, form: held.form.key, id: held.head.id });
}

function underWay(): Refusal {
  return new Refusal(
    'flow_running',
    { 'zh-CN': '流程进行中的记录不能删除。', en: 'A record whose flow is running cannot be deleted.' },
    { status: 409, cure: { 'zh-CN': '请先取消流程。', en: 'Cancel its flow first.' } },
  );
}
