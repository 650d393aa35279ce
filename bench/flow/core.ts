import { compileFlow, decide, type FlowInputs, type FlowState } from '../../engine/flow/index.ts';
import { flow, people, steps, userId } from './definition.ts';

const now = '2026-03-02T01:00:00.000Z';

/** Our core as the door calls it: state in, events and the next state out. */
export interface OurCase {
  run(): number;
  /** Events that went into histories so far. */
  recorded(): number;
  /** Size of the state with two open tasks. */
  bytes(): number;
}

export function ours(): OurCase {
  const compiled = compileFlow(flow, {
    scope: { amount: { kind: 'number' }, state: { kind: 'text' } },
    calendars: new Map(),
    tables: new Map(),
    admin: 'admin',
  });
  const ids = new Map(people.map((login) => [login as string, userId(login)]));
  let count = 0;
  let recorded = 0;
  let widest: FlowState | undefined;
  const inputs = (login: string): FlowInputs => ({
    now,
    actor: { kind: 'user', id: userId(login), login, roles: [] },
    facts: { amount: '6000.00' },
    env: { now, timeZone: 'Asia/Shanghai' },
    nextId: () => {
      count += 1;
      return `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`;
    },
    directory: { byLogin: (one) => ids.get(one), members: () => [], load: () => ({}), turn: () => 0 },
    evaluateTable: () => ({ outputs: {}, rows: [] }),
    resolveAction: () => undefined,
  });
  const given = new Map(people.map((login) => [login as string, inputs(login)]));
  const say = (state: FlowState | null, login: string, node?: string): FlowState => {
    const as = given.get(login) ?? inputs(login);
    const task = state?.tasks.find((open) => open.node === node)?.id;
    const decision =
      task === undefined
        ? decide(compiled, state, { type: 'start' }, as)
        : decide(compiled, state, { type: 'act', operation: 'approve', task }, as);
    if (!decision.events) throw new Error(`Refused: ${JSON.stringify(decision)}`);
    recorded += decision.events.length;
    return decision.state;
  };
  const run = () => {
    let state = say(null, 'reviewer');
    for (const { node, by } of steps) {
      state = say(state, by, node);
      if (!widest && state.tasks.length === 2) widest = state;
    }
    if (state.status !== 'ended') throw new Error('Our case did not end.');
    return steps.length + 1;
  };
  return { run, recorded: () => recorded, bytes: () => JSON.stringify(widest).length };
}
