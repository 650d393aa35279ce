import { describe, expect, it } from 'vitest';
import { done, edge, flow, handle, is, over, start } from '../testing/flows.ts';
import { World } from '../testing/world.ts';

const split = { type: 'parallel', key: 'split' } as const;
const several = { type: 'inclusive', key: 'several' } as const;

describe('structures', () => {
  it('WCP-10 arbitrary cycles: back to any node, from several', () => {
    const world = new World(
      flow(
        [
          start,
          handle('a', 'ann'),
          handle('b', 'bob', { outcomes: [{ key: 'again', label: 'Again' }] }),
          handle('c', 'cat', { outcomes: [{ key: 'again', label: 'Again' }] }),
          done,
        ],
        [edge('start → a'), edge('a → b'), edge('b → c'), edge('c → done'), edge('b -again→ a'), edge('c -again→ b')],
      ),
    );
    world.start();
    world.act('ann', 'complete', 'a');
    world.act('bob', 'complete', 'b', { outcome: 'again' });
    world.act('ann', 'complete', 'a');
    world.act('bob', 'complete', 'b');
    world.act('cat', 'complete', 'c', { outcome: 'again' });
    world.act('bob', 'complete', 'b');
    world.act('cat', 'complete', 'c');
    expect(world.state?.status).toBe('ended');
  });

  it('WCP-11 implicit termination: the case is over when nothing is left to do', () => {
    const world = new World(
      flow(
        [
          start,
          split,
          handle('a', 'ann'),
          handle('b', 'bob'),
          { type: 'end', key: 'left', state: 'left', ends: 'branch' },
          { type: 'end', key: 'right', state: 'right', ends: 'branch' },
        ],
        [edge('start → split'), edge('split → a'), edge('split → b'), edge('a → left'), edge('b → right')],
      ),
    );
    world.start();
    world.act('bob', 'complete', 'b');
    expect(world.state?.status).toBe('running');
    expect(world.desks).toEqual(['a: ann']);
    world.act('ann', 'complete', 'a');
    expect(world.state).toMatchObject({ status: 'ended', state: 'left', tokens: [], scopes: [] });
  });

  it('WCP-21 structured loop: again while a condition holds', () => {
    const world = new World(
      flow(
        [start, handle('work', 'ann'), { type: 'exclusive', key: 'enough' }, done],
        [
          edge('start → work'),
          edge('work → enough'),
          edge('enough → work', { when: is('result', 'again') }),
          edge('enough → done', { default: true }),
        ],
      ),
      { facts: { result: 'again' } },
    );
    world.start();
    world.act('ann', 'complete', 'work');
    expect(world.at).toEqual(['work']);
    world.facts.result = 'good';
    world.act('ann', 'complete', 'work');
    expect(world.state?.status).toBe('ended');
  });

  it('a jump goes on at the node it names', () => {
    const world = new World(
      flow(
        [start, handle('a', 'ann'), { type: 'exclusive', key: 'which' }, { type: 'route', key: 'back', to: 'a' }, done],
        [
          edge('start → a'),
          edge('a → which'),
          edge('which → back', { when: is('result', 'again') }),
          edge('which → done', { default: true }),
        ],
      ),
      { facts: { result: 'again' } },
    );
    world.start();
    world.act('ann', 'complete', 'a');
    expect(world.desks).toEqual(['a: ann']);
  });
});

describe('an inclusive join without a split of its own', () => {
  /** Three at once; two of them meet first, and then the third. */
  const unstructured = flow(
    [
      start,
      split,
      handle('a', 'ann'),
      handle('b', 'bob'),
      handle('c', 'cat'),
      { type: 'join', key: 'first' },
      handle('ab', 'dan'),
      { type: 'join', key: 'second' },
      handle('abc', 'eve'),
      done,
    ],
    [
      edge('start → split'),
      edge('split → a'),
      edge('split → b'),
      edge('split → c'),
      edge('a → first'),
      edge('b → first'),
      edge('first → ab'),
      edge('ab → second'),
      edge('c → second'),
      edge('second → abc'),
      edge('abc → done'),
    ],
  );

  it('fault 5: waits while anything can still come to it, and what follows runs once', () => {
    const world = new World(unstructured);
    world.start();
    world.act('cat', 'complete', 'c');
    world.act('ann', 'complete', 'a');
    expect(world.desks).toEqual(['b: bob']);
    world.act('bob', 'complete', 'b');
    expect(world.desks).toEqual(['ab: dan']);
    world.act('dan', 'complete', 'ab');
    expect(world.desks).toEqual(['abc: eve']);
    expect(world.state?.scopes).toEqual([]);
    world.act('eve', 'complete', 'abc');
    expect(world.state?.status).toBe('ended');
  });

  it('fault 5: never waits for what cannot come', () => {
    const world = new World(
      flow(
        [
          start,
          several,
          handle('a', 'ann'),
          handle('b', 'bob'),
          { type: 'join', key: 'first' },
          handle('ab', 'dan'),
          { type: 'join', key: 'second' },
          done,
        ],
        [
          edge('start → several'),
          edge('several → a', { when: over('amount', '10') }),
          edge('several → b', { when: over('amount', '100') }),
          edge('several → second', { default: true }),
          edge('a → first'),
          edge('b → first'),
          edge('first → ab'),
          edge('ab → second'),
          edge('second → done'),
        ],
      ),
      { facts: { amount: '50' } },
    );
    world.start();
    world.act('ann', 'complete', 'a');
    expect(world.desks).toEqual(['ab: dan']);
    world.act('dan', 'complete', 'ab');
    expect(world.state?.status).toBe('ended');
  });
});
