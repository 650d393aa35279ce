import type { LiveApp, LiveForm } from '../apps/live.ts';
import type { Command, EngineCommand } from './command.ts';
import { type Held, hold, newHeld } from './held.ts';
import { refusals } from './refusal.ts';
import { childOf, childPlace } from './subflow.ts';
import { isUuid, type Work } from './work.ts';

type Any = Command | EngineCommand;

/** The record that a command is about, locked; a new one for a create. */
export async function target(work: Work, command: Any): Promise<Held> {
  const app = work.parts.shelf.current(command.app);
  if (app === undefined) throw refusals.unknown('app', command.app);
  if (command.type === 'create') return newHeld(work, app, formOf(app, command.form), work.parts.newId());
  if (command.type === 'begin') return childOf(work, command.app, command.call);
  const { form, record } = await place(work, command);
  const held = await hold(work, app, formOf(app, form), record);
  if (held === undefined) throw refusals.notFound();
  return held;
}

/** Tasks, timers and calls know their record. */
async function place(
  work: Work,
  command: Exclude<Any, { type: 'create' | 'begin' }>,
): Promise<{ form: string; record: string }> {
  switch (command.type) {
    case 'task':
      return (
        command.at ??
        found(work, 'select form, record from engine.task where id = $1 and app = $2', command.task, command.app)
      );
    case 'timer':
      return found(
        work,
        'select i.form, i.record from engine.instance i where i.id = $1 and i.app = $2',
        command.instance,
        command.app,
      );
    case 'called':
      return found(
        work,
        'select form, record from engine.outbox where id = $1 and app = $2',
        command.call,
        command.app,
      );
    case 'govern':
      return childPlace(work, command.app, command.call);
    default:
      return command;
  }
}

async function found(work: Work, text: string, id: string, app: string): Promise<{ form: string; record: string }> {
  const [row] = isUuid(id) ? await work.query<{ form: string; record: string }>(text, [id, app]) : [];
  if (row === undefined) throw refusals.notFound();
  return row;
}

function formOf(app: LiveApp, key: string): LiveForm {
  const form = app.form(key);
  if (form === undefined) throw refusals.unknown('form', key);
  return form;
}
