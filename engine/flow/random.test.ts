import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowDefinition, FlowEdge, FlowNode } from '../definition/types.generated.ts';
import { checkFlow } from './check.ts';
import type { FlowState } from './index.ts';
import { approve, done, edge, flow, handle, over, refused, start } from './testing/flows.ts';
import { World } from './testing/world.ts';

/** A block: what structured flows are built of. */
type Block =
  | { kind: 'work'; policy: 'any' | 'all'; people: number; reject: 'end' | 'back' }
  | { kind: 'handle'; role: boolean }
  | { kind: 'wait' }
  | { kind: 'call' }
  | { kind: 'sequence'; of: Block[] }
  | { kind: 'parallel'; of: Block[]; conditional: boolean }
  | { kind: 'choice'; of: Block[] };

const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true, maxDepth: 4 },
    fc.record({
      kind: fc.constant('work' as const),
      policy: fc.constantFrom('any' as const, 'all' as const),
      people: fc.integer({ min: 1, max: 3 }),
      reject: fc.constantFrom('end' as const, 'back' as const),
    }),
    fc.record({ kind: fc.constant('handle' as const), role: fc.boolean() }),
    fc.record({ kind: fc.constant('wait' as const) }),
    fc.record({ kind: fc.constant('call' as const) }),
    fc.record({ kind: fc.constant('sequence' as const), of: fc.array(tie('block'), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('parallel' as const),
      of: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      conditional: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('choice' as const), of: fc.array(tie('block'), { minLength: 2, maxLength: 3 }) }),
  ),
}));

const logins = ['ann', 'bob', 'cat', 'dan', 'eve'];

/** Lays blocks out as the flat graph that definitions are. */
class Layout {
  readonly nodes: FlowNode[] = [];
  readonly edges: ReturnType<typeof edge>[] = [];
  private count = 0;

  private key(kind: string): string {
    this.count += 1;
    return `${kind}${this.count}`;
  }

  /** Adds a block behind `from`; answers with the node it ends in. `first`: where rejections go back to. */
  add(block: Block, from: string, first: string | undefined, more: Parameters<typeof edge>[1] = {}): string {
    const link = (key: string) => this.edges.push(edge(`${from} → ${key}`, more));
    switch (block.kind) {
      case 'work': {
        const key = this.key('work');
        const users = logins.slice(this.count % 3, (this.count % 3) + block.people);
        const deadline = { within: 'PT4H', remind: 0.5, escalate: { user: 'eve' } };
        const allow = ['approve' as const, 'reject' as const, 'return' as const, 'transfer' as const];
        this.nodes.push(approve(key, [{ users }], { policy: block.policy, allow, deadline }));
        link(key);
        this.edges.push(edge(`${key} -rejected→ ${block.reject === 'back' ? (first ?? key) : 'refused'}`));
        return key;
      }
      case 'handle': {
        const key = this.key('handle');
        const allow = ['complete' as const, 'return' as const, 'claim' as const];
        this.nodes.push(handle(key, block.role ? [{ role: 'agent' }] : 'dan', { allow }));
        link(key);
        return key;
      }
      case 'wait': {
        const key = this.key('wait');
        const deadline = { within: 'P1D', outcome: 'received' };
        this.nodes.push({
          type: 'wait',
          key,
          label: key,
          for: [{ signal: 'go', by: [{ role: 'visitor' }] }],
          deadline,
        });
        link(key);
        return key;
      }
      case 'call': {
        const key = this.key('call');
        this.nodes.push({ type: 'action', key, label: key, do: [{ call: 'bank.pay' }] });
        link(key);
        return key;
      }
      case 'sequence': {
        const [head, ...rest] = block.of;
        if (!head) return from;
        let last = this.add(head, from, first, more);
        for (const part of rest) last = this.add(part, last, first);
        return last;
      }
      default:
        return this.gateway(block, from, first, more);
    }
  }

  private gateway(
    block: Extract<Block, { kind: 'parallel' | 'choice' }>,
    from: string,
    first: string | undefined,
    more: Parameters<typeof edge>[1],
  ): string {
    const open = this.key(block.kind);
    const shut = this.key('join');
    const type = block.kind === 'parallel' ? 'parallel' : 'exclusive';
    this.nodes.push({ type, key: open });
    this.edges.push(edge(`${from} → ${open}`, more));
    const conditional = block.kind === 'choice' || block.conditional;
    const ends = block.of.map((part, index) => {
      const when = over('size', index * 2);
      const last = index === block.of.length - 1;
      const more: Partial<FlowEdge> = !conditional ? {} : last ? { default: true } : { when };
      return this.add(part, open, first, more);
    });
    // Ways of a choice meet in another gateway, branches of a parallel in their join.
    this.nodes.push({ type: block.kind === 'parallel' ? 'join' : 'exclusive', key: shut });
    for (const end of ends) this.edges.push(edge(`${end} → ${shut}`));
    return shut;
  }
}

function build(block: Block): FlowDefinition {
  const layout = new Layout();
  const last = layout.add({ kind: 'sequence', of: [{ kind: 'handle', role: false }, block] }, 'start', 'handle1');
  layout.edges.push(edge(`${last} → done`));
  const nodes = [start, ...layout.nodes, done, refused];
  return flow(nodes, [...layout.edges, edge('* -cancel→ refused', { by: [{ role: 'visitor' }] })]);
}

/** Each thread of a scope is one token, one scope inside it, or has arrived; nothing is lost and nothing is double. */
function checkConserved(state: FlowState): void {
  const threads = new Map<number, number[]>([[0, []]]);
  for (const scope of state.scopes) threads.set(scope.id, [...scope.arrived]);
  for (const holder of [...state.tokens, ...state.scopes]) {
    const inside = threads.get(holder.scope);
    expect(inside, `scope ${holder.scope} is open`).toBeDefined();
    inside?.push(holder.branch);
  }
  expect(threads.get(0)).toHaveLength(state.status === 'running' ? 1 : 0);
  for (const scope of state.scopes) {
    const inside = threads.get(scope.id) ?? [];
    expect(inside).toHaveLength(scope.count);
    expect(new Set(inside).size).toBe(scope.count);
    expect(scope.arrived.length).toBeLessThan(scope.count);
  }
  const tokens = new Set(state.tokens.map((token) => token.id));
  expect(tokens.size).toBe(state.tokens.length);
  for (const task of state.tasks) expect(tokens.has(task.token)).toBe(true);
}

/** Nobody waits for nothing: each token has a task, a signal, a call, or is an incident. */
function checkAlive(world: World): void {
  for (const token of world.state?.tokens ?? []) {
    const node = world.compiled.nodes.get(token.node)?.node;
    const busy =
      node?.type === 'wait' ||
      token.call !== undefined ||
      (world.state?.tasks ?? []).some((task) => task.token === token.id && !task.escalated);
    expect(busy || token.incident !== undefined, `${token.node} waits for something`).toBe(true);
  }
}

/** One of the things that can be done now, chosen by a number. */
function step(world: World, choice: number): void {
  const moves: (() => void)[] = [];
  for (const login of logins) {
    for (const button of world.buttons(login)) {
      const { operation, task } = button;
      if (task === undefined) continue;
      const targets = operation === 'return' ? (button.targets ?? []).map(({ node }) => node) : [undefined];
      for (const target of targets) {
        const to = operation === 'transfer' ? world.id(logins[(choice >> 8) % logins.length] ?? 'ann') : target;
        const open = world.tasks().find((one) => one.id === task);
        if (operation === 'transfer' && open?.assignee === to) continue;
        const base = { type: 'act', operation: operation as 'approve', task, reason: 'because' } as const;
        moves.push(() => world.do(login, to === undefined ? base : { ...base, to }));
      }
    }
  }
  if (world.may('visitor').includes('signal go'))
    moves.push(() => world.do('visitor', { type: 'signal', signal: 'go' }));
  for (const token of world.state?.tokens ?? []) {
    const { call } = token;
    if (call !== undefined) {
      moves.push(() => world.do('engine', { type: 'called', call, outcome: 'done' }));
      moves.push(() => world.do('engine', { type: 'called', call, outcome: 'error' }));
    }
    if (token.incident) moves.push(() => world.do('root', { type: 'retry', token: token.id }));
    for (const timer of Object.values(token.timers ?? {})) {
      moves.push(() => world.do('engine', { type: 'timer', timer }));
    }
  }
  moves[choice % moves.length]?.();
}

/** Everybody agrees and everything answers: how the case is brought to its end. */
function finish(world: World): void {
  for (let round = 0; round < 500 && world.state?.status === 'running'; round += 1) {
    const token = world.state.tokens[0];
    if (!token) break;
    const node = world.compiled.nodes.get(token.node)?.node;
    if (token.incident) world.do('root', { type: 'retry', token: token.id });
    else if (token.call !== undefined) world.do('engine', { type: 'called', call: token.call, outcome: 'done' });
    else if (node?.type === 'wait') world.do('visitor', { type: 'signal', signal: 'go' });
    else {
      const task = world.tasks().find((open) => open.token === token.id && !open.escalated);
      const login = task?.assignee === undefined ? 'ann' : (world.login(task.assignee) ?? '');
      const operation = node?.type === 'approve' ? 'approve' : 'complete';
      world.do(login, { type: 'act', operation, ...(task ? { task: task.id } : {}) });
    }
  }
}

describe('random flows under random commands', () => {
  const commands = fc.array(fc.nat(), { maxLength: 30 });

  it('conserve their tokens, never get stuck, replay to the letter, and can always end', () => {
    fc.assert(
      fc.property(block, commands, fc.integer({ min: -1, max: 8 }), (shape, choices, size) => {
        const world = new World(build(shape), { facts: { size } });
        world.start('visitor');
        for (const choice of choices) {
          if (world.state?.status !== 'running') break;
          step(world, choice);
          if (world.state) checkConserved(world.state);
          checkAlive(world);
        }
        finish(world);
        expect(world.state).toMatchObject({ status: 'ended', tokens: [], scopes: [], tasks: [] });
        expect(world.history('ended')).toHaveLength(1);
        expect(world.history('incident').every(({ code }) => code === 'call_failed')).toBe(true);
      }),
      { numRuns: Number(process.env.FLOW_RUNS ?? 300) },
    );
  });

  it('keep state bounded by what is open, however long they run', () => {
    fc.assert(
      fc.property(block, fc.array(fc.nat(), { minLength: 60, maxLength: 120 }), (shape, choices) => {
        const world = new World(build(shape), { facts: { size: 8 } });
        world.start('visitor');
        for (const choice of choices) {
          if (world.state?.status !== 'running') break;
          step(world, choice);
          const { state } = world;
          const open = state.tokens.length * 420 + state.tasks.length * 260 + state.scopes.length * 120;
          const passed = Object.values(state.passed).reduce((sum, { by }) => sum + 90 + by.length * 40, 0);
          expect(JSON.stringify(state).length).toBeLessThan(400 + open + passed);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are found sound by the checks', () => {
    fc.assert(
      fc.property(block, (shape) => {
        expect(checkFlow(build(shape)).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
    );
  });

  it('can be cancelled from anywhere, and leave nothing behind', () => {
    fc.assert(
      fc.property(block, fc.array(fc.nat(), { maxLength: 12 }), (shape, choices) => {
        const world = new World(build(shape), { facts: { size: 3 } });
        world.start('visitor');
        for (const choice of choices) if (world.state?.status === 'running') step(world, choice);
        if (world.state?.status !== 'running') return;
        world.do('visitor', { type: 'edge', on: 'cancel' });
        expect(world.state).toMatchObject({ status: 'ended', state: 'refused', tokens: [], scopes: [], tasks: [] });
        const open = new Set(world.history('task_created').map(({ task }) => task));
        for (const type of ['task_completed', 'task_cancelled'] as const) {
          for (const { task } of world.history(type)) expect(open.delete(task)).toBe(true);
        }
        expect(open.size).toBe(0);
        const timers = new Set(world.history('timer_set').map(({ timer }) => timer));
        for (const { timer } of world.history('timer_cleared')) expect(timers.delete(timer)).toBe(true);
        expect(timers.size).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});
