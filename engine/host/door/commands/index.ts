import type { Command, EngineCommand } from '../command.ts';
import type { Held } from '../held.ts';
import type { Work } from '../work.ts';
import { act } from './act.ts';
import { begin } from './begin.ts';
import { button } from './button.ts';
import { called } from './called.ts';
import { onCase } from './case.ts';
import { create } from './create.ts';
import { edge } from './edge.ts';
import { govern } from './govern.ts';
import { handOver } from './handOver.ts';
import { remove } from './remove.ts';
import { retry } from './retry.ts';
import { scheduled } from './scheduled.ts';
import { signal } from './signal.ts';
import { timer } from './timer.ts';
import { update } from './update.ts';
import { withdraw } from './withdraw.ts';

type Any = Command | EngineCommand;
type Perform<T extends Any['type']> = (work: Work, held: Held, command: Extract<Any, { type: T }>) => Promise<void>;

const commands: { [T in Any['type']]: Perform<T> } = {
  create,
  update,
  delete: remove,
  task: act,
  signal,
  edge,
  withdraw,
  case: onCase,
  button,
  timer,
  called,
  begin,
  govern,
  retry,
  scheduled,
  hand_over: handOver,
};

/** Each command in a file of its own. */
export function perform(work: Work, held: Held, command: Any): Promise<void> {
  const run = commands[command.type] as Perform<Any['type']>;
  return run(work, held, command);
}
