import type { EngineCommand } from '../command.ts';
import type { Held } from '../held.ts';
import { tables } from '../tables.ts';
import { transition } from '../transition.ts';
import type { Work } from '../work.ts';

/** A deadline has come: remind, overdue, or the node's outcome. One that the flow no longer has is simply gone. */
export async function timer(work: Work, held: Held, command: Extract<EngineCommand, { type: 'timer' }>): Promise<void> {
  const open = (held.instance?.state?.tokens ?? []).flatMap((token) => Object.values(token.timers ?? {}));
  if (open.includes(command.timer)) {
    await transition(work, held, { type: 'timer', timer: command.timer }, work.actor);
  }
  work.writes.remove(tables.timer, command.timer);
}
