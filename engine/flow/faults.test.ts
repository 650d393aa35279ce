import { describe, expect, it } from 'vitest';
import { approve, done, edge, flow, handle, over, refused, start } from './testing/flows.ts';
import { World } from './testing/world.ts';

const split = { type: 'parallel', key: 'split' } as const;
const meet = { type: 'join', key: 'meet' } as const;

/** Two branches in which several people have to agree, then one more step. */
const twoSignings = flow(
  [
    start,
    split,
    approve('legal', [{ users: ['ann', 'bob'] }], { policy: 'all' }),
    approve('money', [{ users: ['cat', 'dan'] }], { policy: 'all', allow: ['approve', 'reject', 'return'] }),
    meet,
    approve('final', 'eve', { allow: ['approve', 'reject', 'return'] }),
    done,
    refused,
  ],
  [
    edge('start → split'),
    edge('split → legal'),
    edge('split → money'),
    edge('legal → meet'),
    edge('money → meet'),
    edge('legal -rejected→ refused'),
    edge('money -rejected→ refused'),
    edge('meet → final'),
    edge('final → done'),
    edge('final -rejected→ refused'),
  ],
);

describe('faults found in others', () => {
  it('fault 1: a vote in one parallel branch closes no task of its sibling', () => {
    const world = new World(twoSignings);
    world.start();
    world.act('ann', 'approve', 'legal');
    world.act('bob', 'approve', 'legal');
    expect(world.desks).toEqual(['money: cat', 'money: dan']);
    world.act('cat', 'approve', 'money');
    expect(world.desks).toEqual(['money: dan']);
    world.act('dan', 'approve', 'money');
    expect(world.desks).toEqual(['final: eve']);
  });

  it('fault 2: of two last approvers, whoever comes second finishes the node', () => {
    const world = new World(twoSignings);
    world.start();
    const first = world.ask('ann', { type: 'act', operation: 'approve', task: world.taskFor('ann', 'legal') ?? '' });
    const second = world.ask('bob', { type: 'act', operation: 'approve', task: world.taskFor('bob', 'legal') ?? '' });
    // Decided on the same state, neither is the last: which is why the host locks the row and decides one after the other.
    expect(first.events?.some((event) => event.type === 'node_left')).toBe(false);
    expect(second.events?.some((event) => event.type === 'node_left')).toBe(false);
    world.act('bob', 'approve', 'legal');
    const last = world.act('ann', 'approve', 'legal');
    expect(last.some((event) => event.type === 'node_left' && event.node === 'legal')).toBe(true);
  });

  it('fault 3: completing beside somebody else is no conflict, and doing it twice says so in words', () => {
    const world = new World(
      flow(
        [start, approve('one', [{ users: ['ann', 'bob'] }]), done, refused],
        [edge('start → one'), edge('one → done'), edge('one -rejected→ refused')],
      ),
    );
    world.start();
    const late = { type: 'act', operation: 'approve', task: world.taskFor('bob', 'one') ?? '' } as const;
    world.act('ann', 'approve', 'one');
    expect(world.ask('bob', late).refusal?.code).toBe('flow_over');

    const both = new World(twoSignings);
    both.start();
    const again = { type: 'act', operation: 'approve', task: both.taskFor('ann', 'legal') ?? '' } as const;
    both.do('ann', again);
    const answer = both.ask('ann', again);
    expect(answer.refusal?.code).toBe('task_gone');
    expect(answer.refusal?.message['zh-CN']).toContain('任务');
  });

  it('fault 4: a return into a node that several sign gives each of them a task again', () => {
    const world = new World(twoSignings);
    world.start();
    for (const [who, node] of [
      ['ann', 'legal'],
      ['bob', 'legal'],
      ['cat', 'money'],
      ['dan', 'money'],
    ] as const) {
      world.act(who, 'approve', node);
    }
    world.act('eve', 'return', 'final', { to: 'legal', reason: 'the date is missing' });
    expect(world.desks).toEqual(['legal: ann', 'legal: bob']);
    world.act('ann', 'approve', 'legal');
    expect(world.at).toEqual(['legal']);
    world.act('bob', 'approve', 'legal');
    // The sibling was entered beside the target, not after it: its signatures stand.
    expect(world.desks).toEqual(['final: eve']);
    world.act('eve', 'approve', 'final');
    expect(world.state?.status).toBe('ended');
  });

  it('fault 4: a return out of one branch of a parallel cancels its sibling, and both run again', () => {
    const world = new World(
      flow(
        [
          start,
          handle('draft', 'ann'),
          split,
          approve('left', 'bob', { allow: ['approve', 'return'] }),
          handle('right', 'cat'),
          meet,
          done,
        ],
        [
          edge('start → draft'),
          edge('draft → split'),
          edge('split → left'),
          edge('split → right'),
          edge('left → meet'),
          edge('right → meet'),
          edge('meet → done'),
        ],
      ),
    );
    world.start();
    world.act('ann', 'complete', 'draft');
    expect(world.desks).toEqual(['left: bob', 'right: cat']);
    world.act('bob', 'return', 'left', { to: 'draft', reason: 'unreadable' });
    expect(world.desks).toEqual(['draft: ann']);
    expect(world.state?.scopes).toEqual([]);
    world.act('ann', 'complete', 'draft');
    world.act('cat', 'complete', 'right');
    expect(world.at).toEqual(['left']);
    world.act('bob', 'approve', 'left');
    expect(world.state?.status).toBe('ended');
    expect(world.history('ended')).toHaveLength(1);
  });

  it('fault 5: a join behind conditions waits for what was started, once, and never for what was not', () => {
    const inclusive = flow(
      [start, split, handle('a', 'ann'), handle('b', 'bob'), handle('c', 'cat'), meet, handle('after', 'dan'), done],
      [
        edge('start → split'),
        edge('split → a', { when: over('amount', '10') }),
        edge('split → b', { when: over('amount', '100') }),
        edge('split → c', { default: true }),
        edge('a → meet'),
        edge('b → meet'),
        edge('c → meet'),
        edge('meet → after'),
        edge('after → done'),
      ],
    );
    const both = new World(inclusive, { facts: { amount: '1000' } });
    both.start();
    expect(both.at).toEqual(['a', 'b']);
    both.act('ann', 'complete', 'a');
    expect(both.at).toEqual(['b']);
    both.act('bob', 'complete', 'b');
    expect(both.desks).toEqual(['after: dan']);

    const one = new World(inclusive, { facts: { amount: '50' } });
    one.start();
    one.act('ann', 'complete', 'a');
    expect(one.desks).toEqual(['after: dan']);

    const none = new World(inclusive, { facts: { amount: '1' } });
    none.start();
    none.act('cat', 'complete', 'c');
    expect(none.desks).toEqual(['after: dan']);
  });

  it('fault 6: a node for which nobody is found never passes in silence', () => {
    const world = new World(
      flow(
        [start, approve('one', [{ role: 'nobody_has_it' }]), done, refused],
        [edge('start → one'), edge('one → done'), edge('one -rejected→ refused')],
      ),
    );
    world.start();
    expect(world.desks).toEqual(['one: (admin)']);
    expect(world.history('task_created')[0]?.why.code).toBe('empty_admin');
  });

  it('fault 8: state stays under 2 kB with two tasks, however often it loops', () => {
    const loop = flow(
      [
        start,
        handle('draft', 'ann', { deadline: { within: 'PT4H', remind: 0.8 } }),
        split,
        approve('left', 'bob', { allow: ['approve', 'return'], deadline: { within: 'PT4H', remind: 0.8 } }),
        approve('right', 'cat', { allow: ['approve', 'return'], deadline: { within: 'PT4H', remind: 0.8 } }),
        meet,
        done,
      ],
      [
        edge('start → draft'),
        edge('draft → split'),
        edge('split → left'),
        edge('split → right'),
        edge('left → meet'),
        edge('right → meet'),
        edge('meet → done'),
      ],
    );
    const world = new World(loop);
    world.start('ann');
    const sizes: number[] = [];
    for (let round = 0; round < 60; round += 1) {
      world.act('ann', 'complete', 'draft');
      expect(world.tasks()).toHaveLength(2);
      sizes.push(JSON.stringify(world.state).length);
      world.act(round % 2 ? 'bob' : 'cat', 'return', round % 2 ? 'left' : 'right', { reason: 'again' });
    }
    expect(Math.max(...sizes)).toBeLessThan(2000);
    // Only counters grow, by a digit now and then.
    expect(Math.max(...sizes) - Math.min(...sizes.slice(2))).toBeLessThan(60);
  });
});
