import { describe, expect, it } from 'vitest';
import type { Facts, Json } from '../expression/index.ts';
import { approve, done, edge, flow, handle, is, refused, single, start } from './testing/flows.ts';
import { World } from './testing/world.ts';

/** Who gets the one node of a flow, begun by this person. */
function desks(
  node: Parameters<typeof single>[0],
  options: ConstructorParameters<typeof World>[1] = {},
  by = 'visitor',
) {
  const world = new World(single(node), options);
  world.start(by);
  return { world, desks: world.desks };
}

describe('assignees', () => {
  it('are taken from the first source that holds and yields somebody', () => {
    const node = approve('one', [
      { user: 'eve', when: is('category', 'big') },
      { user: 'nobody_here' },
      { user: 'ann' },
      { user: 'bob' },
    ]);
    expect(desks(node).desks).toEqual(['one: ann']);
    expect(desks(node, { facts: { category: 'big' } }).desks).toEqual(['one: eve']);
  });

  it('of a role share one task for the group under policy any', () => {
    const { world } = desks(approve('one', [{ role: 'agent' }]));
    expect(world.desks).toEqual(['one: (agent)']);
    expect(world.may('bob')).toEqual(['task approve', 'task reject', 'task transfer', 'task claim', 'task comment']);
    expect(world.may('eve')).toEqual([]);
  });

  it('of a role get a task each under policy all', () => {
    const { desks: found } = desks(approve('one', [{ role: 'agent' }], { policy: 'all' }));
    expect(found).toEqual(['one: ann', 'one: bob', 'one: cat']);
  });

  it('of a role with an attribute are only those who have it', () => {
    const people = {
      kim: { roles: ['keeper'], attributes: { warehouse: 'north' } },
      lee: { roles: ['keeper'], attributes: { warehouse: 'south' } },
    };
    const { world } = desks(handle('one', [{ role: 'keeper', having: { warehouse: '= category' } }]), {
      people,
      facts: { category: 'south' },
    });
    expect(world.tasks()[0]).toMatchObject({ role: 'keeper', having: { warehouse: 'south' } });
    expect(world.refused('kim', 'complete', 'one')).toBe('not_yours');
    expect(world.refused('lee', 'complete', 'one')).toBeUndefined();
  });

  it('come from a field, of one person or of several', () => {
    const world = new World(single(handle('one', [{ field: 'owners' }, { field: 'owner' }])));
    world.facts = { owners: [world.id('ann'), world.id('bob')] };
    world.start();
    expect(world.desks).toEqual(['one: ann', 'one: bob']);
    const other = new World(single(handle('one', [{ field: 'owners' }, { field: 'owner' }])));
    other.facts = { owner: other.id('cat'), owners: [] };
    other.start();
    expect(other.desks).toEqual(['one: cat']);
  });

  it('come from a decision table, as a login or as a role', () => {
    const rows: Record<string, Record<string, Json>> = { shoes: { user: 'dan' }, hats: { role: 'boss' } };
    const answer = (facts: Facts) => rows[String(facts.category)];
    const tables = { by_category: { out: ['user', 'role'], answer } };
    const node = handle('one', [{ table: 'by_category' }, { user: 'ann' }]);
    expect(desks(node, { tables, facts: { category: 'shoes' } }).desks).toEqual(['one: dan']);
    expect(desks(node, { tables, facts: { category: 'hats' } }).desks).toEqual(['one: (boss)']);
    expect(desks(node, { tables, facts: { category: 'gloves' } }).desks).toEqual(['one: ann']);
  });

  it('are whoever began, or whoever did an earlier node', () => {
    const world = new World(
      flow(
        [
          start,
          handle('first', [{ role: 'agent' }]),
          handle('mine', [{ initiator: true }]),
          handle('again', [{ node: 'first' }]),
          done,
        ],
        [edge('start → first'), edge('first → mine'), edge('mine → again'), edge('again → done')],
      ),
    );
    world.start('dan');
    world.act('bob', 'complete', 'first');
    expect(world.desks).toEqual(['mine: dan']);
    world.act('dan', 'complete', 'mine');
    expect(world.desks).toEqual(['again: bob']);
  });

  it('are picked by least load, and what is given out in the same step counts', () => {
    const twice = flow(
      [
        start,
        { type: 'parallel', key: 'split' },
        handle('a', [{ role: 'agent', pick: 'least_loaded' }]),
        handle('b', [{ role: 'agent', pick: 'least_loaded' }]),
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
    );
    const world = new World(twice, { load: { ann: 3, bob: 1, cat: 1 } });
    world.start();
    expect(world.desks).toEqual(['a: bob', 'b: cat']);
    expect(world.history('task_created')[0]?.why).toEqual({
      code: 'role',
      params: { role: 'agent', pick: 'least_loaded', of: 3 },
    });
  });

  it('ask for the load when it is not there, and for the turn', () => {
    const loaded = new World(single(handle('one', [{ role: 'agent', pick: 'least_loaded' }])));
    const agents = ['ann', 'bob', 'cat'].map((login) => loaded.id(login));
    expect(loaded.ask('visitor', { type: 'start' }).needs).toEqual([{ kind: 'load', users: agents }]);
    expect(loaded.state).toBeNull();
  });

  it('take turns', () => {
    const found = [0, 1, 2, 3].map((turn) => {
      const world = new World(single(handle('one', [{ role: 'agent', pick: 'round_robin' }])));
      world.turns = turn;
      world.start();
      return world.desks[0];
    });
    expect(found).toEqual(['one: ann', 'one: bob', 'one: cat', 'one: ann']);
  });

  it('get copies to read', () => {
    const { world } = desks(approve('one', 'ann', { copy: [{ role: 'lead' }, { user: 'eve' }] }));
    expect(world.history('copied')[0]?.to.map((id) => world.login(id))).toEqual(['cat', 'dan', 'eve']);
  });
});

describe('a node for which nobody is found', () => {
  const nobody = [{ user: 'nobody_here' }];

  it('goes to the admin role', () => {
    expect(desks(approve('one', nobody, { empty: 'admin' })).desks).toEqual(['one: (admin)']);
  });

  it('is skipped with its why', () => {
    const { world } = desks(approve('one', nobody, { empty: 'skip' }));
    expect(world.state?.state).toBe('done');
    expect(world.history('node_left').find(({ node }) => node === 'one')).toMatchObject({
      outcome: 'approved',
      skipped: true,
      why: { code: 'empty_skip' },
    });
  });

  it('is rejected', () => {
    expect(desks(approve('one', nobody, { empty: 'reject' })).world.state?.state).toBe('refused');
  });

  it('goes to the escalation’s assignee, and to the admin where that is nobody either', () => {
    const to = (login: string) =>
      approve('one', nobody, { empty: 'escalate', deadline: { within: 'PT4H', escalate: { user: login } } });
    expect(desks(to('eve')).desks).toEqual(['one: eve']);
    expect(desks(to('nobody_here')).desks).toEqual(['one: (admin)']);
  });
});

describe('the initiator as assignee', () => {
  it('may do it by default', () => {
    expect(desks(approve('one', 'ann'), {}, 'ann').desks).toEqual(['one: ann']);
  });

  it('is left out where the node says so, at the desk and at the act', () => {
    const node = approve('one', [{ users: ['ann', 'bob'] }], { initiator: 'exclude' });
    expect(desks(node, {}, 'ann').desks).toEqual(['one: bob']);
    const group = desks(approve('one', [{ role: 'agent' }], { initiator: 'exclude' }), {}, 'ann').world;
    expect(group.may('ann')).toEqual([]);
    expect(group.refused('ann', 'approve', 'one')).toBe('not_yours');
    expect(group.refused('bob', 'transfer', 'one', { to: group.id('ann') })).toBe('separate_duties');
  });

  it('skips the node where they would ask themselves', () => {
    const { world } = desks(approve('one', 'ann', { initiator: 'skip' }), {}, 'ann');
    expect(world.state?.state).toBe('done');
    expect(world.history('node_left').find(({ node }) => node === 'one')?.why?.code).toBe('initiator_skip');
    expect(desks(approve('one', 'ann', { initiator: 'skip' }), {}, 'bob').desks).toEqual(['one: ann']);
  });
});

describe('four eyes', () => {
  const pair = flow(
    [
      start,
      handle('receive', [{ role: 'agent' }]),
      handle('inspect', [{ role: 'agent' }], { separateFrom: ['receive', 'initiator'] }),
      done,
    ],
    [edge('start → receive'), edge('receive → inspect'), edge('inspect → done')],
  );

  it('keep whoever did one node from the other, at the act too', () => {
    const world = new World(pair);
    world.start('cat');
    world.act('ann', 'complete', 'receive');
    expect(world.refused('ann', 'complete', 'inspect')).toBe('not_yours');
    expect(world.may('ann')).toEqual([]);
    expect(world.refused('cat', 'claim', 'inspect')).toBe('not_yours');
    expect(world.refused('bob', 'transfer', 'inspect', { to: world.id('ann') })).toBe('separate_duties');
    world.act('bob', 'complete', 'inspect');
    expect(world.state?.status).toBe('ended');
  });

  it('hold when the other node is done after the task was given out', () => {
    const beside = flow(
      [
        start,
        { type: 'parallel', key: 'split' },
        handle('pay', 'ann'),
        handle('check', 'ann', { separateFrom: ['pay'] }),
        { type: 'join', key: 'meet' },
        done,
      ],
      [
        edge('start → split'),
        edge('split → pay'),
        edge('split → check'),
        edge('pay → meet'),
        edge('check → meet'),
        edge('meet → done'),
      ],
    );
    const world = new World(beside);
    world.start();
    expect(world.refused('ann', 'complete', 'check')).toBeUndefined();
    world.act('ann', 'complete', 'pay');
    expect(world.refused('ann', 'complete', 'check')).toBe('separate_duties');
    // A way out stays open: somebody else may get it.
    expect(world.may('ann')).toEqual(['task transfer', 'task comment']);
    world.act('ann', 'transfer', 'check', { to: world.id('bob') });
    world.act('bob', 'complete', 'check');
    expect(world.state?.status).toBe('ended');
  });

  it('are asked for only while their condition holds', () => {
    const when = { all: [{ fact: 'amount', operator: 'greaterThan' as const, value: 100 }] };
    const large = flow(
      [
        start,
        handle('pay', [{ role: 'agent' }]),
        handle('check', [{ role: 'agent' }], { separateFrom: ['pay'], separateWhen: when }),
        done,
      ],
      [edge('start → pay'), edge('pay → check'), edge('check → done')],
    );
    const refusedOf = (amount: string): string | undefined => {
      const world = new World(large, { facts: { amount } });
      world.start();
      world.act('ann', 'complete', 'pay');
      return world.refused('ann', 'complete', 'check');
    };
    expect([refusedOf('100'), refusedOf('101')]).toEqual([undefined, 'not_yours']);
  });

  it('that leave nobody fall back on the admin role', () => {
    const only = flow(
      [start, handle('a', 'ann'), handle('b', 'ann', { separateFrom: ['a'] }), refused, done],
      [edge('start → a'), edge('a → b'), edge('b → done')],
    );
    const world = new World(only);
    world.start();
    world.act('ann', 'complete', 'a');
    expect(world.desks).toEqual(['b: (admin)']);
  });
});
