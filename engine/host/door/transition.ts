import type { Action } from '../../definition/index.ts';
import type { Env, Facts, Scope } from '../../expression/index.ts';
import {
  type Decision,
  decide,
  type FlowCommand,
  type FlowEvent,
  type FlowInputs,
  type Need,
  type Parent,
} from '../../flow/index.ts';
import { compileAction, type ResolvedAction, type RuleEvent } from '../../rule/index.ts';
import type { Actor } from '../access/actor.ts';
import type { LiveForm } from '../apps/live.ts';
import { assign } from './assign.ts';
import { effect } from './effects.ts';
import { actingRoles, envOf, factsOf, type TaskFacts } from './facts.ts';
import type { Above, Held, HeldInstance } from './held.ts';
import { Refusal } from './refusal.ts';
import { Settled } from './settled.ts';
import type { Work } from './work.ts';

/** What a flow begins with, beside its record. */
export interface Start {
  /** In whose name, where it is not whoever sent the command. */
  actor?: Actor;
  /** Whom they have chosen, by node. */
  chosen?: Record<string, string[]>;
  /** The step that waits for its end; `above`: the one that began it, waiting or not. */
  parent?: Parent;
  above?: Above;
}

/** The flow of a new record begins with it. */
export async function startFlow(work: Work, held: Held, { actor = work.actor, ...start }: Start = {}): Promise<void> {
  const flow = held.form.flow;
  if (flow === undefined) return;
  held.instance = {
    id: work.parts.newId(),
    flow: flow.definition.key,
    compiled: flow.compiled,
    version: held.app.number,
    revision: 0,
    state: null,
    head: '',
    startedAt: work.now,
    startedBy: actor.kind === 'user' ? actor.id : null,
    isNew: true,
    events: [],
    ...(start.above ? { above: start.above } : {}),
  };
  const { chosen, parent } = start;
  const command = { type: 'start' as const, ...(chosen ? { chosen } : {}), ...(parent ? { parent } : {}) };
  await transition(work, held, command, actor);
}

/** Its record has changed under it. A flow that has ended since then has nothing to say to it. */
export async function flowChanged(work: Work, held: Held): Promise<void> {
  const status = held.instance?.state?.status;
  if (status !== 'running' && status !== 'suspended') return;
  await transition(work, held, { type: 'changed' }, { kind: 'engine', cause: 'changed' });
}

/** One step of the flow: what it decides is applied, carried out, and told to the rules. Throws the flow's refusal. */
export async function transition(work: Work, held: Held, command: FlowCommand, actor: Actor): Promise<void> {
  const { instance } = held;
  if (instance === undefined) throw noFlow();
  const settled = new Settled(work, held, actor);
  const { events, state, actions } = await decided(work, held, instance, command, actor, settled);
  instance.state = state;
  instance.events.push(...events);
  held.head.state = state.state;
  held.head.nodes = [...new Set(state.tokens.map((token) => token.node))];
  held.head.instance = instance.id;
  const set = Object.assign({}, ...events.map((event) => (event.type === 'fields_set' ? event.data : {})));
  if (!settled.take(set, state.state)) await assign(work, held, set);
  for (const event of events) {
    const done = effect(work, held, instance, event);
    if (done) await done;
    tellRules(work, held, instance, event);
  }
  for (const { action, node } of actions) work.agenda.push({ kind: 'action', held, action, cause: { node } });
}

/** As many as there are steps in a command that may each set something. */
const MOST_ROUNDS = 1_000;

async function decided(
  work: Work,
  held: Held,
  instance: HeldInstance,
  command: FlowCommand,
  actor: Actor,
  settled: Settled,
): Promise<Extract<Decision, { events: FlowEvent[] }>> {
  const staff = await work.parts.people.of(held.app.key);
  const loads = new Map<string, number>();
  const turns = new Map<string, number>();
  const occasion = { now: work.now, form: held.form.key, flow: instance.flow };
  const directory = staff.directory(loads, turns, occasion);
  const ids: string[] = [];
  // Each round fetches what was missing; a flow that goes on asking has a fault of its own.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let given = 0;
    const inputs = flowInputs(work, held, actor, directory);
    // What was asked about in one round is called the same in the next.
    inputs.nextId = () => (ids[given++] ??= work.parts.newId());
    inputs.settled = (set, now) => settled.facts(set, now);
    const decision = decide(instance.compiled, instance.state, command, inputs);
    if (decision.refusal) throw flowRefusal(decision.refusal);
    if (decision.events) return decision;
    for (const need of decision.needs) {
      if (need.kind === 'settled') await settled.learn(need.set, need.state);
      else await fetch(work, need, held.app.key, loads, turns);
    }
  }
  throw new Error(`The flow ${instance.flow} asks for ever.`);
}

export function flowRefusal(refusal: { code: string; message: Refusal['text']; cure: Refusal['text'] }): Refusal {
  return new Refusal(refusal.code, refusal.message, { status: 409, cure: refusal.cure });
}

export function flowInputs(work: Work, held: Held, actor: Actor, directory: FlowInputs['directory']): FlowInputs {
  return {
    now: work.now,
    actor: flowActor(actor, held.app.key),
    facts: factsOf(work, held, actor),
    env: envOf(held.app, work.now),
    nextId: work.parts.newId,
    directory,
    evaluateTable: (key, facts, env) => evaluateTable(held, key, facts, env),
    resolveAction: (action, facts, env) => resolveAction(held, action, facts, env),
  };
}

export function flowActor(actor: Actor, app: string): FlowInputs['actor'] {
  const roles = actingRoles(actor, app);
  if (actor.kind === 'user') return { kind: 'user', id: actor.id, login: actor.login, roles };
  if (actor.kind === 'visitor') return { kind: 'visitor', roles, proof: actor.proof };
  return { kind: 'engine', roles };
}

function evaluateTable(held: Held, key: string, facts: Facts, env: Env): ReturnType<FlowInputs['evaluateTable']> {
  const result = held.app.table(key, held.form)?.evaluate(facts, env);
  return result ?? { outputs: {}, rows: [] };
}

/** What an action inside a foreach may name besides; where it may was checked when the app was loaded. */
const IN_FOREACH: Scope = { row: { kind: 'any' }, row_number: { kind: 'number' } };

const compiledActions = new WeakMap<LiveForm, Map<Action, ReturnType<typeof compileAction>>>();

function resolveAction(held: Held, action: Action, facts: Facts, env: Env): ResolvedAction | undefined {
  const known = compiledActions.get(held.form) ?? new Map<Action, ReturnType<typeof compileAction>>();
  compiledActions.set(held.form, known);
  let compiled = known.get(action);
  if (compiled === undefined) {
    const scope = { ...IN_FOREACH, ...held.form.scope };
    compiled = compileAction(action, scope, { scope: (form) => held.app.form(form)?.scope });
    known.set(action, compiled);
  }
  return compiled.resolve(facts, env);
}

async function fetch(
  work: Work,
  need: Exclude<Need, { kind: 'settled' }>,
  app: string,
  loads: Map<string, number>,
  turns: Map<string, number>,
): Promise<void> {
  if (need.kind === 'turn') {
    turns.set(need.key, (await work.parts.serials.number(app, '', 'turn', need.key)) - 1);
    return;
  }
  const rows = await work.query<{ assignee: string; open: string }>(
    `select assignee, count(*) as open from engine.task
     where status = 'open' and kind <> 'copy' and assignee = any ($1::uuid[]) group by assignee`,
    [need.users],
  );
  for (const user of need.users) loads.set(user, 0);
  for (const { assignee, open } of rows) loads.set(assignee, Number(open));
}

/** What the rules hear of an event of the flow. */
function tellRules(work: Work, held: Held, instance: HeldInstance, event: FlowEvent): void {
  const heard = ruleEvents(instance.flow, event);
  for (const { event: ruleEvent, task } of heard) {
    if (held.app.rules.rulesFor(ruleEvent).length === 0) continue;
    work.agenda.push({ kind: 'rules', held, event: ruleEvent, ...(task ? { task } : {}) });
  }
}

function ruleEvents(flow: string, event: FlowEvent): { event: RuleEvent; task?: TaskFacts }[] {
  switch (event.type) {
    case 'node_entered':
      return [{ event: { kind: 'node', flow, node: event.node, event: 'entered' } }];
    case 'node_left':
      return [{ event: { kind: 'node', flow, node: event.node, event: 'left', outcome: event.outcome } }];
    case 'state_changed':
      return event.to === null ? [] : [{ event: { kind: 'state', flow, state: event.to } }];
    case 'task_created':
      return [about(flow, 'created', event.node, { assignee: event.assignee ?? null, due_at: event.dueAt ?? null })];
    case 'task_completed': {
      const { outcome, by, reason } = event;
      return [about(flow, 'completed', event.node, { assignee: by, outcome, reason: reason ?? null })];
    }
    case 'reminded':
      return [about(flow, event.overdue ? 'repeated' : 'reminded', event.node, { due_at: event.dueAt })];
    case 'overdue':
      return [about(flow, 'overdue', event.node, { due_at: event.dueAt })];
    default:
      return [];
  }
}

function about(
  flow: string,
  task: Extract<RuleEvent, { kind: 'task' }>['task'],
  node: string,
  facts: Partial<TaskFacts>,
): { event: RuleEvent; task: TaskFacts } {
  return {
    event: { kind: 'task', flow, node, task },
    task: { node, assignee: null, due_at: null, outcome: null, reason: null, ...facts },
  };
}

function noFlow(): Refusal {
  return new Refusal('no_flow', { 'zh-CN': '这条记录没有流程。', en: 'This record has no flow.' }, { status: 409 });
}
