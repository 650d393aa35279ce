import { decide, type FlowEvent, labelOfNode } from '../../flow/index.ts';
import { peopleIn } from '../../flow/why.ts';
import type { JumpPreview, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { actingRoles } from '../door/facts.ts';
import { refusals } from '../door/refusal.ts';
import { Settled } from '../door/settled.ts';
import { flowInputs, flowRefusal } from '../door/transition.ts';
import { wordsOf } from './history.ts';
import { people } from './texts.ts';
import type { Seen } from './view.ts';
import type { FlowWords } from './words.ts';

export interface Jump {
  to: string;
  token?: number;
}

type Line = JumpPreview['lines'][number];

/** What a jump would do, by the flow's own decision: nothing is written, and no turn of anybody is used up. */
export async function jumpPreview(seen: Seen, jump: Jump, locale: Locale): Promise<JumpPreview> {
  const { work, held } = seen;
  const { instance, app } = held;
  if (!actingRoles(work.actor, app.key).includes(app.model.app.admin)) throw refusals.notAllowed();
  if (instance?.state == null) throw refusals.notFound();
  const staff = await work.parts.people.of(app.key);
  const loads = new Map<string, number>();
  const turns = new Map<string, number>();
  const settled = new Settled(work, held, work.actor);
  const inputs = {
    ...flowInputs(work, held, work.actor, staff.directory(loads, turns)),
    settled: (set: Values, state: string | null) => settled.facts(set, state),
  };
  const command = { type: 'act' as const, operation: 'jump' as const, reason: 'preview', ...jump };
  for (let round = 0; round < 50; round += 1) {
    const decision = decide(instance.compiled, instance.state, command, inputs);
    if (decision.refusal) throw flowRefusal(decision.refusal);
    if (decision.events) return { lines: await told(seen, decision.events, locale) };
    for (const need of decision.needs) {
      if (need.kind === 'turn') turns.set(need.key, 0);
      else if (need.kind === 'settled') await settled.learn(need.set, need.state);
      else for (const user of need.users) loads.set(user, 0);
    }
  }
  throw refusals.badCommand('to');
}

async function told(seen: Seen, events: readonly FlowEvent[], locale: Locale): Promise<Line[]> {
  const names: Record<string, string> = {};
  const ids = events.flatMap((event) => {
    if (event.type === 'task_created') return [event.assignee ?? [], peopleIn(event.why)].flat();
    return event.type === 'copied' ? event.to : [];
  });
  const own = seen.held.instance?.state?.tasks.flatMap(({ assignee }) => assignee ?? []) ?? [];
  await people(seen.work.parts, seen.held.app, new Set([...ids, ...own]), locale, names);
  const words = await wordsOf(seen, names, locale);
  return events.flatMap((event) => lineOf(event, words, seen));
}

function lineOf(event: FlowEvent, words: FlowWords, { held }: Seen): Line[] {
  const { flow } = words;
  const step = (key: string): string => (flow ? words.of(labelOfNode(flow, key)) : '');
  const line = (kind: Line['kind'], zh: string, en: string): Line[] => [{ kind, text: words.say({ 'zh-CN': zh, en }) }];
  switch (event.type) {
    case 'task_cancelled': {
      const task = held.instance?.state?.tasks.find(({ id }) => id === event.task);
      const who = task?.assignee === undefined ? words.role(task?.role) : words.person(task.assignee);
      return line(
        'ends',
        `取消${who}的任务“${step(event.node)}”`,
        `The task of ${who} at ${step(event.node)} is called off`,
      );
    }
    case 'node_cancelled':
      return line('ends', `离开“${step(event.node)}”`, `It leaves ${step(event.node)}`);
    case 'actions_requested':
      return event.undo
        ? line('ends', `撤销“${step(event.node)}”做过的处理`, `What ${step(event.node)} did is undone`)
        : [];
    case 'node_entered':
      return words.nodeOf(event.node)?.type === 'join'
        ? []
        : line('begins', `进入“${step(event.node)}”`, `It comes to ${step(event.node)}`);
    case 'task_created': {
      const who = event.assignee === undefined ? words.role(event.role) : words.person(event.assignee);
      return line('people', `“${step(event.node)}”交由${who}处理`, `${step(event.node)} is given to ${who}`);
    }
    case 'copied':
      return line('people', `抄送${words.people(event.to)}`, `Copies go to ${words.people(event.to)}`);
    case 'call_requested': {
      const to = words.connector(event.action.call);
      return line('systems', `发往${to}`, `It is sent to ${to}`);
    }
    case 'flow_requested':
      return line('systems', `发起“${words.form(event.form)}”`, `${words.form(event.form)} is begun`);
    case 'state_changed':
      return event.to === null
        ? []
        : line('state', `状态变为“${words.state(event.to)}”`, `The state becomes ${words.state(event.to)}`);
    case 'ended':
      return line('ends', '流程到此结束', 'The flow ends with it');
    case 'incident':
      return line(
        'trouble',
        `在“${step(event.node)}”出现异常：${words.incident(event.code)}`,
        `It stops at ${step(event.node)}. ${words.incident(event.code)}`,
      );
    default:
      return [];
  }
}
