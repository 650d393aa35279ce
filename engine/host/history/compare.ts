import { canonical } from '../../definition/index.ts';
import { evolve, type FlowEvent, type FlowState } from '../../flow/index.ts';
import type { Json } from '../../wire.ts';
import { chainFaults, type Trust } from './links.ts';
import { rowsOf, type Told, type ToldTask } from './rows.ts';
import { eventOf, type Fault, type FaultCode, type Kept, type StoredTask } from './types.ts';

type More = Pick<Fault, 'row' | 'field' | 'stored' | 'told'>;
type Report = (code: FaultCode, more?: More) => void;

export interface Verdict {
  faults: Fault[];
  /** Its chain is whole: what was made of it may be made anew. */
  isWhole: boolean;
  /** What the history says; undefined where it cannot be trusted. */
  told?: { state: FlowState; rows: Told };
  /** Hashes that could not be checked, because they were made with a key that is not given. */
  unchecked: number;
  /** Events whose hash needs no key. */
  plain: number;
}

/** Holds everything that is stored of an instance against its history. */
export function examine(kept: Kept, trust: Trust): Verdict {
  const { id, app, form, record } = kept.instance;
  const base = { instance: id, app, form, record };
  const chain = chainFaults(kept, trust);
  const faults: Fault[] = chain.faults.map((fault) => ({ ...base, ...fault }));
  const { unchecked, plain } = chain;
  // What is archived is not there to be replayed; what was changed is worth nothing.
  if (faults.length > 0 || chain.isCut) return { faults, isWhole: false, unchecked, plain };
  const events = kept.events.map(eventOf);
  const state = replayed(events);
  if (!state) {
    return { faults: [{ ...base, code: 'replay_failed' }], isWhole: false, unchecked, plain };
  }
  const rows = rowsOf(events);
  const report: Report = (code, more = {}) => void faults.push({ code, ...base, ...more });
  compareState(kept, state, report);
  compareTasks(kept, rows, report);
  compareTimers(kept, rows, report);
  compareRecord(kept, state, report);
  return { faults, isWhole: true, told: { state, rows }, unchecked, plain };
}

/** An event that no version of the engine wrote may be nothing that can be replayed. */
function replayed(events: readonly FlowEvent[]): FlowState | null {
  try {
    return evolve(null, events);
  } catch (cause) {
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}

function compareState({ instance }: Kept, state: FlowState, report: Report): void {
  const stored = instance.data as unknown as Json;
  if (canonical(stored) !== canonical(state)) {
    const told = JSON.parse(JSON.stringify(state)) as Json;
    for (const one of unlike(stored, told)) report('state_differs', one);
  }
  const columns = { status: state.status, state: state.state, seq: state.seq };
  for (const [field, told] of Object.entries(columns)) {
    const is = instance[field as keyof typeof columns];
    if (is !== told) report('column_differs', { field, stored: is, told });
  }
  const isOver = state.status === 'ended' || state.status === 'cancelled';
  if (isOver !== (instance.ended_at !== null)) {
    report('column_differs', { field: 'ended_at', stored: instance.ended_at, told: isOver ? 'over' : null });
  }
}

/** What a finished task says is history; until then also where it lies and how long it has. */
function fieldsOf(task: ToldTask | StoredTask): Record<string, Json> {
  const { node, status, assignee, role, due_at, overdue, outcome, by } = task;
  return status === 'open'
    ? { node, status, assignee, role, due_at, overdue }
    : { node, status, outcome: outcome ?? null, by: by ?? null };
}

function compareTasks({ tasks }: Kept, { tasks: told }: Told, report: Report): void {
  const stored = new Map(tasks.map((task) => [task.id, task]));
  for (const [row, task] of told) {
    const there = stored.get(row);
    if (!there) report('task_missing', { row, told: fieldsOf(task) });
    else {
      const is = fieldsOf(there);
      for (const [field, said] of Object.entries(fieldsOf(task))) {
        const found = is[field] ?? null;
        if (found !== said) report('task_differs', { row, field, stored: found, told: said });
      }
    }
  }
  for (const task of tasks) if (!told.has(task.id)) report('task_unknown', { row: task.id, stored: fieldsOf(task) });
}

function compareTimers({ timers }: Kept, { timers: told }: Told, report: Report): void {
  const stored = new Map(timers.map((timer) => [timer.id, timer]));
  for (const { id: row, kind, due_at } of told.values()) {
    const there = stored.get(row);
    if (!there) report('timer_missing', { row, told: { kind, due_at } });
    else if (there.due_at !== due_at) {
      report('timer_differs', { row, field: 'due_at', stored: there.due_at, told: due_at });
    } else if (there.kind !== kind) report('timer_differs', { row, field: 'kind', stored: there.kind, told: kind });
  }
  for (const { id: row, kind, due_at } of timers) {
    if (!told.has(row)) report('timer_unknown', { row, stored: { kind, due_at } });
  }
}

function compareRecord({ instance, record }: Kept, state: FlowState, report: Report): void {
  const isOver = state.status === 'ended' || state.status === 'cancelled';
  if (!record) {
    // A record may be deleted once its flow is over; its history stays.
    if (!isOver) report('record_missing');
    return;
  }
  const told = { state: state.state, nodes: nodesOf(state), instance: instance.id };
  for (const [field, said] of Object.entries(told)) {
    const is = record[field as keyof typeof told];
    if (canonical(is ?? (field === 'nodes' ? [] : null)) !== canonical(said)) {
      report('record_differs', { field, stored: is, told: said });
    }
  }
}

export const nodesOf = (state: FlowState): string[] => [...new Set(state.tokens.map((token) => token.node))];

/** The places where two values differ, as deep as they can be told apart. */
function unlike(stored: Json, told: Json, field = ''): More[] {
  if (canonical(stored ?? null) === canonical(told ?? null)) return [];
  if (Array.isArray(stored) && Array.isArray(told) && stored.length === told.length) {
    return stored.flatMap((item, index) => unlike(item, told[index] ?? null, `${field}[${index}]`));
  }
  if (isObject(stored) && isObject(told)) {
    const names = [...new Set([...Object.keys(stored), ...Object.keys(told)])];
    return names.flatMap((name) =>
      unlike(stored[name] ?? null, told[name] ?? null, field === '' ? name : `${field}.${name}`),
    );
  }
  return [{ field, stored: stored ?? null, told: told ?? null }];
}

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
