import type { FlowState } from '../../../flow/index.ts';
import { born, serialsFor } from '../actions.ts';
import type { EngineCommand } from '../command.ts';
import type { Held } from '../held.ts';
import { judge, refuseProblems } from '../judge.ts';
import { Refusal } from '../refusal.ts';
import { type ChildOrder, onBehalf, orderOf } from '../subflow.ts';
import { tables } from '../tables.ts';
import type { Start } from '../transition.ts';
import type { Work } from '../work.ts';

type Begin = Extract<EngineCommand, { type: 'begin' }>;

/** Flows below flows: one that calls itself for ever is stopped here. */
const DEEPEST = 20;

interface Above {
  status: string;
  data: FlowState;
  depth: number;
}

/** A flow's step begins the flow of another record. Nothing of the asking flow is locked: it is told by the outbox. */
export async function begin(work: Work, held: Held, { app, call }: Begin): Promise<void> {
  const { instance, form, record, data: order } = await orderOf(work, app, call);
  const above = await aboveOf(work, instance);
  const isAwaited = above?.data.tokens.some((token) => token.call === call) === true;
  if (order.waits && !isAwaited) return close(work, call, 'called_off');
  if ((above?.depth ?? 0) >= DEEPEST) throw tooDeep();
  const start = await startOf(work, app, { call, instance, order });
  const isPaused = above?.status === 'suspended' && order.waits;
  if (isPaused && start.above) start.above.paused = true;
  if (held.original === undefined) {
    await make(work, held, order);
    born(work, held, start);
  } else if (held.instance === undefined) work.agenda.push({ kind: 'start', held, start });
  else throw begun();
  if (isPaused) {
    const command = { type: 'parent' as const, operation: 'suspend' as const };
    work.agenda.push({ kind: 'flow', held, command, actor: work.actor, isOptional: true });
  }
  // Whoever looks at the record above sees what has begun below it.
  work.notices.push({ kind: 'record', app, form, id: record });
  if (order.waits) work.writes.patch(tables.answered, call, { status: 'started' });
  else close(work, call, 'begun');
}

async function aboveOf(work: Work, instance: string): Promise<Above | undefined> {
  const [row] = await work.query<Above>(
    `with recursive up as (
       select id, parent, 1 as depth from engine.instance where id = $1
       union all
       select i.id, i.parent, up.depth + 1 from up join engine.instance i on i.id = up.parent where up.depth < $2)
     select i.status, i.data, (select max(depth) from up)::int as depth from engine.instance i where i.id = $1`,
    [instance, DEEPEST],
  );
  return row;
}

/** Whoever began the flow above is who began this one, so that their manager, their department and their own records count. */
async function startOf(
  work: Work,
  app: string,
  { call, instance, order }: { call: string; instance: string; order: ChildOrder },
): Promise<Start> {
  const above = { instance, node: order.node, call };
  const actor = await onBehalf(work, app, order.initiator);
  return order.waits ? { actor, above, parent: { instance, call } } : { actor, above };
}

/** What nobody has filled in yet is left to the flow's own steps; what cannot be stored is refused. */
async function make(work: Work, held: Held, { data, initiator }: ChildOrder): Promise<void> {
  const assigned = { ...data, ...(await serialsFor(work, held)) };
  const { values, problems } = await judge(work, held, { mode: 'create', data: {}, assigned, mayAll: true });
  refuseProblems(problems.filter(({ code }) => code !== 'required' && code !== 'check'));
  held.values = values;
  held.head.created_by = initiator ?? null;
  work.held.set(held.head.id, held);
}

function close(work: Work, call: string, outcome: string): void {
  work.writes.patch(tables.answered, call, { status: 'done', outcome, done_at: work.now });
}

function begun(): Refusal {
  return new Refusal(
    'flow_begun_already',
    { 'zh-CN': '所选记录的流程已经开始。', en: 'The flow of the record that was named has begun already.' },
    { status: 409, cure: { 'zh-CN': '请指向尚未开始流程的记录。', en: 'Name a record whose flow has not begun.' } },
  );
}

function tooDeep(): Refusal {
  return new Refusal(
    'subflows_too_deep',
    { 'zh-CN': `子流程嵌套超过 ${DEEPEST} 层。`, en: `Sub-flows lie more than ${DEEPEST} deep in each other.` },
    { status: 409, cure: { 'zh-CN': '请检查相互启动的流程。', en: 'Look at the flows that begin each other.' } },
  );
}
