import { describe, expect, it } from 'vitest';
import { approve, done, edge, flow, type Handle, handle, refused, single, start } from '../testing/flows.ts';
import { World } from '../testing/world.ts';

/** One step with these operations. */
function working(more: Partial<Handle>, who: Parameters<typeof handle>[1] = 'ann'): World {
  const world = new World(single(handle('work', who, more)));
  world.start('dan');
  return world;
}

/** Two steps one after the other, and back. */
function steps(): World {
  const world = new World(
    flow(
      [
        start,
        handle('first', 'ann', { allow: ['complete', 'take_back'] }),
        approve('sign', 'eve', { allow: ['approve', 'reject', 'return'] }),
        done,
        refused,
      ],
      [edge('start → first'), edge('first → sign'), edge('sign → done'), edge('sign -rejected→ refused')],
    ),
  );
  world.start('dan');
  return world;
}

describe('resource patterns: work that takes another way', () => {
  it('R-27 delegation: another prepares the answer, and it comes back to whose task it is', () => {
    const world = working({ allow: ['complete', 'delegate'] });
    world.act('ann', 'delegate', 'work', { to: world.id('bob') });
    expect(world.desks).toEqual(['work: bob']);
    world.act('bob', 'complete', 'work');
    expect(world.desks).toEqual(['work: ann']);
    world.act('ann', 'complete', 'work');
    expect(world.state?.status).toBe('ended');
  });

  it('R-28 escalation: overdue, it is given to somebody higher as well', () => {
    const world = new World(single(handle('work', 'ann', { deadline: { within: 'PT4H', escalate: { user: 'eve' } } })));
    world.start('dan');
    world.fire('due');
    expect(world.desks).toEqual(['work: ann', 'work: eve']);
    world.act('eve', 'complete', 'work');
    expect(world.state?.status).toBe('ended');
  });

  it('R-29 deallocation: whoever took it off the group’s list puts it back there', () => {
    const world = working({ allow: ['complete', 'claim'] }, [{ role: 'agent' }]);
    expect(world.refused('ann', 'unclaim', 'work')).toBe('not_claimed');
    world.act('ann', 'claim', 'work');
    expect(world.refused('bob', 'unclaim', 'work')).toBe('not_yours');
    world.act('ann', 'unclaim', 'work');
    expect(world.desks).toEqual(['work: (agent)']);
    world.act('bob', 'claim', 'work');
    world.act('bob', 'complete', 'work');
    expect(world.state?.status).toBe('ended');
  });

  it('R-30 stateful reallocation: it goes on with all that was done and the time that is left', () => {
    const world = new World(
      single(handle('work', 'ann', { allow: ['complete', 'transfer'], deadline: { within: 'PT4H' } })),
    );
    world.start('dan');
    const [before] = world.tasks();
    const due = world.timers('due')[0]?.due;
    world.now = '2026-03-02T03:00:00.000Z';
    world.act('ann', 'transfer', 'work', { to: world.id('bob') });
    expect(world.tasks()[0]).toMatchObject({ id: before?.id, assignee: world.id('bob') });
    expect(world.timers('due')[0]?.due).toBe(due);
  });

  it('R-31 stateless reallocation: the step begins anew, with its people and its whole time', () => {
    const world = new World(
      flow(
        [
          start,
          handle('first', 'ann'),
          approve('sign', [{ users: ['eve', 'bob'] }], { policy: 'all', deadline: { within: 'PT4H' } }),
          done,
        ],
        [edge('start → first'), edge('first → sign'), edge('sign → done'), edge('sign -rejected→ done')],
      ),
    );
    world.start('dan');
    world.act('ann', 'complete', 'first');
    world.act('eve', 'approve', 'sign');
    world.now = '2026-03-02T03:00:00.000Z';
    world.onCase('root', 'jump', { to: 'first', reason: 'once more' });
    world.act('ann', 'complete', 'first');
    expect(world.desks).toEqual(['sign: bob', 'sign: eve']);
    expect(world.timers('due')[0]?.due).toBe('2026-03-02T07:00:00.000Z');
  });

  it('R-32 suspension and resumption: nothing moves meanwhile, and no time is lost', () => {
    const world = new World(single(handle('work', 'ann', { deadline: { within: 'PT4H' } })));
    world.start('dan');
    world.now = '2026-03-02T02:00:00.000Z';
    world.onCase('root', 'suspend', { reason: 'stocktaking' });
    expect(world.refused('ann', 'complete', 'work')).toBe('suspended');
    world.now = '2026-03-03T02:00:00.000Z';
    world.onCase('root', 'resume');
    expect(world.timers('due')[0]?.due).toBe('2026-03-03T05:00:00.000Z');
    world.act('ann', 'complete', 'work');
    expect(world.state?.status).toBe('ended');
  });

  it('R-33 skip: a step that has nobody, or nothing to decide any more, is gone past, and why is kept', () => {
    const world = new World(
      flow(
        [start, handle('first', [{ role: 'nobody' }], { empty: 'skip' }), handle('then', 'bob'), done],
        [edge('start → first'), edge('first → then'), edge('then → done')],
      ),
    );
    world.start('dan');
    expect(world.desks).toEqual(['then: bob']);
    expect(world.history('node_left').find(({ node }) => node === 'first')).toMatchObject({
      skipped: true,
      why: { code: 'empty_skip' },
    });
  });

  it('R-34 redo: a step that is done is done again, by a return or by taking it back', () => {
    const world = steps();
    world.act('ann', 'complete', 'first');
    world.act('eve', 'return', 'sign', { to: 'first', reason: 'a typo' });
    expect(world.desks).toEqual(['first: ann']);
    world.act('ann', 'complete', 'first');
    world.onCase('ann', 'take_back');
    expect(world.desks).toEqual(['first: ann']);
  });

  it('R-35 pre-do: an administrator has a later step done before its turn', () => {
    const world = steps();
    world.onCase('root', 'jump', { to: 'sign', reason: 'signed on paper' });
    expect(world.desks).toEqual(['sign: eve']);
    world.act('eve', 'approve', 'sign');
    expect(world.state?.status).toBe('ended');
  });

  it('R-43 additional resources: somebody more is asked, before, beside or after', () => {
    const world = working({ allow: ['complete', 'add_signer'] });
    world.act('ann', 'add_signer', 'work', { to: world.id('bob'), position: 'before' });
    expect(world.refused('ann', 'complete', 'work')).toBe('waits_for_signer');
    world.act('bob', 'complete', 'work');
    world.act('ann', 'complete', 'work');
    expect(world.state?.status).toBe('ended');
  });
});
