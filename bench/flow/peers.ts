import { EventEmitter } from 'node:events';
import { bareMachine, bpmn, people, steps, userId, wholeMachine } from './definition.ts';

/** Runs one whole case; answers with how many commands it took: the start and each step. */
export type Case = () => number | Promise<number>;

/** The peers are not installed with the product, so their types are not there either: this is what is used of them. */
interface Snapshot {
  status: string;
}
interface XState {
  setup(options: object): { createMachine(config: object): object };
  assign(assignments: object): unknown;
  initialTransition(logic: object): [Snapshot, unknown[]];
  transition(logic: object, snapshot: Snapshot, event: object): [Snapshot, unknown[]];
  createActor(logic: object): { start(): void; send(event: object): void; getSnapshot(): Snapshot; stop(): void };
}

interface BpmnApi {
  id: string;
  signal(): void;
}
interface BpmnExecution {
  getPostponed(): BpmnApi[];
  state: string;
}
interface BpmnEngine {
  Engine: new (options: object) => { execute(options: object): Promise<BpmnExecution> };
}

async function peer(name: string): Promise<unknown> {
  return (await import(name)) as unknown;
}

interface Task {
  id: string;
  node: string;
  assignee: string;
}
interface Context {
  amount: number;
  ids: number;
  tasks: Task[];
  passed: Record<string, string>;
  log: object[];
}
interface Heard {
  context: Context;
  event: { type: string; by: string };
}

const assignees: Record<string, string> = Object.fromEntries(steps.map(({ node, by }) => [node, userId(by)]));

/** What our core does at each step, written as XState writes it. */
function jobs(lib: XState): object {
  const give = lib.assign(({ context }: Heard, { node }: { node: string }) => {
    const ids = context.ids + 1;
    const task = { id: `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`, node, assignee: assignees[node] };
    const log = [...context.log, { type: 'node_entered', node }, { type: 'task_created', ...task }];
    return { ids, tasks: [...context.tasks, task], log };
  });
  const take = lib.assign(({ context, event }: Heard, { node }: { node: string }) => ({
    tasks: context.tasks.filter((task) => task.node !== node),
    passed: { ...context.passed, [node]: event.by },
    log: [
      { type: 'task_completed', node, by: event.by },
      { type: 'node_left', node, outcome: 'approved' },
    ],
  }));
  const mine = ({ context, event }: Heard) =>
    context.tasks.some((task) => task.node === event.type && task.assignee === event.by);
  return { actions: { give, take }, guards: { mine, large } };
}

const large = ({ context }: { context: { amount: number } }) => context.amount > 5000;

const said = steps.map(({ node, by }) => ({ type: node, by: userId(by) }));

function pure(lib: XState, logic: object): Case {
  return () => {
    let [snapshot] = lib.initialTransition(logic);
    for (const event of said) [snapshot] = lib.transition(logic, snapshot, event);
    if (snapshot.status !== 'done') throw new Error('The XState case did not end.');
    return said.length + 1;
  };
}

/** XState as a pure function from state and event to state, the contract that ours has, doing what ours does. */
export async function xstateWhole(): Promise<Case> {
  const lib = (await peer('xstate')) as XState;
  return pure(lib, lib.setup(jobs(lib)).createMachine(wholeMachine));
}

/** The same function on a machine without tasks, people or history. */
export async function xstateBare(): Promise<Case> {
  const lib = (await peer('xstate')) as XState;
  return pure(lib, lib.setup({ guards: { large } }).createMachine(bareMachine));
}

/** The bare machine as a running actor: nothing comes out of it that could be stored. */
export async function xstateActor(): Promise<Case> {
  const lib = (await peer('xstate')) as XState;
  const logic = lib.setup({ guards: { large } }).createMachine(bareMachine);
  return () => {
    const actor = lib.createActor(logic);
    actor.start();
    for (const event of said) actor.send(event);
    if (actor.getSnapshot().status !== 'done') throw new Error('The XState case did not end.');
    return said.length + 1;
  };
}

export async function bpmnEngine(): Promise<Case> {
  const { Engine } = (await peer('bpmn-engine')) as BpmnEngine;
  return async () => {
    const engine = new Engine({ name: 'contract', source: bpmn, variables: { large: true, people } });
    const execution = await engine.execute({ listener: new EventEmitter() });
    for (const { node } of steps) {
      const task = execution.getPostponed().find(({ id }) => id === node);
      if (!task) throw new Error(`bpmn-engine does not wait at ${node}.`);
      task.signal();
    }
    if (execution.state !== 'idle') throw new Error('The bpmn-engine case did not end.');
    return steps.length + 1;
  };
}
