import {
  type CompiledFlow,
  decide,
  type FlowCommand,
  type FlowInputs,
  type FlowState,
  type OpenOperation,
  openOnTask,
  openOperations,
  type TaskOperation,
} from '../../../flow/index.ts';
import type { Rights } from '../../../form/index.ts';
import type { Values } from '../../../wire.ts';
import { already } from '../already.ts';
import { take } from '../assign.ts';
import { refuseChecks } from '../checks.ts';
import { chooseFrom, chosenFor } from '../choosing.ts';
import type { Command } from '../command.ts';
import type { Held } from '../held.ts';
import { judge, refuseProblems } from '../judge.ts';
import { refusals } from '../refusal.ts';
import { refuseStale } from '../stale.ts';
import { flowInputs, flowRefusal } from '../transition.ts';
import type { Work } from '../work.ts';

type Act = Extract<Command, { type: 'task' }>;

const OPERATIONS: readonly string[] = [
  'approve',
  'reject',
  'complete',
  'return',
  'transfer',
  'claim',
  'unclaim',
  'comment',
  'cc',
  'delegate',
  'add_signer',
  'remove_signer',
] satisfies TaskOperation[];

/** Somebody does what a task asks of them: what they may write there is judged, then the flow decides. */
export async function act(work: Work, held: Held, command: Act): Promise<void> {
  const flowCommand = await actCommand(work, held, command);
  work.already = await already(work, held, command);
  if (work.already) return;
  const open = await openTo(work, held, flowCommand, (one) => isAsked(one, command));
  const task = held.instance?.state?.tasks.find(({ id }) => id === command.task);
  const node = held.instance?.compiled.flow.nodes.find(({ key }) => key === task?.node);
  const nodeRights = node && 'rights' in node ? node.rights : undefined;
  await refuseStale(work, held, command.revision, nodeRights);
  await fillIn(work, held, { data: command.data ?? {}, nodeRights, check: open.check, mode: 'update' });
  const from = chooseFrom(work, held, open);
  const chosen = from && (await chosenFor(work, held, command.chosen, from));
  const decided = chosen ? { ...flowCommand, chosen } : flowCommand;
  work.agenda.push({ kind: 'flow', held, command: decided, actor: work.actor });
}

/** What these decide is also meant where the node has a button of its own for it. */
const DECIDES: Readonly<Record<string, string>> = { approve: 'approved', reject: 'rejected' };

function isAsked(one: OpenOperation, { operation, outcome, task }: Act): boolean {
  if (one.kind !== 'task' || one.task !== task) return false;
  if (one.operation === 'complete' && one.outcome !== undefined && one.outcome === DECIDES[operation]) return true;
  if (one.operation !== operation) return false;
  return outcome === undefined || one.outcome === undefined || one.outcome === outcome;
}

async function actCommand(work: Work, held: Held, command: Act): Promise<FlowCommand> {
  const { operation, task, outcome, reason, to, position, resume } = command;
  if (!OPERATIONS.includes(operation)) throw refusals.badCommand('operation');
  const target = to === undefined || operation === 'return' ? to : await personId(work, held, to);
  return {
    type: 'act',
    operation: operation as TaskOperation,
    task,
    ...(outcome === undefined ? {} : { outcome }),
    ...(target === undefined ? {} : { to: target }),
    ...(reason === undefined ? {} : { reason }),
    ...(position === undefined ? {} : { position }),
    ...(resume === undefined ? {} : { resume }),
  };
}

export async function personId(work: Work, held: Held, to: string): Promise<string> {
  const person = (await work.parts.people.of(held.app.key)).person(to);
  if (person === undefined) throw refusals.unknownPerson();
  return person.id;
}

/**
 * The guard before anything is said about what was entered: whoever may not do it learns only that. The flow's own
 * refusal tells why.
 */
export async function openTo(
  work: Work,
  held: Held,
  command: FlowCommand,
  isAsked: (one: OpenOperation) => boolean,
): Promise<OpenOperation> {
  const { instance } = held;
  if (instance?.state == null) throw refusals.notFound();
  const staff = await work.parts.people.of(held.app.key);
  const inputs = flowInputs(work, held, work.actor, staff.directory(new Map(), new Map()));
  const { compiled, state } = instance;
  const task = command.type === 'act' ? command.task : undefined;
  const operations =
    command.type === 'act' && command.task !== undefined
      ? openOnTask(compiled, state, inputs, command.task, command.operation)
      : openOperations(compiled, state, inputs, task);
  const open = operations.find(isAsked) ?? ownButton(command, inputs, instance.compiled, state)?.find(isAsked);
  if (open) return open;
  const decision = decide(instance.compiled, instance.state, command, inputs);
  throw decision.refusal ? flowRefusal(decision.refusal) : refusals.notAllowed(task);
}

/** Where the node has a button of its own for what an operation decides. */
function ownButton(
  command: FlowCommand,
  inputs: FlowInputs,
  compiled: CompiledFlow,
  state: FlowState,
): OpenOperation[] | undefined {
  if (command.type !== 'act' || command.task === undefined || !(command.operation in DECIDES)) return undefined;
  return openOnTask(compiled, state, inputs, command.task, 'complete');
}

export interface Filled {
  data: Values;
  nodeRights: Rights | undefined;
  /** Required fields and checks must hold. */
  check: boolean;
  mode: 'update' | 'submit';
}

/** What is entered together with an operation. */
export async function fillIn(work: Work, held: Held, { data, nodeRights, check, mode }: Filled): Promise<void> {
  const nothing = Object.keys(data).length === 0;
  if (nothing && !check) return;
  const result = await judge(work, held, { mode, data, ...(nodeRights ? { nodeRights } : {}) });
  // Without the checks only what cannot be stored at all is refused.
  refuseProblems(
    check ? result.problems : result.problems.filter(({ code }) => code !== 'required' && code !== 'check'),
  );
  if (check) refuseChecks(result.checks);
  held.warnings = result.checks;
  take(work, held, result.values);
}
