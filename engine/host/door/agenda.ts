import type { FlowCommand } from '../../flow/index.ts';
import type { CompiledRule, ResolvedAction, RuleEvent } from '../../rule/index.ts';
import type { Actor } from '../access/actor.ts';
import { carryOut } from './actions.ts';
import type { TaskFacts } from './facts.ts';
import type { Held } from './held.ts';
import { Refusal } from './refusal.ts';
import { runRule, runRules } from './rules.ts';
import { flowChanged, type Start, startFlow, transition } from './transition.ts';
import type { Work } from './work.ts';

/** Something that is still to be done within this command. */
export type AgendaItem =
  | { kind: 'rules'; held: Held; event: RuleEvent; task?: TaskFacts }
  | { kind: 'rule'; held: Held; rule: CompiledRule; task?: TaskFacts }
  | { kind: 'action'; held: Held; action: ResolvedAction; cause: Cause }
  | { kind: 'start'; held: Held; start?: Start }
  /** The record has changed while its flow runs. */
  | { kind: 'changed'; held: Held }
  /** `isOptional`: a refusal is no fault of the command's (a signal that nobody waits for). */
  | { kind: 'flow'; held: Held; command: FlowCommand; actor: Actor; isOptional?: true };

/** Who asked for an action: goes into histories and outbox rows. */
export interface Cause {
  rule?: string;
  node?: string;
  task?: TaskFacts;
  /** Tasks the action is about: `to: assignees`. */
  tasks?: readonly string[];
}

/** Rules that set each other off for ever are stopped here, and nothing of the command is done. */
const MOST_STEPS = 1_000;

/** Works the agenda off, in order. No recursion: what a step leads to is put at the end. */
export async function workOff(work: Work): Promise<void> {
  for (let item = work.agenda.shift(); item; item = work.agenda.shift()) {
    if (++work.steps > MOST_STEPS) throw tooManySteps(item);
    await handle(work, item);
  }
}

function handle(work: Work, item: AgendaItem): Promise<void> {
  switch (item.kind) {
    case 'rules':
      return runRules(work, item.held, item.event, item.task);
    case 'rule':
      return runRule(work, item.held, item.rule, item.task);
    case 'action':
      return carryOut(work, item.held, item.action, item.cause);
    case 'start':
      return startFlow(work, item.held, item.start);
    case 'changed':
      return flowChanged(work, item.held);
    case 'flow':
      return advance(work, item);
  }
}

async function advance(work: Work, item: Extract<AgendaItem, { kind: 'flow' }>): Promise<void> {
  try {
    await transition(work, item.held, item.command, item.actor);
  } catch (cause) {
    if (!item.isOptional || !(cause instanceof Refusal)) throw cause;
  }
}

function tooManySteps(item: AgendaItem): Refusal {
  const at = item.kind === 'rule' ? item.rule.key : item.held.form.key;
  return new Refusal(
    'too_many_steps',
    {
      'zh-CN': `规则或流程相互触发超过 ${MOST_STEPS} 步，操作未执行。`,
      en: `Rules or flows set each other off for more than ${MOST_STEPS} steps, so nothing was done.`,
    },
    {
      status: 500,
      at,
      cure: {
        'zh-CN': '请管理员检查相互触发的规则。',
        en: 'Somebody who edits the app has to look at the rules that set each other off.',
      },
    },
  );
}
