import { describe, expect, it } from 'vitest';
import { evolve, type FlowEvent, type FlowState } from './index.ts';
import { approve, done, edge, flow, handle, refused, start } from './testing/flows.ts';
import { three } from './testing/three.ts';
import { World } from './testing/world.ts';

/** As an instance was stored before the language had more than splits, joins, votes and deadlines. */
const stored = (world: World): FlowState => ({
  status: 'running',
  state: 'signing',
  seq: 17,
  last: 4,
  initiator: { kind: 'user', id: world.id('cat') },
  startedAt: '2026-03-02T01:00:00.000Z',
  tokens: [{ id: 4, node: 'sign', scope: 0, branch: 0, enteredAt: '2026-03-02T01:00:00.000Z' }],
  scopes: [],
  tasks: [
    {
      id: '00000000-0000-7000-8000-000000000003',
      token: 4,
      node: 'sign',
      kind: 'work',
      assignee: world.id('eve'),
    },
  ],
  passed: { draft: { by: [world.id('ann')], seq: 7 }, check: { by: [world.id('bob')], seq: 13 } },
});

describe('an instance stored before', () => {
  it('goes on, and can be gone back in', () => {
    const world = new World(three);
    const old = JSON.parse(JSON.stringify(stored(world))) as FlowState;
    world.state = old;
    const [task] = old.tasks;
    const act = { type: 'act', task: task?.id ?? '', reason: 'a typo' } as const;
    const back = world.ask('eve', { ...act, operation: 'return', to: 'draft' });
    expect(back.events && back.state.tokens.map(({ node }) => node)).toEqual(['draft']);
    const signed = world.ask('eve', { ...act, operation: 'approve' });
    expect(signed.events && signed.state).toMatchObject({ status: 'ended', state: 'done' });
    expect(world.may('eve')).toContain('task approve');
  });

  it('keeps its shape: what is new is left out where nothing is said of it', () => {
    const world = new World(three);
    world.start('cat');
    expect(Object.keys(JSON.parse(JSON.stringify(world.state)) as FlowState).sort()).toEqual(
      Object.keys(stored(world)).sort(),
    );
  });
});

/** Draft and sign, round and round, with all that may happen on the way. */
const looping = flow(
  [
    start,
    handle('draft', [{ initiator: true }], { allow: ['complete', 'take_back', 'delegate', 'claim'] }),
    { type: 'foreach', key: 'each', label: 'each', over: 'lines', grow: true },
    handle('look', 'cat', { allow: ['complete'] }),
    { type: 'join', key: 'meet' },
    approve('sign', [{ users: ['bob', 'eve'] }], {
      policy: 'all',
      allow: ['approve', 'reject', 'return', 'delegate', 'transfer', 'add_signer', 'remove_signer', 'comment'],
      deadline: { within: 'PT8H', remind: 0.5, escalate: { user: 'dan' } },
      afterReturn: 'choose',
    }),
    done,
    refused,
  ],
  [
    edge('start → draft'),
    edge('draft → each'),
    edge('each → look'),
    edge('look → meet'),
    edge('meet → sign'),
    edge('sign → done'),
    edge('sign -rejected→ refused'),
  ],
);

const LIMIT = 2_048;

/** One round: delegated, asked in addition, suspended, reminded, taken back, handed over, returned by turns. */
function round(world: World, turn: number): void {
  if (turn % 5 === 0) world.act('ann', 'delegate', 'draft', { to: world.id('dan') });
  if (turn % 5 === 0) world.act('dan', 'complete', 'draft');
  world.act('ann', 'complete', 'draft');
  if (turn % 3 === 0) {
    world.facts.lines = [{ id: 'one' }, { id: `row${turn}` }];
    world.do('engine', { type: 'changed' });
  }
  while (world.tasks('look').length > 0) world.act('cat', 'complete', 'look');
  if (turn % 2 === 0) world.onCase('root', 'suspend', { reason: 'a pause' });
  if (turn % 2 === 0) world.onCase('root', 'resume');
  if (turn % 4 === 0) world.fire('remind');
  if (turn % 7 === 0) world.fire('due');
  for (const position of ['before', 'beside', 'after'] as const) {
    world.act('eve', 'add_signer', 'sign', { to: world.id(position === 'before' ? 'cat' : 'ann'), position });
    if (position !== 'before') world.act('eve', 'remove_signer', 'sign', { to: world.id('ann') });
    else world.act('cat', 'approve', 'sign');
  }
  world.act('bob', 'delegate', 'sign', { to: world.id('cat') });
  world.act('cat', 'approve', 'sign');
  world.act('bob', 'approve', 'sign');
  world.act('eve', 'return', 'sign', { to: 'draft', reason: 'once more', resume: false });
}

describe('an instance of two tasks', () => {
  it(`stays below ${LIMIT} bytes through 1000 rounds of returns, delegations, signers, rows, suspensions and reminders`, () => {
    const world = new World(looping, { checksReplay: false });
    world.start('ann');
    let most = 0;
    for (let turn = 1; turn <= 1_000; turn += 1) {
      world.facts.lines = [{ id: 'one' }];
      round(world, turn);
      most = Math.max(most, JSON.stringify(world.state).length);
    }
    expect(most).toBeLessThan(LIMIT);
    // Round by round it is no larger than after the first few.
    const replayed = evolve(null, JSON.parse(JSON.stringify(world.events)) as FlowEvent[]);
    expect(JSON.stringify(replayed)).toBe(JSON.stringify(world.state));
  }, 60_000);
});
