import { describe, expect, it } from 'vitest';
import type { FlowNode } from '../definition/types.generated.ts';
import { returnTargets } from './returns.ts';
import { approve, done, edge, flow, handle, start } from './testing/flows.ts';
import { checkReturn } from './testing/oracle.ts';
import { World } from './testing/world.ts';

const free = { allow: ['complete', 'return', 'take_back'] } as const;
const step = (key: string, who: string, more: object = {}): FlowNode =>
  handle(key, who, { allow: [...free.allow], undo: [{ set: { result: `${key} undone` } }], ...more });

/** What whoever is here may go back to. */
function targets(world: World, node: string): string[] {
  const token = world.state?.tokens.find((one) => one.node === node);
  if (!world.state || !token) throw new Error(`Nobody is at ${node}.`);
  return returnTargets(world.compiled, world.state, token);
}

/** a and b meet, then both meet c: the split has no join of its own. Whoever says no at the end sends it to the beginning. */
function web(): World {
  const world = new World(
    flow(
      [
        start,
        step('first', 'dan'),
        { type: 'parallel', key: 'split' },
        step('a1', 'ann'),
        step('a2', 'ann'),
        step('b1', 'bob'),
        step('b2', 'bob'),
        step('c1', 'cat'),
        { type: 'join', key: 'ab' },
        step('both', 'eve'),
        { type: 'join', key: 'all' },
        approve('last', 'eve'),
        done,
      ],
      [
        edge('start → first'),
        edge('first → split'),
        edge('split → a1'),
        edge('split → b1'),
        edge('split → c1'),
        edge('a1 → a2'),
        edge('b1 → b2'),
        edge('a2 → ab'),
        edge('b2 → ab'),
        edge('ab → both'),
        edge('both → all'),
        edge('c1 → all'),
        edge('all → last'),
        edge('last → done'),
        edge('last -rejected→ first'),
      ],
    ),
  );
  world.start();
  world.act('dan', 'complete', 'first');
  return world;
}

describe('going back where branches meet freely', () => {
  it('does not reach into a branch that runs beside it, though a refusal further on begins all of them anew', () => {
    const world = web();
    world.act('ann', 'complete', 'a1');
    world.act('bob', 'complete', 'b1');
    expect(targets(world, 'b2')).toEqual(['b1', 'first']);
    expect(world.refused('bob', 'return', 'b2', { to: 'a1', reason: 'x' })).toBe('return_closed');
    expect(targets(world, 'c1')).toEqual(['first']);
  });

  it('undoes nothing of a branch that runs beside it', () => {
    const world = web();
    world.act('ann', 'complete', 'a1');
    world.act('bob', 'complete', 'b1');
    const [{ undone } = { undone: [] }] = world
      .act('ann', 'return', 'a2', { to: 'a1', reason: 'x' })
      .flatMap((event) => (event.type === 'returned' ? [event] : []));
    expect(undone).toEqual(['a1']);
    expect(world.state?.passed.b1?.undone).toBeUndefined();
    expect(targets(world, 'b2')).toEqual(['b1', 'first']);
  });

  it('reaches all that has met where it stands', () => {
    const world = web();
    for (const node of ['a1', 'a2']) world.act('ann', 'complete', node);
    for (const node of ['b1', 'b2']) world.act('bob', 'complete', node);
    // What is beside them could come here only by beginning anew: nobody waits for that.
    expect(world.at).toEqual(['both', 'c1']);
    expect(targets(world, 'both')).toEqual(['b2', 'b1', 'a2', 'a1', 'first']);
    world.act('eve', 'return', 'both', { to: 'b1', reason: 'x' });
    expect(world.at).toEqual(['b1', 'c1']);
    for (const node of ['b1', 'b2']) world.act('bob', 'complete', node);
    expect(world.at).toEqual(['both', 'c1']);
  });
});

/** Two branches with a join of their own, and a refusal at the end of one of them that begins both anew. */
function rounds(): World {
  const world = new World(
    flow(
      [
        start,
        step('first', 'dan'),
        { type: 'parallel', key: 'split' },
        step('early', 'ann'),
        approve('late', 'bob', { allow: ['approve', 'reject', 'return', 'take_back'] }),
        step('beside', 'cat'),
        { type: 'join', key: 'meet' },
        step('last', 'eve'),
        done,
      ],
      [
        edge('start → first'),
        edge('first → split'),
        edge('split → early'),
        edge('split → beside'),
        edge('early → late'),
        edge('late → meet'),
        edge('late -rejected→ first'),
        edge('beside → meet'),
        edge('meet → last'),
        edge('last → done'),
      ],
    ),
  );
  world.start();
  world.act('dan', 'complete', 'first');
  world.act('ann', 'complete', 'early');
  return world;
}

describe('going back into a split', () => {
  it('does not go by what an earlier round of it has passed: the work of this one would be gone past', () => {
    const world = rounds();
    world.act('bob', 'reject', 'late', { reason: 'no' });
    world.act('dan', 'complete', 'first');
    expect(targets(world, 'early')).toEqual(['first']);
    expect(world.refused('ann', 'return', 'early', { to: 'late', reason: 'x' })).toBe('return_closed');
  });

  it('does not take back what others have worked on since, in an earlier round', () => {
    const world = rounds();
    world.act('bob', 'reject', 'late', { reason: 'no' });
    expect(world.mayOnCase('bob')).toContain('take_back');
    world.act('dan', 'complete', 'first');
    expect(world.mayOnCase('bob')).not.toContain('take_back');
  });

  it('goes on going back in a branch that was gone back into', () => {
    const world = rounds();
    world.act('bob', 'approve', 'late');
    world.act('cat', 'complete', 'beside');
    world.act('eve', 'return', 'last', { to: 'late', reason: 'x' });
    expect(targets(world, 'late')).toEqual(['early', 'first']);
    world.act('bob', 'return', 'late', { to: 'early', reason: 'x' });
    expect(world.at).toEqual(['early']);
    world.act('ann', 'complete', 'early');
    world.act('bob', 'approve', 'late');
    expect(world.at).toEqual(['last']);
  });
});

it('a branch that comes later is not sent ahead to what another has passed, where each goes through by itself', () => {
  const world = new World(
    flow(
      [
        start,
        step('first', 'dan'),
        { type: 'parallel', key: 'split' },
        step('quick', 'ann'),
        step('slow', 'bob'),
        { type: 'join', key: 'through', wait: 'each' },
        step('shared', 'cat'),
        approve('sign', 'eve'),
        { type: 'join', key: 'meet' },
        done,
      ],
      [
        edge('start → first'),
        edge('first → split'),
        edge('split → quick'),
        edge('split → slow'),
        edge('quick → through'),
        edge('slow → through'),
        edge('through → shared'),
        edge('shared → sign'),
        edge('sign → meet'),
        edge('sign -rejected→ first'),
        edge('meet → done'),
      ],
    ),
  );
  world.start();
  world.act('dan', 'complete', 'first');
  world.act('ann', 'complete', 'quick');
  world.act('cat', 'complete', 'shared');
  expect(targets(world, 'slow')).toEqual(['first']);
  expect(world.refused('bob', 'return', 'slow', { to: 'shared', reason: 'x' })).toBe('return_closed');
});

it('of several that go through a step by themselves only the one that is sent back to it begins it anew', () => {
  const world = new World(
    flow(
      [
        start,
        { type: 'parallel', key: 'split' },
        step('quick', 'ann'),
        step('slow', 'bob'),
        { type: 'join', key: 'through', wait: 'each' },
        step('shared', 'cat'),
        { type: 'parallel', key: 'inner' },
        step('left', 'dan'),
        step('right', 'eve'),
        { type: 'join', key: 'met' },
        { type: 'join', key: 'meet' },
        done,
      ],
      [
        edge('start → split'),
        edge('split → quick'),
        edge('split → slow'),
        edge('quick → through'),
        edge('slow → through'),
        edge('through → shared'),
        edge('shared → inner'),
        edge('inner → left'),
        edge('inner → right'),
        edge('left → met'),
        edge('right → met'),
        edge('met → meet'),
        edge('meet → done'),
      ],
    ),
  );
  world.start();
  world.act('ann', 'complete', 'quick');
  world.act('cat', 'complete', 'shared');
  world.act('bob', 'complete', 'slow');
  world.act('cat', 'complete', 'shared');
  const before = world.state;
  expect(world.at).toEqual(['left', 'left', 'right', 'right']);
  // The first of the two, though the other has passed the step after it was split.
  const events = world.act('dan', 'return', 'left', { to: 'shared', reason: 'x' });
  expect(world.at).toEqual(['left', 'right', 'shared']);
  if (before) checkReturn(world, before, events);
});
