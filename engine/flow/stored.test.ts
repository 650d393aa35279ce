import { describe, expect, it } from 'vitest';
import type { FlowState } from './index.ts';
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
