import { describe, expect, it } from 'vitest';
import type { Assignee } from '../../definition/types.generated.ts';
import { approve, done, edge, flow, handle, single, start } from '../testing/flows.ts';
import { World, type WorldOptions } from '../testing/world.ts';
import { whyText } from '../why.ts';

/** Who has the one step of a flow. */
function given(sources: Assignee[], options: WorldOptions = {}, by = 'ann'): World {
  const world = new World(single(handle('work', sources)), options);
  world.start(by);
  return world;
}

/** Two steps one after the other, the second with these sources. */
function second(sources: Assignee[], first: Assignee[] = [{ role: 'agent' }]): World {
  const world = new World(
    flow(
      [start, handle('first', first), handle('then', sources, { separateFrom: [] }), done],
      [edge('start → first'), edge('first → then'), edge('then → done')],
    ),
  );
  world.start('dan');
  return world;
}

describe('resource patterns: who is given a piece of work', () => {
  it('R-01 direct allocation: a named person', () => {
    expect(given([{ user: 'bob' }]).desks).toEqual(['work: bob']);
  });

  it('R-02 role-based allocation: everybody of a role, whoever comes first', () => {
    const world = given([{ role: 'agent' }]);
    expect(world.desks).toEqual(['work: (agent)']);
    for (const who of ['ann', 'bob', 'cat']) expect(world.refused(who, 'complete', 'work')).toBeUndefined();
    expect(world.refused('eve', 'complete', 'work')).toBe('not_yours');
  });

  it('R-03 deferred allocation: who it is says a field that is filled in meanwhile', () => {
    const world = second([{ field: 'owner' }], [{ user: 'ann' }]);
    world.facts.owner = world.id('eve');
    world.act('ann', 'complete', 'first');
    expect(world.desks).toEqual(['then: eve']);
  });

  it('R-04 authorization: what may be done with it is said for each step, and refused beyond that', () => {
    const world = new World(single(approve('work', 'ann', { allow: ['approve', 'comment'] })));
    world.start('dan');
    expect(world.may('ann')).toEqual(['task approve', 'task comment']);
    expect(world.refused('ann', 'reject', 'work', { reason: 'no' })).toBe('operation_closed');
    expect(world.refused('ann', 'transfer', 'work', { to: world.id('bob') })).toBe('operation_closed');
  });

  it('R-05 separation of duties: whoever did the one step may not do the other', () => {
    const world = new World(
      flow(
        [
          start,
          handle('first', [{ role: 'agent' }]),
          handle('check', [{ role: 'agent' }], { separateFrom: ['first'] }),
          done,
        ],
        [edge('start → first'), edge('first → check'), edge('check → done')],
      ),
    );
    world.start('dan');
    world.act('bob', 'complete', 'first');
    expect(world.refused('bob', 'complete', 'check')).toBe('not_yours');
    expect(world.refused('ann', 'complete', 'check')).toBeUndefined();
  });

  it('R-06 case handling: whoever takes the case has all of its steps', () => {
    const mine = [{ node: 'take' }];
    const world = new World(
      flow(
        [start, handle('take', [{ role: 'agent' }]), handle('two', mine), handle('three', mine), done],
        [edge('start → take'), edge('take → two'), edge('two → three'), edge('three → done')],
      ),
    );
    world.start('dan');
    world.act('cat', 'complete', 'take');
    expect(world.desks).toEqual(['two: cat']);
    world.act('cat', 'complete', 'two');
    expect(world.desks).toEqual(['three: cat']);
  });

  it('R-07 retain familiar: whoever did an earlier step', () => {
    const world = second([{ node: 'first' }]);
    world.act('bob', 'complete', 'first');
    expect(world.desks).toEqual(['then: bob']);
  });

  it('R-08 capability-based allocation: those of a role who have what the case asks for', () => {
    const people = {
      kim: { roles: ['keeper'], attributes: { warehouse: 'north' } },
      lee: { roles: ['keeper'], attributes: { warehouse: 'south' } },
    };
    const world = given([{ role: 'keeper', having: { warehouse: '= category' } }], {
      people,
      facts: { category: 'north' },
    });
    expect(world.refused('kim', 'complete', 'work')).toBeUndefined();
    expect(world.refused('lee', 'complete', 'work')).toBe('not_yours');
  });

  it('R-09 history-based allocation: nobody is asked again who has agreed before', () => {
    const world = new World(
      flow(
        [start, approve('first', 'eve'), approve('again', 'eve', { duplicate: 'earlier' }), done],
        [
          edge('start → first'),
          edge('first → again'),
          edge('again → done'),
          edge('first -rejected→ done'),
          edge('again -rejected→ done'),
        ],
      ),
    );
    world.start('dan');
    world.act('eve', 'approve', 'first');
    expect(world.state?.status).toBe('ended');
    expect(world.history('node_left').find(({ node }) => node === 'again')?.skipped).toBe(true);
  });

  it('R-10 organisational allocation: the manager, and the department’s head', () => {
    const organisation = { managers: { ann: ['dan', 'eve'] }, heads: { ann: 'cat' } };
    expect(given([{ manager: 'initiator' }], organisation).desks).toEqual(['work: dan']);
    expect(given([{ manager: 'initiator', levels: 2 }], organisation).desks).toEqual(['work: eve']);
    expect(given([{ head: 'initiator' }], organisation).desks).toEqual(['work: cat']);
  });

  it('R-11 automatic execution: a step that nobody does', () => {
    const world = new World(
      flow(
        [start, { type: 'action', key: 'note', label: 'note', do: [{ set: { result: 'noted' } }] }, done],
        [edge('start → note'), edge('note → done')],
      ),
    );
    world.start('dan');
    expect(world.facts.result).toBe('noted');
    expect(world.state?.status).toBe('ended');
  });

  it('R-13 distribution by offer to several: one task on the list of all of them', () => {
    const world = given([{ role: 'agent' }]);
    expect(world.tasks()).toHaveLength(1);
    world.act('bob', 'complete', 'work');
    expect(world.state?.status).toBe('ended');
  });

  it('R-14 distribution by allocation to one: nobody else may do it', () => {
    expect(given([{ user: 'bob' }]).refused('ann', 'complete', 'work')).toBe('not_yours');
  });

  it('R-16 round robin allocation: the next in turn', () => {
    const turns = [0, 1, 2, 3].map((turn) => {
      const world = new World(single(handle('work', [{ role: 'agent', pick: 'round_robin' }])));
      world.turns = turn;
      world.start('dan');
      return world.desks[0];
    });
    expect(turns).toEqual(['work: ann', 'work: bob', 'work: cat', 'work: ann']);
  });

  it('R-17 shortest queue: whoever has the fewest tasks', () => {
    const load = { ann: 4, bob: 1, cat: 2 };
    expect(given([{ role: 'agent', pick: 'least_loaded' }], { load }).desks).toEqual(['work: bob']);
  });

  it('R-16, R-17 pick among those who are there: whoever is away is passed over, and the reason says so', () => {
    const proxies = { bob: 'eve' };
    const node = (pick: 'least_loaded' | 'round_robin') => single(handle('work', [{ role: 'agent', pick }]));
    const least = new World(node('least_loaded'), { load: { ann: 4, bob: 0, cat: 2 }, proxies });
    least.start('dan');
    expect(least.desks).toEqual(['work: cat']);
    const why = least.history('task_created')[0]?.why;
    expect(why).toEqual({ code: 'role', params: { role: 'agent', pick: 'least_loaded', of: 2, away: 1 } });
    expect(why && whyText(why)).toEqual({
      'zh-CN': '由角色“agent”处理，2 人中待办最少（另有 1 人不在）',
      en: 'For the role “agent”, fewest open tasks of 2 (1 more are away)',
    });
    const turns = [0, 1, 2].map((turn) => {
      const world = new World(node('round_robin'), { proxies });
      world.turns = turn;
      world.start('dan');
      return world.desks[0];
    });
    expect(turns).toEqual(['work: ann', 'work: cat', 'work: ann']);
  });

  it('R-16, R-17 a proxy is asked only where nobody of those who may be picked is there', () => {
    const proxies = { ann: 'eve', bob: 'cat', cat: 'dan' };
    const people = {
      ann: { roles: ['agent'] },
      bob: { roles: ['agent'] },
      dan: { roles: ['agent'] },
      eve: { roles: ['agent'] },
    };
    const users = [{ users: ['ann', 'bob'], pick: 'least_loaded' as const }];
    const world = new World(single(handle('work', users)), { people, load: { ann: 0, bob: 3 }, proxies });
    world.start('dan');
    expect(world.desks).toEqual(['work: eve']);
    expect(world.tasks()[0]?.standsFor).toBe(world.id('ann'));
    const again = new World(single(handle('work', users)), {
      people,
      load: { ann: 0, bob: 3 },
      proxies: { ann: 'eve' },
    });
    again.start('dan');
    expect(again.desks).toEqual(['work: bob']);
  });

  it('R-19 distribution on enablement: a task is there when its step is reached, and not before', () => {
    const world = second([{ user: 'eve' }], [{ user: 'ann' }]);
    expect(world.desks).toEqual(['first: ann']);
    world.act('ann', 'complete', 'first');
    expect(world.desks).toEqual(['then: eve']);
  });

  it('R-21 resource-initiated allocation: somebody of the group takes it', () => {
    const world = given([{ role: 'agent' }]);
    world.act('bob', 'claim', 'work');
    expect(world.desks).toEqual(['work: bob']);
    expect(world.refused('ann', 'complete', 'work')).toBe('not_yours');
  });

  it('R-42 simultaneous execution: one person has several tasks at once', () => {
    const world = new World(
      flow(
        [
          start,
          { type: 'parallel', key: 'split' },
          handle('a', 'ann'),
          handle('b', 'ann'),
          { type: 'join', key: 'meet' },
          done,
        ],
        [
          edge('start → split'),
          edge('split → a'),
          edge('split → b'),
          edge('a → meet'),
          edge('b → meet'),
          edge('meet → done'),
        ],
      ),
    );
    world.start('dan');
    expect(world.desks).toEqual(['a: ann', 'b: ann']);
  });
});
