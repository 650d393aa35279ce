import type { Why } from '../../../flow/index.ts';
import type { Json } from '../../../wire.ts';
import { rolesIn } from '../../access/actor.ts';
import type { EngineCommand } from '../command.ts';
import type { Held } from '../held.ts';
import { refusals } from '../refusal.ts';
import { transition } from '../transition.ts';
import type { Work } from '../work.ts';

type Order = Extract<EngineCommand, { type: 'hand_over' }>;

/** What lies with somebody goes to somebody else, without a word of theirs. */
export async function handOver(work: Work, held: Held, command: Order): Promise<void> {
  const { actor } = work;
  const isAdmin = actor.kind === 'user' && rolesIn(actor, held.app.key).includes(held.app.model.app.admin);
  if (actor.kind !== 'engine' && !isAdmin) throw refusals.notAllowed();
  const { from, to, task, nodes, reason } = command;
  const staff = await work.parts.people.of(held.app.key);
  if (to !== undefined && staff.person(to) === undefined) throw refusals.unknownPerson();
  const through = task === undefined ? undefined : await throughOf(work, task);
  await transition(
    work,
    held,
    {
      type: 'hand_over',
      from,
      ...(to === undefined ? {} : { to }),
      ...(task === undefined ? {} : { task }),
      ...(through ? { through } : {}),
      ...(nodes ? { nodes } : {}),
      ...(reason === undefined ? {} : { reason }),
    },
    actor,
  );
}

/** The role by which the task came to whoever has it, as its reason says. */
async function throughOf(
  work: Work,
  task: string,
): Promise<{ role: string; having?: Record<string, Json> } | undefined> {
  const [row] = await work.look<{ why: Why | null }>('select why from engine.task where id = $1', [task]);
  const { role, having } = row?.why?.params ?? {};
  if (typeof role !== 'string') return undefined;
  const isObject = having !== null && typeof having === 'object' && !Array.isArray(having);
  return isObject ? { role, having } : { role };
}
