import { describe, expect, it } from 'vitest';
import type { FlowNode } from '../../definition/types.generated.ts';
import { approve, done, edge, flow, handle, refused, start } from '../testing/flows.ts';
import { World } from '../testing/world.ts';

const split = { type: 'parallel', key: 'split' } as const;
const meet = { type: 'join', key: 'meet' } as const;

const wait = (key: string): FlowNode => ({
  type: 'wait',
  key,
  label: key,
  for: [{ signal: key, by: [{ role: 'agent' }] }],
});

describe('state-based', () => {
  it('WCP-16 deferred choice: what happens first decides, and the other ways are called off', () => {
    const world = new World(
      flow(
        [
          start,
          { ...split, race: true },
          wait('paid'),
          wait('sent'),
          handle('late', 'cat'),
          handle('pack', 'ann'),
          meet,
          done,
        ],
        [
          edge('start → split'),
          edge('split → paid'),
          edge('split → sent'),
          edge('split → late'),
          edge('paid → pack'),
          edge('pack → meet'),
          edge('sent → meet'),
          edge('late → meet'),
          edge('meet → done'),
        ],
      ),
    );
    world.start();
    expect(world.at).toEqual(['late', 'paid', 'sent']);
    world.do('ann', { type: 'signal', signal: 'paid' });
    expect(world.at).toEqual(['pack']);
    expect(world.history('task_cancelled')[0]?.why.code).toBe('race_lost');
    world.act('ann', 'complete', 'pack');
    expect(world.state?.status).toBe('ended');
  });

  it('WCP-17 interleaved routing: any order, never two at once', () => {
    const world = new World(
      flow(
        [
          start,
          split,
          handle('x_ray', 'ann', { mutex: 'patient' }),
          handle('blood', 'bob', { mutex: 'patient' }),
          handle('letter', 'cat'),
          meet,
          done,
        ],
        [
          edge('start → split'),
          edge('split → x_ray'),
          edge('split → blood'),
          edge('split → letter'),
          edge('x_ray → meet'),
          edge('blood → meet'),
          edge('letter → meet'),
          edge('meet → done'),
        ],
      ),
    );
    world.start();
    expect(world.desks).toEqual(['letter: cat', 'x_ray: ann']);
    world.act('cat', 'complete', 'letter');
    expect(world.desks).toEqual(['x_ray: ann']);
    world.act('ann', 'complete', 'x_ray');
    expect(world.desks).toEqual(['blood: bob']);
    world.act('bob', 'complete', 'blood');
    expect(world.state?.status).toBe('ended');
  });

  const milestones = flow(
    [
      start,
      split,
      handle('before', 'ann'),
      handle('open', 'bob'),
      handle('change', 'cat', { milestone: 'open' }),
      meet,
      done,
    ],
    [
      edge('start → split'),
      edge('split → before'),
      edge('split → change'),
      edge('before → open'),
      edge('open → meet'),
      edge('change → meet'),
      edge('meet → done'),
    ],
  );

  it('WCP-18 milestone: open only while another node is reached', () => {
    const world = new World(milestones);
    world.start();
    expect(world.desks).toEqual(['before: ann']);
    world.act('ann', 'complete', 'before');
    expect(world.desks).toEqual(['change: cat', 'open: bob']);
    world.act('cat', 'complete', 'change');
    world.act('bob', 'complete', 'open');
    expect(world.state?.status).toBe('ended');
  });

  it('WCP-18 milestone: once it is over for good the node is skipped, and the history says why', () => {
    const world = new World(milestones);
    world.start();
    world.act('ann', 'complete', 'before');
    world.act('bob', 'complete', 'open');
    expect(world.state?.status).toBe('ended');
    expect(world.history('node_left').find(({ node }) => node === 'change')).toMatchObject({
      skipped: true,
      why: { code: 'milestone_over', params: { node: 'open' } },
    });
  });
});

describe('cancellation', () => {
  const region = flow(
    [
      start,
      split,
      approve('legal', 'ann'),
      handle('pack', 'bob'),
      handle('ship', 'cat'),
      meet,
      handle('after', 'dan'),
      done,
      refused,
    ],
    [
      edge('start → split'),
      edge('split → legal'),
      edge('split → pack'),
      edge('pack → ship'),
      edge('ship → meet'),
      edge('legal → meet'),
      edge('legal -rejected→ meet', { cancels: ['pack', 'ship'] }),
      edge('meet → after'),
      edge('after → done'),
      edge('* -cancel→ refused', { by: [{ role: 'agent' }] }),
    ],
  );

  it('WCP-19 cancel activity and WCP-25 cancel region: what stands at these nodes is called off, and nobody waits for it', () => {
    for (const rounds of [0, 1]) {
      const world = new World(region);
      world.start();
      if (rounds === 1) world.act('bob', 'complete', 'pack');
      world.act('ann', 'reject', 'legal', { reason: 'no' });
      expect(world.desks).toEqual(['after: dan']);
      expect(world.history('task_cancelled').at(-1)?.why).toEqual({ code: 'called_off', params: { by: 'legal' } });
    }
  });

  it('WCP-20 cancel case: everything is called off', () => {
    const world = new World(region);
    world.start();
    world.do('ann', { type: 'edge', on: 'cancel' });
    expect(world.state).toMatchObject({ status: 'ended', state: 'refused', tokens: [], tasks: [], scopes: [] });
  });
});
