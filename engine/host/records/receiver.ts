import { decide, type FlowCommand, type FlowEvent, type Why } from '../../flow/index.ts';
import type { ReceiverAsk, ReceiverView } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { flowInputs } from '../door/transition.ts';
import { reasonOf } from './history.ts';
import { people } from './texts.ts';
import type { Seen } from './view.ts';

/**
 * Whether somebody to whom a task is to be given by hand is away, until when, and who would have it: by the flow's own
 * decision, of which nothing is kept.
 */
export async function receiverView(seen: Seen, ask: ReceiverAsk, locale: Locale): Promise<ReceiverView> {
  const { work, held } = seen;
  const { instance, app } = held;
  if (instance?.state == null) return {};
  const occasion = { now: work.now, form: held.form.key, flow: instance.flow };
  const staff = await work.parts.people.of(app.key);
  const absence = staff.absence(ask.to, occasion);
  if (absence === undefined) return {};
  const inputs = flowInputs(work, held, work.actor, staff.directory(new Map(), new Map(), occasion));
  const command: FlowCommand = { type: 'act', reason: 'preview', ...ask };
  const decision = decide(instance.compiled, instance.state, command, inputs);
  // What stands against it otherwise is told when it is done.
  const given = decision.events?.flatMap((event) => givenBy(event, ask))[0];
  const names: Record<string, string> = {};
  await people(work.parts, app, new Set([ask.to, absence.proxy]), locale, names);
  return {
    away: {
      person: names[ask.to] ?? '',
      proxy: names[absence.proxy] ?? '',
      until: absence.until,
      goesOver: given === undefined || given.to !== ask.to,
      why: given?.why ? await reasonOf(seen, given.why, locale) : [],
    },
  };
}

/** Who gets it by this event. */
function givenBy(event: FlowEvent, { task }: ReceiverAsk): { to: string; why?: Why }[] {
  switch (event.type) {
    case 'task_transferred':
    case 'task_delegated':
      return event.task === task ? [event] : [];
    case 'task_created':
      return event.assignee === undefined ? [] : [{ to: event.assignee, why: event.why }];
    default:
      return [];
  }
}
