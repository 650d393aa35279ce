import { describe, expect, it } from 'vitest';
import type { FlowNode } from '../definition/types.generated.ts';
import { type Approve, approve, done, edge, flow, handle, start } from './testing/flows.ts';
import { signing, three } from './testing/three.ts';
import { World } from './testing/world.ts';

describe('return', () => {
  it('goes to any work node passed before, the last one first, and runs on from there again', () => {
    const world = signing();
    const back = world.buttons('eve').find((button) => button.operation === 'return');
    expect(back?.targets?.map(({ node }) => node)).toEqual(['check', 'draft']);
    world.act('eve', 'return', 'sign', { to: 'draft', reason: 'wrong form' });
    expect(world.state?.state).toBe('drafting');
    expect(world.history('returned')[0]?.undone).toEqual(['draft', 'check']);
    world.act('ann', 'complete', 'draft');
    expect(world.at).toEqual(['check']);
    // What was taken back counts as passed only once it is passed again.
    expect(world.buttons('bob').find((button) => button.operation === 'return')?.targets).toEqual([
      { node: 'draft', label: 'draft' },
    ]);
  });

  it('without a target goes to the node before', () => {
    const world = signing();
    world.act('eve', 'return', 'sign', { reason: 'hm' });
    expect(world.at).toEqual(['check']);
  });

  it('needs a reason, and a target that was passed and is allowed', () => {
    const world = signing();
    expect(world.refused('eve', 'return', 'sign', { to: 'check' })).toBe('reason_required');
    expect(world.refused('eve', 'return', 'sign', { to: 'done', reason: 'x' })).toBe('return_closed');
    expect(world.refused('eve', 'return', 'sign', { to: 'sign', reason: 'x' })).toBe('return_closed');
    const first = new World(three);
    first.start('cat');
    first.act('ann', 'complete', 'draft');
    expect(first.may('bob')).toContain('task return');
    const limited = new World(
      flow(
        three.nodes.map((node) =>
          node.key === 'sign' ? { ...node, returnTo: ['draft'] } : node,
        ) as typeof three.nodes,
        three.edges,
      ),
    );
    limited.start();
    limited.act('ann', 'complete', 'draft');
    limited.act('bob', 'approve', 'check');
    expect(limited.refused('eve', 'return', 'sign', { to: 'check', reason: 'x' })).toBe('return_closed');
    limited.act('eve', 'return', 'sign', { reason: 'x' });
    expect(limited.at).toEqual(['draft']);
  });

  it('does not go to what a branch did that nobody waited for any more: it did not lead here', () => {
    const allow: Approve['allow'] = ['approve', 'return', 'take_back'];
    const split = (key: string): FlowNode => ({ type: 'parallel', key, label: key });
    const world = new World(
      flow(
        [
          start,
          split('ask'),
          approve('first', 'ann', { allow }),
          approve('late', 'bob', { allow }),
          { type: 'join', key: 'enough', label: 'Enough', wait: 'first', rest: 'wait' },
          split('both'),
          approve('left', 'cat', { allow }),
          approve('right', 'dan', { allow }),
          { type: 'join', key: 'end', label: 'End' },
          done,
        ],
        [
          edge('start → ask'),
          edge('ask → first'),
          edge('ask → late'),
          edge('first → enough'),
          edge('late → enough'),
          edge('enough → both'),
          edge('both → left'),
          edge('both → right'),
          edge('left → end'),
          edge('right → end'),
          edge('end → done'),
        ],
      ),
    );
    world.start();
    world.act('ann', 'approve', 'first');
    world.act('bob', 'approve', 'late');
    const back = world.buttons('cat').find((button) => button.operation === 'return');
    expect(back?.targets?.map(({ node }) => node)).toEqual(['first']);
    expect(world.may('bob')).not.toContain('case take_back');
  });

  it('does not begin a split anew from right behind its join for what came after the join had gone on', () => {
    const allow: Approve['allow'] = ['approve', 'return', 'take_back'];
    const world = new World(
      flow(
        [
          start,
          { type: 'parallel', key: 'ask', label: 'Ask' },
          approve('first', 'ann', { allow }),
          approve('late', 'bob', { allow }),
          approve('later', 'bob', { allow }),
          { type: 'join', key: 'enough', label: 'Enough', wait: 'first', rest: 'wait' },
          approve('next', 'cat', { allow }),
          approve('last', 'dan', { allow }),
          done,
        ],
        [
          edge('start → ask'),
          edge('ask → first'),
          edge('ask → late'),
          edge('late → later'),
          edge('first → enough'),
          edge('later → enough'),
          edge('enough → next'),
          edge('next → last'),
          edge('last → done'),
        ],
      ),
    );
    const back = (who: string): string[] =>
      world
        .buttons(who)
        .flatMap(({ operation, targets = [] }) => (operation === 'return' ? targets.map(({ node }) => node) : []));
    world.start();
    world.act('ann', 'approve', 'first');
    world.act('bob', 'approve', 'late');
    // In its own branch it may still be gone back to; from behind the join it may not, now or later.
    expect(back('bob')).toEqual(['late']);
    expect(back('cat')).toEqual(['first']);
    world.act('bob', 'approve', 'later');
    world.act('cat', 'approve', 'next');
    expect(back('dan')).toEqual(['next', 'first']);
    world.act('dan', 'return', 'last', { to: 'first', reason: 'anew' });
    expect(world.at).toEqual(['first']);
    world.act('ann', 'approve', 'first');
    expect(back('cat')).toEqual(['first']);
  });

  it('takes the flow’s own edge on returned where it has one and nobody names a target', () => {
    const own = flow(
      [
        start,
        handle('draft', 'ann'),
        approve('check', 'bob', { allow: ['approve', 'return'] }),
        handle('mend', 'cat'),
        done,
      ],
      [
        edge('start → draft'),
        edge('draft → check'),
        edge('check → done'),
        edge('check -returned→ mend'),
        edge('mend → check'),
      ],
    );
    const world = new World(own);
    world.start();
    world.act('ann', 'complete', 'draft');
    world.act('bob', 'return', 'check', { reason: 'mend it' });
    expect(world.desks).toEqual(['mend: cat']);
  });

  it('never reaches into a branch that runs beside it', () => {
    const world = new World(
      flow(
        [
          start,
          { type: 'parallel', key: 'split' },
          handle('a1', 'ann'),
          handle('a2', 'ann', { allow: ['complete', 'return'] }),
          handle('b1', 'bob'),
          handle('b2', 'bob', { allow: ['complete', 'return'], outcomes: [{ key: 'redo', label: 'redo' }] }),
          { type: 'join', key: 'meet' },
          handle('last', 'eve', { allow: ['complete', 'return'] }),
          done,
        ],
        [
          edge('start → split'),
          edge('split → a1'),
          edge('split → b1'),
          edge('a1 → a2'),
          edge('b1 → b2'),
          edge('a2 → meet'),
          edge('b2 → meet'),
          edge('b2 -redo→ b1'),
          edge('meet → last'),
          edge('last → done'),
        ],
      ),
    );
    world.start();
    world.act('ann', 'complete', 'a1');
    world.act('bob', 'complete', 'b1');
    expect(world.refused('bob', 'return', 'b2', { to: 'a1', reason: 'x' })).toBe('return_closed');
    world.act('bob', 'return', 'b2', { to: 'b1', reason: 'x' });
    // The branch beside it goes on undisturbed.
    expect(world.at).toEqual(['a2', 'b1']);
    world.act('bob', 'complete', 'b1');
    world.act('bob', 'complete', 'b2');
    world.act('ann', 'complete', 'a2');
    expect(world.at).toEqual(['last']);
    world.act('eve', 'return', 'last', { to: 'a1', reason: 'x' });
    expect(world.at).toEqual(['a1']);
    world.act('ann', 'complete', 'a1');
    world.act('ann', 'complete', 'a2');
    expect(world.at).toEqual(['last']);
  });
});
