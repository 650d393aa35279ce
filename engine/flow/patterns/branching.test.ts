import { describe, expect, it } from 'vitest';
import { done, edge, flow, handle, over, start } from '../testing/flows.ts';
import { World } from '../testing/world.ts';

const split = { type: 'parallel', key: 'split' } as const;
const meet = { type: 'join', key: 'meet' } as const;
const several = { type: 'inclusive', key: 'several' } as const;

describe('branching and synchronisation', () => {
  const inclusive = flow(
    [start, several, handle('a', 'ann'), handle('b', 'bob'), handle('c', 'cat'), meet, handle('after', 'dan'), done],
    [
      edge('start → several'),
      edge('several → a', { when: over('amount', '10') }),
      edge('several → b', { when: over('amount', '100') }),
      edge('several → c', { default: true }),
      edge('a → meet'),
      edge('b → meet'),
      edge('c → meet'),
      edge('meet → after'),
      edge('after → done'),
    ],
  );

  it('WCP-6 multi-choice: every way whose condition holds', () => {
    const at = (amount: string) => {
      const world = new World(inclusive, { facts: { amount } });
      world.start();
      return world.at;
    };
    expect([at('1000'), at('50'), at('1')]).toEqual([['a', 'b'], ['a'], ['c']]);
  });

  it('WCP-7 structured synchronising merge: waits for what was started, and for nothing else', () => {
    const world = new World(inclusive, { facts: { amount: '1000' } });
    world.start();
    world.act('ann', 'complete', 'a');
    expect(world.desks).toEqual(['b: bob']);
    world.act('bob', 'complete', 'b');
    expect(world.desks).toEqual(['after: dan']);
    expect(world.history('node_left').filter(({ node }) => node === 'meet')).toHaveLength(1);
  });

  it('WCP-8 multi-merge: what follows runs once for each branch', () => {
    const world = new World(
      flow(
        [
          start,
          split,
          handle('a', 'ann'),
          handle('b', 'bob'),
          { type: 'join', key: 'through', wait: 'each' },
          handle('c', 'cat'),
          meet,
          done,
        ],
        [
          edge('start → split'),
          edge('split → a'),
          edge('split → b'),
          edge('a → through'),
          edge('b → through'),
          edge('through → c'),
          edge('c → meet'),
          edge('meet → done'),
        ],
      ),
    );
    world.start();
    world.act('ann', 'complete', 'a');
    expect(world.desks).toEqual(['b: bob', 'c: cat']);
    world.act('bob', 'complete', 'b');
    expect(world.desks).toEqual(['c: cat', 'c: cat']);
    world.act('cat', 'complete', 'c');
    world.act('cat', 'complete', 'c');
    expect(world.history('node_left').filter(({ node }) => node === 'c')).toHaveLength(2);
    expect(world.state?.status).toBe('ended');
  });

  const discriminator = (rest: 'wait' | 'cancel', wait: 'first' | 'n' = 'first') =>
    flow(
      [
        start,
        handle('draft', 'ann'),
        split,
        handle('a', 'ann'),
        handle('b', 'bob'),
        handle('c', 'cat'),
        wait === 'n'
          ? { type: 'join', key: 'meet', wait, n: '= size', rest }
          : { type: 'join', key: 'meet', wait, rest },
        handle('after', 'dan', { outcomes: [{ key: 'again', label: 'Again' }] }),
        done,
      ],
      [
        edge('start → draft'),
        edge('draft → split'),
        edge('split → a'),
        edge('split → b'),
        edge('split → c'),
        edge('a → meet'),
        edge('b → meet'),
        edge('c → meet'),
        edge('meet → after'),
        edge('after → done'),
        edge('after -again→ split'),
      ],
    );

  function begun(rest: 'wait' | 'cancel', wait: 'first' | 'n' = 'first', size = 2): World {
    const world = new World(discriminator(rest, wait), { facts: { size } });
    world.start();
    world.act('ann', 'complete', 'draft');
    return world;
  }

  it('WCP-9 structured discriminator: the first goes on, the others run to their end and are not waited for', () => {
    const world = begun('wait');
    world.act('bob', 'complete', 'b');
    expect(world.desks).toEqual(['a: ann', 'after: dan', 'c: cat']);
    world.act('ann', 'complete', 'a');
    world.act('cat', 'complete', 'c');
    expect(world.desks).toEqual(['after: dan']);
    expect(world.state?.scopes).toEqual([]);
    world.act('dan', 'complete', 'after');
    expect(world.history('ended')).toHaveLength(1);
  });

  it('WCP-28 blocking discriminator: the next round gets through once all of the last has come', () => {
    const world = begun('wait');
    world.act('bob', 'complete', 'b');
    world.act('dan', 'complete', 'after', { outcome: 'again' });
    // Whoever is asked twice answers the older task first.
    world.act('bob', 'complete', 'b');
    expect(world.desks).toEqual(['a: ann', 'a: ann', 'c: cat', 'c: cat']);
    world.act('ann', 'complete', 'a');
    world.act('cat', 'complete', 'c');
    expect(world.desks).toEqual(['a: ann', 'after: dan', 'c: cat']);
    expect(world.state?.scopes).toHaveLength(1);
  });

  it('WCP-29 cancelling discriminator: the first goes on, and the others are called off', () => {
    const world = begun('cancel');
    world.act('bob', 'complete', 'b');
    expect(world.desks).toEqual(['after: dan']);
    expect(world.history('task_cancelled').map(({ why }) => why.code)).toEqual(['others_decided', 'others_decided']);
  });

  it('joins for so many of its branches, by a number that a formula gives', () => {
    const world = begun('cancel', 'n');
    world.act('bob', 'complete', 'b');
    expect(world.desks).toEqual(['a: ann', 'c: cat']);
    world.act('ann', 'complete', 'a');
    expect(world.desks).toEqual(['after: dan']);
  });

  it('a return behind a join that has gone on cancels what still runs of it, and both run again', () => {
    const world = begun('wait');
    world.act('bob', 'complete', 'b');
    const more = flow(
      discriminator('wait').nodes.map((node) =>
        node.key === 'after' && node.type === 'handle' ? { ...node, allow: ['complete', 'return'] } : node,
      ),
      discriminator('wait').edges,
    );
    const other = new World(more);
    other.start();
    other.act('ann', 'complete', 'draft');
    other.act('bob', 'complete', 'b');
    other.act('dan', 'return', 'after', { to: 'draft', reason: 'x' });
    expect(other.desks).toEqual(['draft: ann']);
    expect(other.state?.scopes).toEqual([]);
  });
});
