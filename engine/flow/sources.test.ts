import { describe, expect, it } from 'vitest';
import type { Assignee } from '../definition/types.generated.ts';
import { approve, done, edge, flow, handle, refused, single, start } from './testing/flows.ts';
import { World, type WorldOptions } from './testing/world.ts';
import { whyText } from './why.ts';

const options: WorldOptions = {
  managers: { ann: ['bob', 'cat', 'dan'], bob: ['cat', 'dan'] },
  heads: { ann: 'eve' },
  facts: { owner: 'dan' },
};

function desks(assignee: Assignee, more: WorldOptions = {}): World {
  const world = new World(single(approve('one', [assignee])), { ...options, ...more });
  world.start('ann');
  return world;
}

describe('managers and heads', () => {
  it('are those of whoever began, so many steps up', () => {
    expect(desks({ manager: 'initiator' }).desks).toEqual(['one: bob']);
    const up = desks({ manager: 'initiator', levels: 2 });
    expect(up.desks).toEqual(['one: cat']);
    const why = up.history('task_created')[0]?.why;
    expect(why && whyText(why)).toEqual({ 'zh-CN': '发起人的第 2 级上级', en: 'Manager of whoever began, 2 steps up' });
  });

  it('are all on the way up, one after the other where the policy says so', () => {
    const world = new World(
      single(approve('one', [{ manager: 'initiator', chain: true }], { policy: 'sequence' })),
      options,
    );
    world.start('ann');
    for (const who of ['bob', 'cat', 'dan']) {
      expect(world.desks).toEqual([`one: ${who}`]);
      world.act(who, 'approve', 'one');
    }
    expect(world.state?.status).toBe('ended');
  });

  it('are those of whoever did the step before, and of whoever is late', () => {
    const world = new World(
      flow(
        [
          start,
          handle('first', 'bob'),
          approve('second', [{ manager: 'previous' }], {
            deadline: { within: 'PT4H', escalate: { manager: 'assignee' } },
          }),
          done,
          refused,
        ],
        [edge('start → first'), edge('first → second'), edge('second → done'), edge('second -rejected→ refused')],
      ),
      { ...options, managers: { ...options.managers, cat: ['eve'] } },
    );
    world.start('ann');
    world.act('bob', 'complete', 'first');
    expect(world.desks).toEqual(['second: cat']);
    world.fire('due');
    expect(world.desks).toEqual(['second: cat', 'second: eve']);
  });

  it('are the head of a department', () => {
    expect(desks({ head: 'initiator' }).desks).toEqual(['one: eve']);
  });

  it('go to the admin where there is none', () => {
    expect(desks({ manager: 'initiator', levels: 9 }).desks).toEqual(['one: (admin)']);
  });

  it('do it in place of whoever began, where the node says so', () => {
    const world = new World(single(approve('one', 'ann', { initiator: 'manager' })), options);
    world.start('ann');
    expect(world.desks).toEqual(['one: bob']);
    expect(world.history('task_created')[0]?.why.code).toBe('initiator_manager');
  });
});

describe('other sources', () => {
  it('a formula that gives a login or ids', () => {
    expect(desks({ formula: '= owner' }).desks).toEqual(['one: dan']);
  });

  it('whom the one who began has chosen, from a role where one is named', () => {
    const world = new World(single(approve('one', [{ choice: true, role: 'lead' }])), options);
    world.do('ann', { type: 'start', chosen: { one: [world.id('dan'), world.id('eve')] } });
    expect(world.desks).toEqual(['one: dan']);
  });
});

describe('copies', () => {
  it('go to people, and nobody waits', () => {
    const world = new World(
      flow(
        [start, { type: 'cc', key: 'tell', label: 'tell', copy: [{ role: 'lead' }, { user: 'eve' }] }, done],
        [edge('start → tell'), edge('tell → done')],
      ),
    );
    world.start();
    expect(world.history('copied')[0]?.to.map((id) => world.login(id))).toEqual(['cat', 'dan', 'eve']);
    expect(world.state?.status).toBe('ended');
  });
});

describe('a timer', () => {
  const timed = (more: { within?: string; until?: string }) =>
    flow(
      [start, { type: 'timer', key: 'later', label: 'later', ...more }, handle('a', 'ann'), done],
      [edge('start → later'), edge('later → a'), edge('a → done')],
    );

  it('waits for its time, and nobody is late', () => {
    const world = new World(timed({ within: 'P2D' }));
    world.start();
    expect(world.timers('due')[0]?.due).toBe('2026-03-04T01:00:00.000Z');
    world.fire('due');
    expect(world.desks).toEqual(['a: ann']);
    expect(world.history('overdue')).toEqual([]);
  });

  it('waits until a moment of the record, and moves with it', () => {
    const world = new World(timed({ until: '= signed_at' }), { facts: { signed_at: '2026-03-05T00:00:00.000Z' } });
    world.start();
    expect(world.timers('due')[0]?.due).toBe('2026-03-05T00:00:00.000Z');
    world.facts.signed_at = '2026-03-06T00:00:00.000Z';
    world.do('ann', { type: 'changed' });
    expect(world.timers('due')[0]?.due).toBe('2026-03-06T00:00:00.000Z');
  });

  it('does not wait for what is past', () => {
    const world = new World(timed({ until: '= signed_at' }), { facts: { signed_at: '2026-03-01T00:00:00.000Z' } });
    world.start();
    expect(world.desks).toEqual(['a: ann']);
  });
});

describe('a sub-flow', () => {
  const parent = (wait?: false) =>
    flow(
      [
        start,
        {
          type: 'subflow',
          key: 'buy',
          label: 'buy',
          form: 'order',
          data: { note: '= category' },
          save: { result: '= answer.number' },
          ...(wait === false ? { wait } : {}),
        },
        handle('a', 'ann'),
        done,
        refused,
      ],
      [edge('start → buy'), edge('buy → a'), edge('buy -lost→ refused'), edge('a → done')],
    );

  it('is asked for, waited for, and what it leaves is kept', () => {
    const world = new World(parent(), { facts: { category: 'toys' } });
    world.start();
    const [asked] = world.history('flow_requested');
    expect(asked).toMatchObject({ form: 'order', data: { note: 'toys' }, waits: true });
    expect(world.at).toEqual(['buy']);
    world.do('engine', { type: 'called', call: world.call(), outcome: 'bought', answer: { number: 'P7' } });
    expect(world.desks).toEqual(['a: ann']);
    expect(world.facts.result).toBe('P7');
  });

  it('leaves by the state of its end where an edge is drawn for it', () => {
    const world = new World(parent());
    world.start();
    world.do('engine', { type: 'called', call: world.call(), outcome: 'lost' });
    expect(world.state).toMatchObject({ state: 'refused' });
  });

  it('is not waited for where that is what is said', () => {
    const world = new World(parent(false));
    world.start();
    expect(world.desks).toEqual(['a: ann']);
  });

  it('tells the flow that waits for it how it ended', () => {
    const told = { instance: 'parent', call: 'call' };
    const world = new World(single(approve('one', 'ann')));
    world.do('ann', { type: 'start', parent: told });
    world.act('ann', 'reject', 'one', { reason: 'no' });
    expect(world.history('parent_told')[0]).toMatchObject({ parent: told, outcome: 'refused' });
  });
});
