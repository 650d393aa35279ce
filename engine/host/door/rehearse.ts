import type { Actor } from '../access/actor.ts';
import { again } from './again.ts';
import { refuseChecks } from './checks.ts';
import type { Rehearsal } from './command.ts';
import { type Held, hold, newHeld } from './held.ts';
import { judge, maySee, refuseProblems } from './judge.ts';
import type { DoorParts } from './parts.ts';
import { Outside } from './questions.ts';
import { Refusal, type RefusedField, refusals } from './refusal.ts';
import { Work } from './work.ts';

/** What the judge says to a create or an update, as the door would ask it. Whatever was locked for it is let go. */
export async function rehearse(parts: DoorParts, command: Rehearsal, actor: Actor): Promise<RefusedField[]> {
  const outside = new Outside();
  for (let count = 1; ; count++) {
    const attempt = { count, version: parts.shelf.number(command.app) };
    const work = new Work(parts, actor, outside);
    try {
      return await problemsOf(work, command);
    } catch (cause) {
      await work.rollback();
      await again(parts, command, outside, cause, attempt);
    } finally {
      await work.rollback();
    }
  }
}

async function problemsOf(work: Work, command: Rehearsal): Promise<RefusedField[]> {
  const held = await heldFor(work, command);
  const mayAll = work.actor.kind === 'engine' || (command.type === 'create' && command.import === true);
  const mode = command.type;
  const { problems, checks } = await judge(work, held, { mode, data: command.data, mayAll });
  try {
    refuseProblems(problems);
    refuseChecks(checks);
    return [];
  } catch (cause) {
    if (cause instanceof Refusal) return cause.details.problems ?? [];
    throw cause;
  }
}

async function heldFor(work: Work, command: Rehearsal): Promise<Held> {
  const app = work.parts.shelf.current(command.app);
  if (app === undefined) throw refusals.unknown('app', command.app);
  const form = app.form(command.form);
  if (form === undefined) throw refusals.unknown('form', command.form);
  if (command.type === 'create') return newHeld(work, app, form, work.parts.newId());
  const held = await hold(work, app, form, command.record, 'look');
  if (held === undefined || !maySee(work, held)) throw refusals.notFound();
  return held;
}
