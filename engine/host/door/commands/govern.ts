import type { EngineCommand } from '../command.ts';
import type { Held } from '../held.ts';
import { refusals } from '../refusal.ts';
import { tables } from '../tables.ts';
import { transition } from '../transition.ts';
import type { Work } from '../work.ts';

/** The flow that waits for this one was suspended, resumed, or waits no longer: so is this one. */
export async function govern(
  work: Work,
  held: Held,
  { operation }: Extract<EngineCommand, { type: 'govern' }>,
): Promise<void> {
  const { instance } = held;
  if (instance === undefined) throw refusals.notFound();
  // What somebody has suspended by itself is theirs to resume.
  if (operation === 'resume' && !(await isPaused(work, instance.id))) return;
  await transition(work, held, { type: 'parent', operation }, work.actor);
  if (operation === 'suspend') work.writes.patch(tables.instance, instance.id, { parent_paused: true });
}

async function isPaused(work: Work, instance: string): Promise<boolean> {
  const text = 'select parent_paused as paused from engine.instance where id = $1';
  const [row] = await work.query<{ paused: boolean | null }>(text, [instance]);
  return row?.paused === true;
}
