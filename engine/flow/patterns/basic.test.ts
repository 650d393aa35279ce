import { describe, expect, it } from 'vitest';
import { done, edge, flow, handle, over, start } from '../testing/flows.ts';
import { World } from '../testing/world.ts';

// Russell, ter Hofstede, van der Aalst, Mulyar: Workflow Control-Flow Patterns, A Revised View (2006).

const split = { type: 'parallel', key: 'split' } as const;
const meet = { type: 'join', key: 'meet' } as const;

describe('basic control flow', () => {
  it('WCP-1 sequence: one after the other', () => {
    const world = new World(
      flow([start, handle('a', 'ann'), handle('b', 'bob'), done], [edge('start → a'), edge('a → b'), edge('b → done')]),
    );
    world.start();
    expect(world.desks).toEqual(['a: ann']);
    world.act('ann', 'complete', 'a');
    expect(world.desks).toEqual(['b: bob']);
    world.act('bob', 'complete', 'b');
    expect(world.state?.status).toBe('ended');
  });

  it('WCP-2 parallel split and WCP-3 synchronisation: both at once, and one after both', () => {
    const world = new World(
      flow(
        [start, split, handle('a', 'ann'), handle('b', 'bob'), meet, handle('c', 'cat'), done],
        [
          edge('start → split'),
          edge('split → a'),
          edge('split → b'),
          edge('a → meet'),
          edge('b → meet'),
          edge('meet → c'),
          edge('c → done'),
        ],
      ),
    );
    world.start();
    expect(world.desks).toEqual(['a: ann', 'b: bob']);
    world.act('bob', 'complete', 'b');
    expect(world.desks).toEqual(['a: ann']);
    world.act('ann', 'complete', 'a');
    expect(world.desks).toEqual(['c: cat']);
  });

  const choice = flow(
    [start, { type: 'exclusive', key: 'which' }, handle('a', 'ann'), handle('b', 'bob'), handle('c', 'cat'), done],
    [
      edge('start → which'),
      edge('which → a', { when: over('amount', '100') }),
      edge('which → b', { default: true }),
      edge('a → c'),
      edge('b → c'),
      edge('c → done'),
    ],
  );

  it('WCP-4 exclusive choice and WCP-5 simple merge: one way, and on without waiting', () => {
    const world = new World(choice, { facts: { amount: '500' } });
    world.start();
    expect(world.desks).toEqual(['a: ann']);
    world.act('ann', 'complete', 'a');
    expect(world.desks).toEqual(['c: cat']);
  });

  it('says why this way', () => {
    const why = (amount: string) => {
      const world = new World(choice, { facts: { amount } });
      world.start();
      return world.history('node_left').find(({ node }) => node === 'which')?.why;
    };
    expect(why('500')).toMatchObject({
      code: 'way_holds',
      params: { edge: 'e1', trace: { result: true, of: [{ actual: '500' }] } },
    });
    expect(why('5')).toMatchObject({ code: 'way_default', params: { edge: 'e2', tried: [{ result: false }] } });
  });
});
