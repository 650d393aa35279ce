import { expect } from 'vitest';
import type { Action, CalendarDefinition, DecisionTable, FlowDefinition } from '../../definition/types.generated.ts';
import type { Facts, Json, Scope } from '../../expression/index.ts';
import type { ResolvedAction } from '../../rule/types.ts';
import {
  type Actor,
  type CompiledFlow,
  compileFlow,
  type Decision,
  type Directory,
  decide,
  evolve,
  type FlowCommand,
  type FlowEvent,
  type FlowEventType,
  type FlowInputs,
  type FlowState,
  type OpenOperation,
  type OpenTask,
  openOperations,
  type TableAnswer,
  type TaskOperation,
} from '../index.ts';

export interface Person {
  roles: string[];
  attributes?: Record<string, Json>;
}

type More = Omit<Extract<FlowCommand, { type: 'act' }>, 'type' | 'operation' | 'task'>;

export interface WorldOptions {
  people?: Record<string, Person>;
  scope?: Scope;
  facts?: Record<string, Json>;
  calendars?: CalendarDefinition[];
  tables?: Record<string, { out: string[]; answer: (facts: Facts) => Record<string, Json> | undefined }>;
  load?: Record<string, number>;
  /** Managers of each, the nearest first; heads of departments; who stands in. Logins throughout. */
  managers?: Record<string, string[]>;
  heads?: Record<string, string>;
  proxies?: Record<string, string>;
  now?: string;
  /** false: thousands of steps, replayed once at their end. */
  checksReplay?: boolean;
}

const cast: Record<string, Person> = {
  ann: { roles: ['agent'] },
  bob: { roles: ['agent'] },
  cat: { roles: ['agent', 'lead'] },
  dan: { roles: ['lead'] },
  eve: { roles: ['boss'] },
  root: { roles: ['admin'] },
};

const scope: Scope = {
  amount: { kind: 'number' },
  category: { kind: 'text' },
  owner: { kind: 'text' },
  owners: { kind: 'list', of: { kind: 'text' } },
  size: { kind: 'integer' },
  lines: { kind: 'list', of: { kind: 'context', fields: { id: { kind: 'text' } } } },
  result: { kind: 'text' },
  signed_at: { kind: 'datetime' },
  state: { kind: 'text' },
};

const uuid = (count: number): string => `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`;

/** Actions with literals only: engine/rule's own tests say what formulas give. */
function resolveAction(action: Action): ResolvedAction {
  if ('set' in action) return { kind: 'set', set: action.set as Record<string, Json> };
  if ('call' in action) {
    const [connector = '', operation = ''] = action.call.split('.');
    const call = { kind: 'call' as const, connector, operation, data: (action.data ?? {}) as Record<string, Json> };
    return action.key === undefined ? call : { ...call, key: action.key };
  }
  if ('signal' in action) return { kind: 'signal', signal: action.signal, data: {} };
  if ('create' in action) return { kind: 'create', form: action.create, data: {}, rows: {} };
  if ('update' in action) return { kind: 'update', form: action.update, match: {}, data: () => ({}) };
  return { kind: 'send', message: action.send, to: { assignees: true }, by: action.by, data: {} };
}

/** A small world around one instance: people, a clock that only moves when told, and a check after every step. */
export class World {
  readonly compiled: CompiledFlow;
  readonly people: Record<string, Person>;
  state: FlowState | null = null;
  events: FlowEvent[] = [];
  now: string;
  facts: Record<string, Json>;
  turns = 0;
  readonly options: WorldOptions;
  private ids = 0;

  constructor(flow: FlowDefinition, options: WorldOptions = {}) {
    this.options = options;
    this.people = options.people ?? cast;
    this.now = options.now ?? '2026-03-02T01:00:00.000Z';
    this.facts = options.facts ?? {};
    const tables = Object.entries(options.tables ?? {}).map(([key, { out }]): [string, DecisionTable] => [
      key,
      { key, label: key, form: 'thing', in: ['= category'], out, rows: [['-', '""']] },
    ]);
    this.compiled = compileFlow(flow, {
      scope: options.scope ?? scope,
      calendars: new Map((options.calendars ?? []).map((calendar) => [calendar.key, calendar])),
      tables: new Map(tables),
      admin: 'admin',
    });
  }

  id(login: string): string {
    const index = Object.keys(this.people).indexOf(login);
    return index < 0 ? login : uuid(900_000 + index);
  }

  login(id: string | undefined): string | undefined {
    return Object.keys(this.people).find((login) => this.id(login) === id) ?? id;
  }

  actor(login: string): Actor {
    if (login === 'visitor') return { kind: 'visitor', roles: ['visitor'] };
    if (login === 'engine') return { kind: 'engine', roles: [] };
    return { kind: 'user', id: this.id(login), login, roles: this.people[login]?.roles ?? [] };
  }

  directory(): Directory {
    const { load, managers = {}, heads = {}, proxies = {} } = this.options;
    const of = (map: Record<string, string>) => (user: string) => {
      const login = map[this.login(user) ?? ''];
      return login === undefined ? undefined : this.id(login);
    };
    return {
      byLogin: (login) => (this.people[login] ? this.id(login) : undefined),
      members: (role, having) =>
        Object.entries(this.people)
          .filter(([, person]) => person.roles.includes(role))
          .filter(([, { attributes = {} }]) => Object.entries(having ?? {}).every(([key, v]) => attributes[key] === v))
          .map(([login]) => this.id(login)),
      load: (users) => load && Object.fromEntries(users.map((id) => [id, load[this.login(id) ?? ''] ?? 0])),
      turn: () => this.turns,
      managers: (user) => (managers[this.login(user) ?? ''] ?? []).map((login) => this.id(login)),
      head: of(heads),
      proxy: of(proxies),
    };
  }

  inputs(login: string): FlowInputs {
    return {
      now: this.now,
      actor: this.actor(login),
      facts: this.facts,
      env: { now: this.now, timeZone: 'Asia/Shanghai' },
      nextId: () => {
        this.ids += 1;
        return uuid(this.ids);
      },
      directory: this.directory(),
      evaluateTable: (key, facts): TableAnswer => {
        const outputs = this.options.tables?.[key]?.answer(facts);
        return outputs ? { outputs, rows: [0] } : { outputs: {}, rows: [] };
      },
      resolveAction,
    };
  }

  /** Decides without a change: what would come of it. */
  ask(login: string, command: FlowCommand): Decision {
    return decide(this.compiled, this.state, command, this.inputs(login));
  }

  /** Decides and takes over; replaying the whole history has to give the same state to the letter. */
  do(login: string, command: FlowCommand): FlowEvent[] {
    const before = JSON.stringify(this.state);
    const decision = this.ask(login, command);
    expect(JSON.stringify(this.state)).toBe(before);
    if (decision.refusal) throw new Error(`Refused: ${decision.refusal.code}`);
    if (decision.needs) throw new Error(`Needs: ${JSON.stringify(decision.needs)}`);
    this.events.push(...decision.events);
    this.state = decision.state;
    for (const event of decision.events) if (event.type === 'fields_set') Object.assign(this.facts, event.data);
    this.facts.state = this.state.state;
    if (this.options.checksReplay === false) return decision.events;
    const replayed = evolve(null, JSON.parse(JSON.stringify(this.events)) as FlowEvent[]);
    expect(JSON.stringify(replayed)).toBe(JSON.stringify(this.state));
    return decision.events;
  }

  start(login = 'visitor'): FlowEvent[] {
    return this.do(login, { type: 'start' });
  }

  tasks(node?: string): OpenTask[] {
    return (this.state?.tasks ?? []).filter((task) => node === undefined || task.node === node);
  }

  /** The task at this node that is this person's, else one of a group of theirs. */
  taskFor(login: string, node: string): string | undefined {
    const open = this.tasks(node);
    const own = open.find((task) => task.assignee === this.id(login));
    return (own ?? open.find((task) => task.assignee === undefined) ?? open[0])?.id;
  }

  private command(login: string, operation: TaskOperation, node: string, more: More = {}): FlowCommand {
    const task = this.taskFor(login, node);
    return { type: 'act', operation, ...more, ...(task === undefined ? {} : { task }) };
  }

  act(login: string, operation: TaskOperation, node: string, more: More = {}): FlowEvent[] {
    return this.do(login, this.command(login, operation, node, more));
  }

  /** Something done to the case as a whole. */
  onCase(login: string, operation: TaskOperation, more: More = {}): FlowEvent[] {
    return this.do(login, { type: 'act', operation, ...more });
  }

  /** The code with which it is refused. */
  refused(login: string, operation: TaskOperation, node: string, more: More = {}): string | undefined {
    return this.ask(login, this.command(login, operation, node, more)).refusal?.code;
  }

  buttons(login: string): OpenOperation[] {
    if (!this.state) return [];
    return openOperations(this.compiled, this.state, this.inputs(login));
  }

  /** "task approve", "signal sent": what this person may do now. */
  may(login: string): string[] {
    const open = this.buttons(login).filter(({ kind }) => kind !== 'case');
    return open.map(({ kind, operation, outcome, label }) =>
      // Outcomes of the node's own carry the label of their definition.
      kind === 'task' && label !== undefined && outcome ? `task ${outcome}` : `${kind} ${operation}`,
    );
  }

  /** What this person may do to the case as a whole. */
  mayOnCase(login: string): string[] {
    return this.buttons(login).flatMap(({ kind, operation }) => (kind === 'case' ? [operation] : []));
  }

  /** Where the flow stands. */
  get at(): string[] {
    return (this.state?.tokens ?? []).map((token) => token.node).sort();
  }

  /** "node: who" of each open task. */
  get desks(): string[] {
    return this.tasks()
      .map((task) => `${task.node}: ${this.login(task.assignee) ?? `(${task.role})`}`)
      .sort();
  }

  timers(kind?: string): { timer: string; kind: string; due: string }[] {
    const open = new Set((this.state?.tokens ?? []).flatMap((token) => Object.values(token.timers ?? {})));
    return this.events.flatMap((event) =>
      event.type === 'timer_set' && open.has(event.timer) && (kind === undefined || event.kind === kind)
        ? [{ timer: event.timer, kind: event.kind, due: event.due }]
        : [],
    );
  }

  /** Lets a timer of this kind go off, at its time. */
  fire(kind: string): FlowEvent[] {
    const timer = this.timers(kind)[0];
    if (!timer) throw new Error(`No ${kind} timer is set.`);
    if (timer.due > this.now) this.now = timer.due;
    return this.do('engine', { type: 'timer', timer: timer.timer });
  }

  call(): string {
    const call = (this.state?.tokens ?? []).find((token) => token.call !== undefined)?.call;
    if (call === undefined) throw new Error('No call is under way.');
    return call;
  }

  history<T extends FlowEventType>(type: T): Extract<FlowEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<FlowEvent, { type: T }> => event.type === type);
  }
}
