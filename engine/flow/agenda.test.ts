import { describe, expect, it } from 'vitest';
import { done, edge, flow, handle, is, start } from './testing/flows.ts';
import { World } from './testing/world.ts';

describe('the agenda', () => {
  it('stops a flow that goes round by itself, as an incident and not as an exception', () => {
    const round = flow(
      [start, { type: 'exclusive', key: 'a' }, { type: 'exclusive', key: 'b' }, done],
      [edge('start → a'), edge('a → b'), edge('b → a'), edge('b → done', { priority: 9 })],
    );
    const world = new World(round);
    world.start();
    expect(world.history('incident')).toMatchObject([{ code: 'step_limit' }]);
    expect(world.state?.tokens).toHaveLength(1);
  });

  it('keeps the flow where no way is open, and goes on when tried again', () => {
    const gap = flow(
      [start, handle('one', 'ann'), handle('two', 'bob'), done],
      [edge('start → one'), edge('one → two', { when: is('category', 'big') }), edge('two → done')],
    );
    const world = new World(gap, { facts: { category: 'small' } });
    world.start();
    world.act('ann', 'complete', 'one');
    expect(world.state?.tokens[0]?.incident).toEqual({ code: 'no_edge', outcome: 'completed' });
    world.facts.category = 'big';
    world.do('root', { type: 'retry' });
    expect(world.desks).toEqual(['two: bob']);
    expect(world.state?.passed.one?.by).toEqual([world.id('ann')]);
  });
});
