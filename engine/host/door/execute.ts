import type { Actor } from '../access/actor.ts';
import { again } from './again.ts';
import { workOff } from './agenda.ts';
import { warningsOf } from './checks.ts';
import type { Command, CommandResult, Door, EngineCommand } from './command.ts';
import { perform } from './commands/index.ts';
import { asFormChanged } from './formChanged.ts';
import type { Held } from './held.ts';
import type { DoorParts } from './parts.ts';
import { Outside } from './questions.ts';
import { Refusal, refusals } from './refusal.ts';
import { rehearse } from './rehearse.ts';
import { seal } from './seal.ts';
import { tables } from './tables.ts';
import { target } from './target.ts';
import { isUuid, Work } from './work.ts';

export function createDoor(parts: DoorParts): Door {
  return {
    execute: (command, actor) => execute(parts, command, actor),
    rehearse: (command, actor) => rehearse(parts, command, actor),
  };
}

/**
 * The one way to change data. What an outside system has to say is asked before anything is locked; everything else is
 * one transaction, or one statement where nothing has to be locked; it happens once, however often it is sent.
 */
async function execute(parts: DoorParts, command: Command | EngineCommand, actor: Actor): Promise<CommandResult> {
  if (!isUuid(command.command)) throw refusals.badCommand('command');
  const outside = new Outside();
  for (let count = 1; ; count++) {
    const attempt = { count, version: parts.shelf.number(command.app) };
    const work = new Work(parts, actor, outside);
    try {
      const held = await target(work, command);
      await perform(work, held, command);
      await workOff(work);
      return await finish(work, held, command);
    } catch (cause) {
      await work.rollback();
      const before = await doneBefore(parts, command, actor, cause);
      if (before) return before;
      await again(parts, command, outside, await asFormChanged(parts, command, cause), attempt);
    }
  }
}

/** Everything is written with the command's id, then told. */
async function finish(work: Work, held: Held, { command }: Command | EngineCommand): Promise<CommandResult> {
  seal(work);
  const result = { ...resultOf(held), ...(work.already && { already: work.already }) };
  const row = { id: command, result: { ...result, by: whose(work.actor) }, at: work.now };
  work.writes.insert(tables.command, row);
  await work.commit();
  work.parts.announce(work.notices);
  return result;
}

function resultOf({ form, head, values, warnings }: Held): CommandResult {
  const title = form.form.title === undefined ? undefined : values[form.form.title];
  const warned = warningsOf(warnings);
  return {
    form: form.key,
    record: head.id,
    revision: head.revision,
    state: head.state,
    title: title == null ? null : String(title),
    ...(warned.length > 0 ? { warnings: warned } : {}),
  };
}

const COMMAND_KEY = 'command_pkey';

/**
 * A repeat is told by its id, which is written with what it does: it fails there, or at what the first has changed
 * already. Then the answer is that of the first.
 */
async function doneBefore(
  parts: DoorParts,
  { command }: Command | EngineCommand,
  actor: Actor,
  cause: unknown,
): Promise<CommandResult | undefined> {
  const isRepeat = cause instanceof Error && 'constraint' in cause && cause.constraint === COMMAND_KEY;
  if (!isRepeat && !(cause instanceof Refusal)) return undefined;
  const [row] = await parts.sql.query<{ result: CommandResult & { by: string } }>(
    'select result from engine.command where id = $1',
    [command],
  );
  if (row === undefined) return undefined;
  const { by, ...result } = row.result;
  // Somebody else's id says nothing of what they did.
  if (by !== whose(actor)) throw refusals.badCommand('command');
  return { ...result, repeated: true };
}

function whose(actor: Actor): string {
  return actor.kind === 'user' ? actor.id : actor.kind;
}
