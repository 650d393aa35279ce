import type { Localised } from '../../definition/index.ts';
import { type Why, whyText } from '../../flow/index.ts';
import { textOf } from '../../form/index.ts';
import type { Already, Command } from './command.ts';
import { actingRoles } from './facts.ts';
import type { Held, HeldInstance } from './held.ts';
import type { Work } from './work.ts';

type Act = Extract<Command, { type: 'task' }>;

interface TaskRow {
  status: string;
  assignee: string | null;
  role: string | null;
  separate: string[] | null;
}

interface EndRow {
  type: 'task_completed' | 'task_cancelled';
  at: string;
  actor: { kind: string; id?: string; login?: string };
  data: { outcome?: string; why?: Why; by?: string; node: string };
}

/** What is asked of a task that is decided anyway. A comment is not: its text would be lost without a word. */
const ANSWERED: readonly string[] = [
  'approve',
  'reject',
  'complete',
  'return',
  'transfer',
  'claim',
  'delegate',
  'add_signer',
  'remove_signer',
];

/**
 * Somebody was quicker: the task was this person's a moment ago, and has been done, claimed or called off since. That is
 * no fault of theirs and nothing to be put right, so it is said and nothing is refused.
 */
export async function already(work: Work, held: Held, command: Act): Promise<Already | undefined> {
  const { instance } = held;
  const { actor } = work;
  if (!instance?.state || actor.kind !== 'user' || !ANSWERED.includes(command.operation)) return undefined;
  const open = instance.state.tasks.find(({ id }) => id === command.task);
  const isMine = open && (open.assignee === undefined || open.assignee === actor.id);
  if (isMine || (open && open.role === undefined)) return undefined;
  const task = await taskOf(work, instance, command.task);
  if (!task) return undefined;
  const isOfGroup = task.role !== null && actingRoles(actor, held.app.key).includes(task.role);
  const wasMine = task.assignee === actor.id || (isOfGroup && !(task.separate ?? []).includes(actor.id));
  if (!wasMine) return undefined;
  if (open) return claimed(work, held, open.assignee);
  return over(work, held, instance, command);
}

async function taskOf(work: Work, instance: HeldInstance, id: string): Promise<TaskRow | undefined> {
  const [row] = await work.query<TaskRow>(
    'select status, assignee, role, separate from engine.task where id = $1 and instance = $2',
    [id, instance.id],
  );
  return row;
}

async function nameOf(work: Work, held: Held, id: string | undefined): Promise<Localised | undefined> {
  const person = id === undefined ? undefined : (await work.parts.people.of(held.app.key)).person(id);
  return person && { 'zh-CN': textOf(person.name, 'zh-CN'), en: textOf(person.name, 'en') };
}

async function claimed(work: Work, held: Held, by: string | undefined): Promise<Already> {
  const name = (await nameOf(work, held, by)) ?? somebody;
  return {
    code: 'claimed',
    message: {
      'zh-CN': `${name['zh-CN']}已签收这个任务，无需您处理。`,
      en: `${name.en} has taken this task: nothing is left for you to do.`,
    },
  };
}

const somebody: Localised = { 'zh-CN': '同事', en: 'A colleague' };

const outcomes: Record<string, Localised> = {
  approved: { 'zh-CN': '同意', en: 'approved' },
  rejected: { 'zh-CN': '拒绝', en: 'rejected' },
  returned: { 'zh-CN': '退回', en: 'returned' },
  done: { 'zh-CN': '完成', en: 'done' },
};

async function over(work: Work, held: Held, instance: HeldInstance, command: Act): Promise<Already | undefined> {
  const [row] = await work.query<EndRow>(
    `select type, at, actor, data from engine.event
     where instance = $1 and type in ('task_completed', 'task_cancelled') and data ->> 'task' = $2 order by seq desc limit 1`,
    [instance.id, command.task],
  );
  if (!row) return undefined;
  const { data, actor } = row;
  const who = data.by ?? actor.id;
  const isOwn = work.actor.kind === 'user' && who === work.actor.id;
  const name = isOwn ? { 'zh-CN': '您', en: 'You' } : ((await nameOf(work, held, who)) ?? somebody);
  const decided = data.outcome ?? outcomeOf(data.why);
  if (row.type === 'task_cancelled' && decided === undefined) return calledOff(data.why);
  const label = outcomeLabel(instance, data.node, decided ?? '');
  const counted = isOwn || asked(command) === decided ? none : notCounted;
  return {
    code: 'decided',
    ...(decided === undefined ? {} : { outcome: decided }),
    message: {
      'zh-CN': `${name['zh-CN']}已处理这个任务：${label['zh-CN']}。${counted['zh-CN']}`,
      en: `${name.en} had decided this already: ${label.en}.${counted.en}`,
    },
  };
}

const none: Localised = { 'zh-CN': '无需再操作。', en: ' Nothing is left to do.' };
const notCounted: Localised = { 'zh-CN': '您的操作没有计入。', en: ' What you chose was not counted.' };

const outcomeOf = (why: Why | undefined): string | undefined =>
  why?.code === 'decided' && typeof why.params?.outcome === 'string' ? why.params.outcome : undefined;

const plain: Record<string, string> = { approve: 'approved', reject: 'rejected', return: 'returned', complete: 'done' };

const asked = ({ operation, outcome }: Act): string | undefined => outcome ?? plain[operation];

function outcomeLabel({ compiled }: HeldInstance, node: string, outcome: string): Localised {
  const at = compiled.flow.nodes.find(({ key }) => key === node);
  const own = at && 'outcomes' in at ? at.outcomes?.find(({ key }) => key === outcome) : undefined;
  if (own) return { 'zh-CN': textOf(own.label, 'zh-CN'), en: textOf(own.label, 'en') };
  return outcomes[outcome] ?? { 'zh-CN': outcome, en: outcome };
}

/** A return, a withdrawal, a time that was up: why is in the history. */
function calledOff(why: Why | undefined): Already {
  const because: Localised = why ? whyText(why) : { 'zh-CN': '流程已继续', en: 'The flow went on' };
  return {
    code: 'called_off',
    message: {
      'zh-CN': `这个任务已不需要处理：${because['zh-CN']}。您的操作没有计入。`,
      en: `This task is no longer asked for. ${because.en}. What you chose was not counted.`,
    },
  };
}

/** A case that is over needs no withdrawing any more, by whoever began it. */
export function alreadyOver({ actor }: Work, held: Held): Already | undefined {
  const { status, initiator } = held.instance?.state ?? {};
  if (status !== 'ended' && status !== 'cancelled') return undefined;
  const isOwn = actor.kind === 'user' ? actor.id === initiator?.id : actor.kind === initiator?.kind;
  if (!isOwn) return undefined;
  const isCancelled = status === 'cancelled';
  return {
    code: 'over',
    message: isCancelled
      ? { 'zh-CN': '流程已经取消，无需再撤回。', en: 'The case was cancelled already: nothing is left to withdraw.' }
      : { 'zh-CN': '流程已经结束，没有撤回。', en: 'The case came to its end before it could be withdrawn.' },
  };
}
