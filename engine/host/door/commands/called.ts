import { resolveSave } from '../../../rule/index.ts';
import type { Json } from '../../../wire.ts';
import { assign } from '../assign.ts';
import type { EngineCommand } from '../command.ts';
import { envOf, factsOf } from '../facts.ts';
import type { Held } from '../held.ts';
import { notifyIncident } from '../notices.ts';
import { tables } from '../tables.ts';
import type { Work } from '../work.ts';

interface Call {
  status: string;
  kind: string;
  /** subflow: the step that asked for it. */
  node: string | null;
  connector: string | null;
  reply: { call?: string; node?: string; save?: Record<string, unknown> } | null;
}

/** A connector has answered: to the flow that waits for it, or into the fields that a rule's call names. */
export async function called(
  work: Work,
  held: Held,
  command: Extract<EngineCommand, { type: 'called' }>,
): Promise<void> {
  const [row] = await work.query<Call>(
    `select connector, status, kind, reply, case when kind = 'subflow' then data ->> 'node' end as node
     from engine.outbox where id = $1`,
    [command.call],
  );
  if (row === undefined || row.status === 'done' || row.status === 'dead') return;
  const { outcome, answer, error } = command;
  const about = { node: row.reply?.node ?? row.node ?? '', ...(row.connector ? { connector: row.connector } : {}) };
  if (row.reply?.save && error === undefined) await save(work, held, row.reply.save, answer);
  const waits = held.instance?.state?.tokens.some((token) => token.call === command.call) ?? false;
  const flowCommand = {
    type: 'called' as const,
    call: command.call,
    outcome,
    answer,
    ...(error ? { reason: error.code } : {}),
  };
  if (waits) work.agenda.push({ kind: 'flow', held, command: flowCommand, actor: work.actor });
  work.writes.patch(tables.answered, command.call, {
    status: error ? 'dead' : 'done',
    outcome,
    answer,
    error: error ?? null,
    done_at: work.now,
  });
  // Where a sub-flow is waited for, the flow itself says what became of it.
  const isSaid = waits && row.kind === 'subflow';
  if (error && !isSaid) await notifyIncident(work, held, { ...about, code: error.code, params: {} });
}

async function save(work: Work, held: Held, save: Record<string, unknown>, answer: Json): Promise<void> {
  const set = resolveSave(save, answer, factsOf(work, held), envOf(held.app, work.now), held.form.scope);
  await assign(work, held, set);
}
